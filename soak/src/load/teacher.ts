/** What a teacher does: looks at what came in, hears it, grades it. */
import { type Pace, think, untilOver } from './pace.ts'
import type { Person } from './person.ts'

export type Teacher = {
  username: string
  password: string
  course: string
  /** What students record and write. */
  work: { pieceSlug: string; activityType: string }[]
}

type Submission = {
  id: number
  enrollmentId: number
  courseAssignmentId: number
  grade: object | null
  attachments: { url: string; sizeBytes: number }[]
}

/** Of one activity, as many are graded before the list is looked at anew. */
const inARow = 5

/**
 * In turn: lists the latest work of an activity (looked at for 2 to 4 s), then opens up to five of them, those without a
 * grade first: hears the recording where there is one (5 to 10 s), grades it (1 to 2 s until the next).
 */
export const playTeacher = async (
  person: Person,
  { username, password, course, work }: Teacher,
  recordingBytes: number,
  pace: Pace,
): Promise<void> => {
  const { random, over } = pace
  try {
    await person.signIn(username, password)
  } catch {
    return
  }
  const mark = (): number => random.whole(4, 20) / 4
  const gradeOne = async ({ id, enrollmentId, courseAssignmentId, attachments }: Submission): Promise<void> => {
    await person.query('submissions.takes', { course, enrollmentId, courseAssignmentId })
    // Other recordings of the district have a row and no file.
    const recording = attachments.find(({ sizeBytes }) => sizeBytes === recordingBytes)
    if (recording) await person.listen(recording.url)
    await think(pace, 5, 10)
    if (over.aborted) return
    const marks = { rhythm: mark(), tone: mark(), expression: mark() }
    await person.mutate('grades.grade', { course, submissionId: id, ...marks })
    await think(pace, 1, 2)
  }
  await untilOver(pace, async () => {
    const recent = await person.query<Submission[]>('submissions.recent', { course, ...random.oneOf(work) })
    await think(pace, 2, 4)
    const waiting = recent.toSorted((a, b) => Number(a.grade !== null) - Number(b.grade !== null))
    for (const submission of waiting.slice(0, inARow)) if (!over.aborted) await gradeOne(submission)
  })
}
