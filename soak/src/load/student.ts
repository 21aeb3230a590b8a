/** What a student does: looks at what there is to do, practises, records, writes. */
import { randomUUID } from 'node:crypto'
import { type Pace, think, untilOver } from './pace.ts'
import type { Person } from './person.ts'

export type Student = {
  username: string
  password: string
  course: string
  /** What is recorded, and what is written. */
  toRecord: number[]
  toWrite: number[]
  /** The activity in steps. */
  toStudy: number
}

/** Logged each second from when the study is opened, as somebody does who listens and answers its questions. */
const eventMs = 1000

const practise = (person: Person, { course, toStudy }: Student, { random, over }: Pace): void => {
  const step = random.whole(1, 4)
  const timer = setInterval(() => {
    const events = [{ key: randomUUID(), operation: 'audio_played', step, data: { seconds: 1 }, ago: 0 }]
    person.mutate('progress.logEvents', { course, courseAssignmentId: toStudy, events }).catch(() => {})
  }, eventMs)
  over.addEventListener('abort', () => clearInterval(timer), { once: true })
}

/**
 * Signs in, opens the study and logs what is done there, each second until it is over. Beside that, in turn: lists (read for
 * 3 to 6 s), opens what is to be written, writes (15 to 25 s), hands in, looks at that (3 to 6 s), opens what is to be
 * recorded, practises (30 to 50 s), hands a recording in and hears it (8 to 15 s). That is a recording in about a minute
 * and a half.
 */
export const playStudent = async (
  person: Person,
  student: Student,
  recording: Buffer,
  pace: Pace,
  afterMs: number,
): Promise<void> => {
  const { username, password, course, toRecord, toWrite, toStudy } = student
  const { random, over } = pace
  await think({ ...pace, scale: 1 }, afterMs / 1000, afterMs / 1000)
  if (over.aborted) return
  try {
    await person.signIn(username, password)
    await person.query('assignments.get', { course, id: toStudy })
  } catch {
    // It is in the tally, and nothing else can be done without.
    return
  }
  practise(person, student, pace)
  const thinking = (from: number, to: number) => think(pace, from, to)
  await untilOver(pace, async () => {
    await person.query('assignments.mine', { course })
    await thinking(3, 6)
    if (over.aborted) return
    const id = random.oneOf(toWrite)
    await person.query('assignments.get', { course, id })
    await thinking(15, 25)
    if (over.aborted) return
    const content = `I played it ${random.whole(1, 20)} times. `.repeat(random.whole(1, 20))
    await person.mutate('submissions.create', { course, courseAssignmentId: id, content })
    await thinking(3, 6)
    if (over.aborted) return
    const courseAssignmentId = random.oneOf(toRecord)
    await person.query('assignments.get', { course, id: courseAssignmentId })
    await thinking(30, 50)
    if (over.aborted) return
    await person.listen(await person.upload({ course, courseAssignmentId }, recording))
    await thinking(8, 15)
  })
}
