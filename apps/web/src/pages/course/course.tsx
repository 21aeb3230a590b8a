import { Anchor } from '@mantine/core'
import { IconArchive, IconArrowLeft } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { aWhileMs, useLiveWork } from '../../api/use-live-work.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import tabStyles from '../../ui/tabs.module.css'
import classes from './course.module.css'

const words = text.course

const tabs = [
  { to: '/courses/$course', label: words.assignments, exact: true },
  { to: '/courses/$course/roster', label: words.roster, exact: false },
  { to: '/courses/$course/gradebook', label: words.gradebook, exact: false },
  { to: '/courses/$course/settings', label: words.settings, exact: false },
] as const

/** A course for its teacher, with the ways to its parts. */
export const CoursePage = () => {
  const { course: slug } = useParams({ from: '/signed-in/courses/$course' })
  const { data: course } = useSuspenseQuery(trpc.courses.get.queryOptions({ course: slug }))
  useLiveWork(slug, aWhileMs)
  return (
    <Page
      title={course.name}
      width="wide"
      above={
        <Anchor size="sm" className={classes.back} renderRoot={(props) => <Link {...props} to="/courses" />}>
          <IconArrowLeft size={16} aria-hidden />
          {text.nav.courses}
        </Anchor>
      }
    >
      <nav aria-label={words.parts} className={tabStyles.tabs}>
        {tabs.map(({ to, label, exact }) => (
          <Link key={to} to={to} params={{ course: slug }} activeOptions={{ exact }} className={tabStyles.tab}>
            {label}
          </Link>
        ))}
      </nav>
      {course.archivedAt !== null && (
        <div className={classes.archived}>
          <Notice tone="plain" icon={IconArchive}>
            {words.isArchived}
          </Notice>
        </div>
      )}
      <Outlet />
    </Page>
  )
}
