import { Prisma } from '@cpr/db'

/** What verbs tell, by topic. A new topic is a line here; whoever wants to hear of it subscribes to it. */
export type EventsByTopic = {
  [work: `course:${number}:work`]: WorkEvent
  library: LibraryEvent
}

export type Topic = keyof EventsByTopic

/**
 * Work of a course: `handed-in` (or a file was added to it), `graded` (by a teacher; given, changed, taken away or brought back), `rated` (by
 * whoever made it). What is new is for whoever hears it to read: rules and permissions hold there.
 */
export type WorkEvent = { kind: 'handed-in' | 'graded' | 'rated'; submissionId: number }

/** Some row of the library was written: pieces, plans, instruments, activities. Triggers tell it, whoever writes. */
export type LibraryEvent = { kind: 'changed' }

/** Something may have been told that was not heard: what is shown is to be read again. */
export type Behind = { kind: 'behind' }

export const workOf = (courseId: number): `course:${number}:work` => `course:${courseId}:work`

/** The same where the statement itself knows the course. */
export const workOfSql = (courseId: Prisma.Sql): Prisma.Sql => Prisma.sql`'course:' || ${courseId} || ':work'`
