import type { EnrollmentRole } from '@cpr/db'
import type { Actor, Ctx, SignedInActor } from './context.ts'
import { DomainError, type Entity, notFound } from './errors.ts'

/**
 * How an actor stands to what is asked about. Somebody stands in several ways at once: a teacher of one course is signed
 * in, a site teacher, and an outsider to another course.
 */
type Standing =
  /** Whoever asks, signed in or not. */
  | 'anyone'
  | 'signed in'
  /** In the group of teachers, whatever courses. */
  | 'site teacher'
  /** In the group of researchers. */
  | 'researcher'
  | 'administrator'
  /** Enrolled in the course as a student, or as a teacher. */
  | 'course student'
  | 'course teacher'
  /** The row is the actor's own work, plan, account. */
  | 'owner'
  /** A script on the server. */
  | 'system'

type Rule = {
  allow: readonly Standing[]
  /** What everybody else hears: `forbidden`, or `not-found` where they are to learn nothing of the thing. */
  others: 'forbidden' | 'not-found'
}

const anyone: Rule = { allow: ['anyone'], others: 'forbidden' }
const scripts: Rule = { allow: ['system'], others: 'forbidden' }
const signedIn: Rule = { allow: ['signed in'], others: 'forbidden' }
const library: Rule = { allow: ['signed in', 'system'], others: 'forbidden' }
const administrators: Rule = { allow: ['administrator', 'system'], others: 'forbidden' }
const researchers: Rule = { allow: ['researcher', 'administrator', 'system'], others: 'forbidden' }
const teachers: Rule = { allow: ['site teacher', 'administrator', 'system'], others: 'forbidden' }
const planOwners: Rule = { allow: ['owner', 'administrator', 'system'], others: 'forbidden' }
const courseMembers: Rule = {
  allow: ['course student', 'course teacher', 'administrator', 'system'],
  others: 'not-found',
}
const enrolled: Rule = { allow: ['course student', 'course teacher'], others: 'not-found' }
const courseTeachers: Rule = { allow: ['course teacher', 'administrator', 'system'], others: 'forbidden' }
const courseTeachersHidden: Rule = { ...courseTeachers, others: 'not-found' }
const ownWork: Rule = { allow: ['owner'], others: 'not-found' }
const ownerOrTeacher: Rule = { allow: ['owner', 'course teacher', 'administrator'], others: 'not-found' }

/**
 * Who may do what. The names are those of the tRPC procedures; what is not in this table, nobody may.
 */
export const policy = {
  'auth.signIn': anyone,
  'auth.signOut': signedIn,
  'auth.me': signedIn,
  'auth.sessions': signedIn,
  'auth.endSession': signedIn,
  'auth.changePassword': signedIn,
  'auth.requestReset': anyone,
  'auth.resetPassword': anyone,

  'users.create': administrators,
  'users.setPassword': administrators,
  'users.search': administrators,
  'users.setActive': administrators,
  'users.inviteTeachers': administrators,
  'users.invitation': anyone,
  'users.acceptInvitation': anyone,
  'users.updateStudent': courseTeachersHidden,
  'users.resetStudentPassword': courseTeachersHidden,

  'courses.list': { allow: ['signed in', 'system'], others: 'forbidden' },
  'courses.waiting': { allow: ['signed in', 'system'], others: 'forbidden' },
  'courses.create': teachers,
  'courses.get': courseMembers,
  'courses.update': courseTeachers,
  'courses.archive': courseTeachers,

  'enrollments.mine': signedIn,
  'enrollments.get': ownerOrTeacher,
  'enrollments.enroll': courseTeachers,
  'enrollments.changeInstrument': courseTeachersHidden,
  'enrollments.remove': courseTeachersHidden,
  'roster.list': courseTeachers,
  'roster.preview': courseTeachers,
  'roster.import': courseTeachers,

  'instruments.list': library,
  'instruments.get': library,
  'music.pieces': library,
  'music.piece': library,
  'music.choices': library,
  'music.createPiece': teachers,
  // Pieces belong to nobody: what one teacher changes in them, the courses of all others would see.
  'music.updatePiece': administrators,
  'music.deletePiece': administrators,
  'music.pieceUse': administrators,
  'music.attachRecording': administrators,
  'music.removeRecording': administrators,

  'plans.ofCourse': courseTeachers,
  'plans.all': teachers,
  'plans.activities': teachers,
  'plans.createPlan': teachers,
  'plans.updatePlan': planOwners,
  'plans.use': teachers,
  'plans.curricula': courseTeachers,
  'plans.createCurriculum': courseTeachers,
  'plans.updateCurriculum': courseTeachersHidden,

  'assignments.assignPiece': courseTeachers,
  'assignments.assignPlan': courseTeachers,
  'assignments.assignCurriculum': courseTeachers,
  'assignments.placeLateJoiners': courseTeachers,
  'assignments.swapMembers': courseTeachers,
  'assignments.unassign': courseTeachers,
  // Members too, where the course allows it; the verb asks the course.
  'assignments.changeInstrument': { ...courseMembers, others: 'forbidden' },
  'assignments.setMyInstrument': { ...enrolled, others: 'forbidden' },
  'assignments.setOverride': courseTeachers,
  'assignments.setDeadlines': courseTeachers,
  'assignments.ofCourse': courseTeachersHidden,
  'assignments.groups': courseTeachers,
  'assignments.preview': courseTeachers,
  'assignments.list': courseMembers,
  'assignments.mine': enrolled,
  'assignments.ofStudent': courseTeachers,
  'assignments.get': enrolled,
  'assignments.activities': courseTeachers,

  'submissions.create': enrolled,
  'submissions.handIn': enrolled,
  'submissions.mine': enrolled,
  'submissions.get': ownerOrTeacher,
  'submissions.recent': courseTeachers,
  'submissions.standings': courseTeachers,
  'submissions.forGrading': courseTeachers,
  'submissions.takes': courseTeachers,
  'submissions.watch': courseTeachers,

  'grades.grade': courseTeachers,
  'grades.gradeSelf': ownWork,
  'grades.history': ownerOrTeacher,
  'grades.ofCourse': courseTeachers,
  'grades.get': courseTeachers,
  'grades.change': courseTeachers,
  'grades.remove': courseTeachers,

  'attachments.create': ownWork,
  'attachments.list': ownerOrTeacher,

  'configs.list': library,
  'configs.get': library,
  'configs.create': signedIn,
  // Of the own ones; of the site's, which everybody sees, administrators alone.
  'configs.update': ownWork,
  'configs.delete': ownWork,
  'configs.attach': ownWork,
  'configs.changeSite': administrators,

  'progress.open': enrolled,
  'progress.logEvent': enrolled,
  'progress.logEvents': enrolled,
  'progress.submitStep': enrolled,
  'progress.saveResponse': enrolled,
  'progress.saveAudioState': enrolled,
  'progress.ofAssignment': courseTeachers,

  'research.export': researchers,
  'research.codebook': researchers,
  'research.choices': researchers,
  'research.submissionsOverTime': researchers,
  'research.ratingsByActivity': researchers,
  'research.teacherAndSelf': researchers,

  'audit.list': administrators,

  'removals.list': courseTeachers,
  // Not a procedure: what is asked where no course is named.
  'removals.listAll': administrators,
  'removals.restore': { allow: ['owner', 'course teacher', 'administrator', 'system'], others: 'not-found' },

  // Not a procedure: what opens a file is its signed address.
  'media.open': anyone,

  // Not procedures: the command line and the server itself.
  'demo.seedLibrary': scripts,
  'demo.seedDemo': scripts,
  'transfer.importDjango': scripts,
  'backup.write': scripts,
  'backup.restore': scripts,
  'media.check': scripts,
  'privacy.export': scripts,
  'privacy.erase': scripts,
  'privacy.applyRetention': scripts,
  'removals.purge': scripts,
} as const satisfies Record<string, Rule>

export type Action = keyof typeof policy

/** What a standing can depend on beside the actor: the actor's role in the course, and whose row it is. */
export type Subject = { role?: EnrollmentRole | null; ownerId?: number | null; entity?: Entity }

const standings = (actor: Actor, { role, ownerId }: Subject): Standing[] => {
  if (actor.kind === 'anonymous') return ['anyone']
  if (actor.kind === 'system') return ['anyone', 'system']
  return [
    'anyone',
    'signed in',
    ...(actor.groups.includes('TEACHER') ? (['site teacher'] as const) : []),
    ...(actor.groups.includes('RESEARCHER') ? (['researcher'] as const) : []),
    ...(actor.isSuperuser ? (['administrator'] as const) : []),
    ...(role === 'STUDENT' ? (['course student'] as const) : []),
    ...(role === 'TEACHER' ? (['course teacher'] as const) : []),
    ...(ownerId === actor.id ? (['owner'] as const) : []),
  ]
}

/** The roles in a course with which the actor may do it: for statements that decide and write in one. */
export const rolesThatMay = ({ actor }: Ctx, action: Action): EnrollmentRole[] => {
  const rule: Rule = policy[action]
  const roles: EnrollmentRole[] = ['STUDENT', 'TEACHER']
  return roles.filter((role) => standings(actor, { role }).some((standing) => rule.allow.includes(standing)))
}

const unauthenticated = () => new DomainError('unauthenticated', 'Sign in first.')

/**
 * Lets the actor pass, or throws.
 * @throws {DomainError} `unauthenticated`, `forbidden`, or `not-found` (of `subject.entity`, a course unless told)
 */
export const authorize = ({ actor }: Ctx, action: Action, subject: Subject = {}): void => {
  const rule: Rule = policy[action]
  if (standings(actor, subject).some((standing) => rule.allow.includes(standing))) return
  if (actor.kind === 'anonymous') throw unauthenticated()
  if (rule.others === 'not-found') throw notFound(subject.entity ?? 'Course')
  throw new DomainError('forbidden', 'You may not do this.')
}

/**
 * The signed-in person who asks, for verbs that are about a person.
 * @throws {DomainError} `unauthenticated`
 */
export const signedInActor = ({ actor }: Ctx): SignedInActor => {
  if (actor.kind !== 'user') throw unauthenticated()
  return actor
}
