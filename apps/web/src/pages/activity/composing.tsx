import { Text } from '@mantine/core'
import { useRouteContext } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { notationFor } from '../../music/part-for.ts'
import { TakeDesk } from '../../recording/take-desk.tsx'
import { text } from '../../text/index.ts'
import type { FullAssignment } from './assignment.ts'

const Composer = lazy(() => import('../../composing/composer.tsx'))

/** A composition in the step editor, at the written pitch of the own instrument; handed in as a MusicXML file. */
export const Composing = ({ course, assignment }: { course: string; assignment: FullAssignment }) => {
  const { me } = useRouteContext({ from: '/signed-in' })
  const { part, instrument } = assignment
  const like = (part && instrument && notationFor(part, instrument)) ?? ''
  return (
    <TakeDesk course={course} assignmentId={assignment.id}>
      {(keep) => (
        <Suspense fallback={<Text c="dimmed">{text.common.loading}</Text>}>
          <Composer
            userId={me.id}
            assignmentId={assignment.id}
            like={like}
            onDone={(recording) => keep({ recording, filename: 'composition.musicxml', seconds: 0 })}
          />
        </Suspense>
      )}
    </TakeDesk>
  )
}
