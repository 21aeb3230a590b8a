import { notationFor } from '../../music/part-for.ts'
import { filenameOf } from '../../recording/recorder.ts'
import { Studio } from '../../recording/studio.tsx'
import { TakeDesk } from '../../recording/take-desk.tsx'
import type { FullAssignment } from './assignment.ts'

/** Record takes, listen, choose one, hand it in. */
export const Recording = ({ course, assignment }: { course: string; assignment: FullAssignment }) => {
  const { id, part, instrument } = assignment
  return (
    <TakeDesk course={course} assignmentId={id}>
      {(keep) => (
        <Studio
          notation={part && instrument ? notationFor(part, instrument) : null}
          onRecorded={(recorded) => keep({ ...recorded, filename: filenameOf(recorded.recording.type) })}
        />
      )}
    </TakeDesk>
  )
}
