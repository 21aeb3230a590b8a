/**
 * What can go wrong, without a transport: tRPC and REST each map these codes once.
 * - `unauthenticated`: nobody is signed in, and this needs somebody
 * - `bad-credentials`: name or password are wrong, or the account is closed; which of them is not said
 * - `forbidden`: signed in, but not allowed
 * - `not-found`: there is no such thing, or none that this actor may know of
 * - `invalid`: the input cannot be meant; `details.field` says where
 * - `conflict`: the input is fine, the state of things is against it
 * - `instrument-missing`: students without any instrument stop an assignment; `details.students` names them
 * - `too-few-students`: fewer students than activities in a telephone plan
 * - `work-handed-in`: refused, because student work would be lost
 * - `too-large`: a file past the limit
 * - `storage-full`: there is no room for a file; nothing of it is kept
 * - `too-many-tries`: wait before you try again
 * - `too-many-streams`: as many are open for this person as there may be; `details.limit` says how many
 * - `unavailable`: the database is out of reach for the moment
 */
export type ErrorDetails = {
  unauthenticated: undefined
  'bad-credentials': undefined
  forbidden: undefined
  'not-found': { entity: Entity }
  invalid: { field: string }
  conflict: undefined
  'instrument-missing': { students: StudentName[] }
  'too-few-students': { students: number; activities: number }
  'work-handed-in': { submissions: number }
  'too-large': { maxBytes: number }
  'storage-full': undefined
  'too-many-tries': { retryAfterSeconds: number }
  'too-many-streams': { limit: number }
  unavailable: undefined
}

export type ErrorCode = keyof ErrorDetails

export type StudentName = { enrollmentId: number; username: string; name: string }

export type Entity =
  | 'Activity'
  | 'Course'
  | 'CourseAssignment'
  | 'Curriculum'
  | 'Enrollment'
  | 'Grade'
  | 'GroupAssignment'
  | 'Instrument'
  | 'InstrumentConfig'
  | 'Invitation'
  | 'PasswordReset'
  | 'Session'
  | 'Part'
  | 'Piece'
  | 'PiecePlan'
  | 'Removal'
  | 'Submission'
  | 'User'

export class DomainError<C extends ErrorCode = ErrorCode> extends Error {
  override name = 'DomainError'
  readonly code: C
  readonly details: ErrorDetails[C]

  constructor(code: C, message: string, ...[details]: ErrorDetails[C] extends undefined ? [] : [ErrorDetails[C]]) {
    super(message)
    this.code = code
    this.details = details as ErrorDetails[C]
  }
}

const entityNames: Record<Entity, string> = {
  Activity: 'activity',
  Course: 'course',
  CourseAssignment: 'assignment in this course',
  Curriculum: 'curriculum',
  Enrollment: 'enrollment',
  Grade: 'grade',
  GroupAssignment: 'place in a group',
  Instrument: 'instrument',
  InstrumentConfig: 'instrument configuration',
  Invitation: 'invitation, or it has expired',
  PasswordReset: 'password reset, or it has expired',
  Session: 'session',
  Part: 'part of this piece',
  Piece: 'piece',
  PiecePlan: 'piece plan',
  Removal: 'removal',
  Submission: 'submission',
  User: 'user',
}

export const notFound = (entity: Entity): DomainError<'not-found'> =>
  new DomainError('not-found', `There is no such ${entityNames[entity]}.`, { entity })

export const invalid = (field: string, message: string): DomainError<'invalid'> =>
  new DomainError('invalid', message, { field })

export const conflict = (message: string): DomainError<'conflict'> => new DomainError('conflict', message)
