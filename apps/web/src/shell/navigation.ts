/** Where the main navigation leads, for whom. */
import {
  IconAdjustments,
  IconBooks,
  IconChartBar,
  IconFileSpreadsheet,
  IconHistory,
  IconMusic,
  IconPlaylist,
  IconStars,
  IconTrashOff,
  IconUsers,
} from '@tabler/icons-react'
import type { Outputs } from '../api/client.ts'
import { text } from '../text/index.ts'

export type Enrollment = Outputs['enrollments']['mine'][number]
export type Person = Outputs['auth']['me']

export type Roles = { studies: boolean; teaches: boolean; researches: boolean; administers: boolean }

/** What somebody is to MusicCPR: by their courses, and a teacher also without one, who is about to make it. */
export const rolesOf = (
  me: Pick<Person, 'groups' | 'isSuperuser'>,
  enrollments: Pick<Enrollment, 'role'>[],
): Roles => ({
  studies: enrollments.some(({ role }) => role === 'STUDENT'),
  teaches: me.isSuperuser || me.groups.includes('TEACHER') || enrollments.some(({ role }) => role === 'TEACHER'),
  researches: me.isSuperuser || me.groups.includes('RESEARCHER'),
  administers: me.isSuperuser,
})

/** The links of the main navigation. */
export const linksFor = ({ studies, teaches, researches, administers }: Roles) => [
  ...(studies
    ? [
        { to: '/music', label: text.nav.music, icon: IconMusic } as const,
        { to: '/grades', label: text.nav.grades, icon: IconStars } as const,
      ]
    : []),
  ...(teaches
    ? [
        { to: '/courses', label: text.nav.courses, icon: IconBooks } as const,
        { to: '/library', label: text.nav.library, icon: IconPlaylist } as const,
      ]
    : []),
  ...(researches
    ? [
        { to: '/export', label: text.nav.export, icon: IconFileSpreadsheet } as const,
        { to: '/figures', label: text.nav.figures, icon: IconChartBar } as const,
      ]
    : []),
  ...(administers
    ? [
        { to: '/people', label: text.nav.people, icon: IconUsers } as const,
        { to: '/audit', label: text.nav.audit, icon: IconHistory } as const,
        { to: '/configurations', label: text.nav.configs, icon: IconAdjustments } as const,
        { to: '/removed', label: text.nav.removed, icon: IconTrashOff } as const,
      ]
    : []),
]

/** The page that somebody begins with; null for whoever has none yet. */
export const startFor = (roles: Roles) => linksFor(roles)[0]?.to ?? null
