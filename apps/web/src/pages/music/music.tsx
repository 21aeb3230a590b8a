import { Stack } from '@mantine/core'
import { IconArchive, IconMusicOff } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { nextOf } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { todayHere } from '../../text/time.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CourseSwitch } from './course-switch.tsx'
import { NextUp } from './next-up.tsx'
import { PieceCard } from './piece-card.tsx'
import { useStudentCourse } from './student-course.ts'

/** What a student is assigned in a course: what is next, then every piece with its activities in order. */
export const MusicPage = () => {
  const { course } = useParams({ from: '/signed-in/music/$course' })
  const { data: pieces } = useSuspenseQuery(trpc.assignments.mine.queryOptions({ course }))
  const { name, archivedAt } = useStudentCourse(course)
  const today = todayHere()
  const next = nextOf(pieces.flatMap(({ assignments }) => assignments))
  const nextPiece = pieces.find(({ piece }) => piece.id === next?.pieceId)
  return (
    <Page title={text.nav.music} above={<CourseSwitch course={course} name={name} to="/music/$course" />}>
      <Stack gap="lg">
        {archivedAt !== null && (
          <Notice tone="plain" icon={IconArchive}>
            {text.music.archived}
          </Notice>
        )}
        {pieces.length === 0 && (
          <EmptyState icon={IconMusicOff} title={text.music.emptyTitle}>
            {text.music.empty}
          </EmptyState>
        )}
        {pieces.length > 0 && archivedAt === null && (
          <NextUp course={course} assignment={next} piece={nextPiece?.piece.name ?? ''} today={today} />
        )}
        {pieces.map((piece) => (
          <PieceCard key={piece.piece.id} course={course} piece={piece} today={today} />
        ))}
      </Stack>
    </Page>
  )
}
