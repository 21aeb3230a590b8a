/** Every procedure as every kind of actor: who is let in, what everybody else hears, and that they change nothing. */
import { Readable } from 'node:stream'
import { auth, policy } from '@cpr/domain'
import {
  activityIds,
  createAdministrator,
  createCourse,
  createCurriculum,
  createPiece,
  createPlan,
  createTelephonePlan,
  createUser,
  enrollStudent,
  enrollStudents,
  eventsOf,
  now,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '@cpr/domain/testing'
import { TRPCError } from '@trpc/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { call, callerFor, type ProcedurePath, takenBack } from '../test/caller.ts'
import { appRouter, domainErrorOf } from './index.ts'

const kinds = [
  'anonymous',
  'outsider',
  'student',
  'other student',
  'teacher of another course',
  'teacher',
  'researcher',
  'administrator',
] as const
type Kind = (typeof kinds)[number]

const everybody = [...kinds]
const signedIn = kinds.filter((kind) => kind !== 'anonymous')
const members: Kind[] = ['student', 'other student', 'teacher']
const teaching: Kind[] = ['teacher', 'administrator']
const siteTeachers: Kind[] = ['teacher of another course', 'teacher', 'administrator']

/** Who gets in, about the course of `teacher` and the work of `student`. Written by hand, apart from the policy. */
const admitted: Record<ProcedurePath, Kind[]> = {
  'auth.signIn': everybody,
  'auth.signOut': signedIn,
  'auth.me': signedIn,
  'auth.sessions': signedIn,
  'auth.endSession': signedIn,
  'auth.changePassword': signedIn,
  'auth.requestReset': everybody,
  'auth.resetPassword': everybody,
  'users.create': ['administrator'],
  'users.setPassword': ['administrator'],
  'users.search': ['administrator'],
  'users.setActive': ['administrator'],
  'users.inviteTeachers': ['administrator'],
  'users.invitation': everybody,
  'users.acceptInvitation': everybody,
  'users.updateStudent': teaching,
  'users.resetStudentPassword': teaching,
  'courses.list': signedIn,
  'courses.waiting': signedIn,
  'courses.create': siteTeachers,
  'courses.get': [...members, 'administrator'],
  'courses.update': teaching,
  'courses.archive': teaching,
  'enrollments.mine': signedIn,
  'enrollments.get': ['student', ...teaching],
  'enrollments.enroll': teaching,
  'enrollments.changeInstrument': teaching,
  'enrollments.remove': teaching,
  'roster.list': teaching,
  'roster.preview': teaching,
  'roster.import': teaching,
  'instruments.list': signedIn,
  'instruments.get': signedIn,
  'music.pieces': signedIn,
  'music.piece': signedIn,
  'music.choices': signedIn,
  'music.createPiece': siteTeachers,
  'music.deletePiece': ['administrator'],
  'music.updatePiece': ['administrator'],
  'music.pieceUse': ['administrator'],
  'music.attachRecording': ['administrator'],
  'music.removeRecording': ['administrator'],
  'plans.ofCourse': teaching,
  'plans.all': siteTeachers,
  'plans.activities': siteTeachers,
  'plans.createPlan': siteTeachers,
  'plans.updatePlan': teaching,
  'plans.use': siteTeachers,
  'plans.curricula': teaching,
  'plans.createCurriculum': teaching,
  'plans.updateCurriculum': teaching,
  'assignments.assignPiece': teaching,
  'assignments.assignPlan': teaching,
  'assignments.assignCurriculum': teaching,
  'assignments.placeLateJoiners': teaching,
  'assignments.swapMembers': teaching,
  'assignments.unassign': teaching,
  'assignments.changeInstrument': [...members, 'administrator'],
  'assignments.setMyInstrument': members,
  'assignments.setOverride': teaching,
  'assignments.setDeadlines': teaching,
  'assignments.ofCourse': teaching,
  'assignments.groups': teaching,
  'assignments.preview': teaching,
  'assignments.list': [...members, 'administrator'],
  'assignments.mine': members,
  'assignments.ofStudent': teaching,
  'assignments.get': members,
  'assignments.activities': teaching,
  'submissions.create': members,
  'submissions.handIn': members,
  'submissions.mine': members,
  'submissions.get': ['student', ...teaching],
  'submissions.recent': teaching,
  'submissions.standings': teaching,
  'submissions.forGrading': teaching,
  'submissions.takes': teaching,
  'submissions.watch': teaching,
  'grades.grade': teaching,
  'grades.gradeSelf': ['student'],
  'grades.history': ['student', ...teaching],
  'grades.ofCourse': teaching,
  'grades.get': teaching,
  'grades.change': teaching,
  'grades.remove': teaching,
  'attachments.create': ['student'],
  'attachments.list': ['student', ...teaching],
  'configs.list': signedIn,
  'configs.get': signedIn,
  'configs.create': signedIn,
  'configs.update': ['student'],
  'configs.delete': ['student'],
  'configs.attach': ['student'],
  'progress.open': members,
  'progress.logEvent': members,
  'progress.logEvents': members,
  'progress.submitStep': members,
  'progress.saveResponse': members,
  'progress.saveAudioState': members,
  'progress.ofAssignment': teaching,
  'research.export': ['researcher', 'administrator'],
  'research.codebook': ['researcher', 'administrator'],
  'research.choices': ['researcher', 'administrator'],
  'research.submissionsOverTime': ['researcher', 'administrator'],
  'research.ratingsByActivity': ['researcher', 'administrator'],
  'research.teacherAndSelf': ['researcher', 'administrator'],
  'audit.list': ['administrator'],
  'removals.list': teaching,
  'removals.restore': teaching,
}

const everyPassword = 'the password of all'

/** What a WAV file begins with, and some silence. */
const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(100)])

const rosterFile = Buffer.from('Walked In,walked-in-by-file,long enough,7').toString('base64')

const dates = { startDate: '2026-08-20', endDate: '2026-12-18' }

const build = async (database: TestDatabase) => {
  const course = await createCourse(database, { canEditInstruments: true })
  const [student, otherStudent, idle] = await enrollStudents(database, course, 3)
  if (!student || !otherStudent || !idle) throw new Error('no students')
  const elsewhere = await createCourse(database)
  const plan = await createPlan(database, { createdById: course.teacher.id })
  const telephone = await createTelephonePlan(database)
  const idlePlan = await createPlan(database)
  await database.db.piece.update({ where: { id: idlePlan.piece.id }, data: { accompaniment: 'library/none.wav' } })
  const curriculum = await createCurriculum(database, course, [plan])
  const elsewhereCurriculum = await createCurriculum(database, elsewhere, [plan])
  const teacher = callerFor(database.db, course.teacher)
  for (const { id } of [plan, telephone, idlePlan])
    await teacher.assignments.assignPlan({ course: course.slug, planId: id })
  const { id: assignmentId } = await database.db.courseAssignment.findFirstOrThrow({
    where: { courseId: course.id, pieceId: plan.piece.id },
    orderBy: { id: 'asc' },
  })
  const submission = await callerFor(database.db, student).submissions.create({
    course: course.slug,
    courseAssignmentId: assignmentId,
    content: 'the work of student',
  })
  const graded = await teacher.grades.grade({ course: course.slug, submissionId: submission.id, rhythm: 4 })
  const [one, two] = await database.db.groupAssignment.findMany({
    where: { courseAssignment: { courseId: course.id } },
    select: { enrollmentId: true, courseAssignmentId: true },
    orderBy: { id: 'asc' },
    take: 2,
  })
  const gone = await enrollStudent(database, course)
  const { removal } = await teacher.enrollments.remove({ id: gone.enrollmentId })
  const unusedPiece = await createPiece(database)
  const known = await createUser(database, { passwordHash: await auth.hashPassword('known password') })
  const newcomer = await createUser(database)
  const people: Record<Kind, TestUser | null> = {
    anonymous: null,
    outsider: await createUser(database, { groups: ['STUDENT'] }),
    student,
    'other student': otherStudent,
    'teacher of another course': elsewhere.teacher,
    teacher: course.teacher,
    researcher: await createUser(database, { groups: ['RESEARCHER'] }),
    administrator: await createAdministrator(database),
  }
  const { slug } = course
  const onAssignment = { course: slug, courseAssignmentId: assignmentId }
  const siteConfig = await database.db.instrumentConfig.create({ data: { name: 'Site' } })
  const ownConfig = await database.db.instrumentConfig.create({ data: { name: 'Own', userId: student.id } })
  const soon = new Date('2099-01-01')
  await database.db.invitation.create({
    data: { email: 'invited@example.org', tokenHash: auth.hashToken('invitation token'), expiresAt: soon },
  })
  await database.db.user.update({ where: { id: known.id }, data: { email: 'known@example.org' } })
  await database.db.passwordReset.create({
    data: { userId: known.id, tokenHash: auth.hashToken('reset token'), expiresAt: soon },
  })
  await database.db.user.updateMany({
    where: { id: { in: Object.values(people).flatMap((person) => person?.id ?? []) } },
    data: { passwordHash: await auth.hashPassword(everyPassword) },
  })
  const administrator = callerFor(database.db, people.administrator)
  const deletedPiece = await administrator.music.deletePiece({ id: (await createPiece(database)).id })
  const deletedConfig = await administrator.configs.delete({
    id: (await database.db.instrumentConfig.create({ data: { name: 'Gone' } })).id,
  })
  const removalsOfTheSite = [deletedPiece, deletedConfig].map((deleted) => deleted.removal as number)
  const submissionId = submission.id
  const inputs: Record<ProcedurePath, unknown> = {
    'auth.signIn': { username: known.username, password: 'known password' },
    'auth.signOut': undefined,
    'auth.me': undefined,
    'auth.sessions': undefined,
    'auth.endSession': (kind: Kind) => ({ id: people[kind]?.actor.sessionId ?? 1 }),
    'auth.changePassword': { currentPassword: everyPassword, newPassword: 'long enough' },
    'auth.requestReset': { email: 'known@example.org' },
    'auth.resetPassword': { token: 'reset token', newPassword: 'long enough' },
    'users.create': { username: 'walked-in', password: 'long enough' },
    'users.setPassword': { username: known.username, password: 'long enough' },
    'users.search': { search: 'name' },
    'users.setActive': { username: known.username, active: false },
    'users.inviteTeachers': { addresses: 'new@example.org' },
    'users.invitation': { token: 'invitation token' },
    'users.acceptInvitation': {
      token: 'invitation token',
      username: 'invited',
      name: 'Invited',
      password: 'long enough',
    },
    'users.updateStudent': { username: student.username, grade: '7' },
    'users.resetStudentPassword': { enrollmentId: student.enrollmentId },
    'courses.list': {},
    'courses.waiting': undefined,
    'courses.create': { name: 'Walked In', ...dates },
    'courses.get': { course: slug },
    'courses.update': { course: slug, name: 'Changed' },
    'courses.archive': { course: slug },
    'enrollments.mine': undefined,
    'enrollments.get': { id: student.enrollmentId },
    'enrollments.enroll': { course: slug, user: { id: newcomer.id } },
    'enrollments.changeInstrument': { id: student.enrollmentId, instrumentId: 1 },
    'enrollments.remove': { id: idle.enrollmentId },
    'roster.list': { course: slug },
    'roster.preview': { course: slug, file: rosterFile },
    'roster.import': { course: slug, file: rosterFile },
    'instruments.list': undefined,
    'instruments.get': { id: 1 },
    'music.pieces': {},
    'music.piece': { id: plan.piece.id },
    'music.deletePiece': { id: unusedPiece.id },
    'music.choices': undefined,
    'music.updatePiece': { id: plan.piece.id, name: 'Changed' },
    'music.pieceUse': { id: plan.piece.id },
    'music.attachRecording': () => ({
      place: { pieceId: plan.piece.id },
      filename: 'take.wav',
      body: Readable.from([wav]),
    }),
    'music.removeRecording': { place: { pieceId: idlePlan.piece.id } },
    'music.createPiece': { name: 'Walked In', ensembleType: 'Band', parts: [] },
    'plans.ofCourse': { course: slug },
    'plans.all': undefined,
    'plans.activities': undefined,
    'plans.createPlan': {
      name: 'Walked In',
      pieceId: plan.piece.id,
      activityIds: await activityIds(database, ['Melody']),
    },
    'plans.updatePlan': { id: plan.id, name: 'Changed' },
    'plans.use': { id: plan.id },
    'plans.curricula': { course: slug },
    'plans.createCurriculum': { course: slug, name: 'Walked In', planIds: [plan.id] },
    'plans.updateCurriculum': { id: curriculum.id, name: 'Changed' },
    'assignments.assignPiece': { course: slug, pieceId: plan.piece.id },
    'assignments.assignPlan': { course: slug, planId: plan.id },
    'assignments.assignCurriculum': { course: slug, curriculumId: curriculum.id },
    'assignments.placeLateJoiners': { course: slug },
    'assignments.swapMembers': { course: slug, first: one, second: two },
    'assignments.unassign': { course: slug, pieceId: idlePlan.piece.id },
    'assignments.changeInstrument': { course: slug, pieceId: plan.piece.id, instrumentId: 1 },
    'assignments.setMyInstrument': { course: slug, pieceId: plan.piece.id, instrumentId: 1 },
    'assignments.setOverride': {
      course: slug,
      courseAssignmentId: assignmentId,
      enrollmentId: student.enrollmentId,
      deadline: '2026-05-01',
    },
    'assignments.setDeadlines': {
      course: slug,
      deadlines: [{ courseAssignmentId: assignmentId, deadline: '2026-05-01' }],
    },
    'assignments.ofCourse': { course: slug },
    'assignments.groups': { course: slug },
    'assignments.preview': { course: slug, source: { planId: plan.id } },
    'assignments.list': { course: slug },
    'assignments.mine': { course: slug },
    'assignments.ofStudent': { course: slug, enrollmentId: student.enrollmentId },
    'assignments.get': { course: slug, id: assignmentId },
    'assignments.activities': { course: slug },
    'submissions.create': { course: slug, courseAssignmentId: assignmentId, content: 'walked in' },
    'submissions.handIn': () => ({ ...onAssignment, filename: 'take.wav', body: Readable.from([wav]) }),
    'submissions.mine': { course: slug, courseAssignmentId: assignmentId },
    'submissions.get': { course: slug, id: submissionId },
    'submissions.recent': { course: slug, pieceSlug: plan.piece.slug, activityType: 'Melody' },
    'submissions.standings': { course: slug },
    'submissions.forGrading': { course: slug, id: submissionId },
    'submissions.takes': { course: slug, enrollmentId: student.enrollmentId },
    'submissions.watch': { course: slug },
    'grades.grade': { course: slug, submissionId, rhythm: 4 },
    'grades.gradeSelf': { course: slug, submissionId, rhythm: 4 },
    'grades.history': { course: slug, submissionId },
    'grades.ofCourse': { course: slug },
    'grades.get': { course: slug, id: graded.id },
    'grades.change': { course: slug, id: graded.id, tone: 3 },
    'grades.remove': { course: slug, id: graded.id },
    'attachments.create': () => ({ course: slug, submissionId, filename: 'take.wav', body: Readable.from([wav]) }),
    'attachments.list': { course: slug, id: submissionId },
    'configs.list': undefined,
    'configs.get': { id: siteConfig.id },
    'configs.create': { name: 'Walked In' },
    'configs.update': { id: ownConfig.id, name: 'Changed' },
    'configs.delete': { id: ownConfig.id },
    'configs.attach': () => ({ id: ownConfig.id, filename: 'take.wav', body: Readable.from([wav]) }),
    'progress.open': onAssignment,
    'progress.logEvent': { ...onAssignment, operation: 'play', step: 1 },
    'progress.logEvents': {
      ...onAssignment,
      events: [{ key: '0b5b4a0e-6a49-4c0b-9d62-0d0f4c2b7a11', operation: 'play', step: 1, ago: 0 }],
    },
    'progress.submitStep': { ...onAssignment, step: 1 },
    'progress.saveResponse': { ...onAssignment, questionId: 'q1', response: 'yes' },
    'progress.saveAudioState': { ...onAssignment, metadata: {} },
    'progress.ofAssignment': onAssignment,
    'research.export': {},
    'research.codebook': undefined,
    'research.choices': undefined,
    'research.submissionsOverTime': {},
    'research.ratingsByActivity': {},
    'research.teacherAndSelf': {},
    'audit.list': {},
    'removals.list': { course: slug },
    'removals.restore': { id: removal },
  }
  return { people, inputs, removalsOfTheSite, slug, elsewhere, curriculum, elsewhereCurriculum }
}

let database: TestDatabase
let world: Awaited<ReturnType<typeof build>>

/** A fingerprint of every row of every table. */
const fingerprint = async (): Promise<string> => {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  )
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name, md5(string_agg(t::text, ';' ORDER BY t::text)) AS rows FROM ${name} t`,
  )
  return JSON.stringify((await database.pool.query(each.join(' UNION ALL '))).rows)
}

/** What these do is the work of the account that they are about, whoever asks. */
const inTheNameOfTheAccount: ProcedurePath[] = ['auth.signIn', 'auth.resetPassword', 'users.acceptInvitation']

/**
 * A mutation leaves a trace, but for the row that is made at the first look, when nobody did anything yet, and for a dry
 * run; a query leaves none, but for the one that hands out everybody's work.
 */
const leavesTrace = (path: ProcedurePath): boolean =>
  path === 'research.export' ||
  (procedures[path]._def.type === 'mutation' && path !== 'progress.open' && path !== 'roster.preview')

/** The input of a procedure as this kind of actor gives it; what is used up by a call is made for each. */
const inputFor = (path: ProcedurePath, kind: Kind): unknown => {
  const input = world.inputs[path]
  return typeof input === 'function' ? input(kind) : input
}

const procedures = appRouter._def.procedures as unknown as Record<ProcedurePath, { _def: { type: string } }>

const paths = Object.keys(admitted) as ProcedurePath[]

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  world = await build(database)
})

/** Whether a stream says something, and ends when it is told to. */
const begun = async (stream: unknown, ended: AbortController): Promise<boolean> => {
  const items = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]()
  const first = await items.next()
  ended.abort()
  const last = await items.next()
  return first.done === false && last.done === true
}

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof TRPCError ? domainErrorOf(error)?.code : error
}

it('walks every procedure there is, and every procedure is in the policy', () => {
  const names = Object.keys(procedures).sort()
  expect([...paths].sort()).toEqual(names)
  expect(Object.keys(policy)).toEqual(expect.arrayContaining(names))
})

describe.each(paths)('%s', (path) => {
  it.each(admitted[path])('lets in: %s', async (kind) => {
    const ended = new AbortController()
    const options = { services: { events: eventsOf(database) }, signal: ended.signal }
    const caller = (db: TestDatabase['db']) => callerFor(db, world.people[kind], options)
    const before = await database.db.auditEntry.count({ where: { action: path, at: now } })
    await takenBack(database, async (db) => {
      const answer = await call(caller(db), path, inputFor(path, kind))
      if (procedures[path]._def.type === 'subscription') expect(await begun(answer, ended)).toBe(true)
      const written = await db.auditEntry.findMany({ where: { action: path, at: now } })
      expect(written.length > before, 'who wrote leaves an entry in the audit trail').toBe(leavesTrace(path))
      for (const { actorKind, actorId } of written.slice(before))
        if (!inTheNameOfTheAccount.includes(path))
          expect([actorKind, actorId]).toEqual(kind === 'anonymous' ? [kind, null] : ['user', world.people[kind]?.id])
    })
  })

  it.each(kinds.filter((kind) => !admitted[path].includes(kind)))('keeps out, unchanged: %s', async (kind) => {
    const before = await fingerprint()
    const code = await refused(call(callerFor(database.db, world.people[kind]), path, inputFor(path, kind)))
    expect(code).toBe(kind === 'anonymous' ? 'unauthenticated' : policy[path].others)
    expect(await fingerprint()).toBe(before)
  })
})

describe('a teacher of another course, in the name of the own course', () => {
  const scoped: ProcedurePath[] = [
    'assignments.assignCurriculum',
    'assignments.changeInstrument',
    'assignments.get',
    'assignments.ofStudent',
    'assignments.setDeadlines',
    'assignments.setOverride',
    'assignments.swapMembers',
    'grades.grade',
    'grades.gradeSelf',
    'grades.history',
    'grades.get',
    'grades.change',
    'grades.remove',
    'submissions.create',
    'submissions.forGrading',
    'submissions.get',
    'submissions.mine',
    'submissions.takes',
  ]

  it.each(scoped)('reaches nothing of this one through its ids: %s', async (path) => {
    const before = await fingerprint()
    const input = { ...(world.inputs[path] as object), course: world.elsewhere.slug }
    const work = call(callerFor(database.db, world.elsewhere.teacher), path, input)
    expect(await refused(work)).toBe('not-found')
    expect(await fingerprint()).toBe(before)
  })

  it('finds no submission of this one among the latest', async () => {
    const input = { ...(world.inputs['submissions.recent'] as object), course: world.elsewhere.slug }
    expect(await call(callerFor(database.db, world.elsewhere.teacher), 'submissions.recent', input)).toEqual([])
  })
})

describe('what was removed from no course', () => {
  it.each(kinds.filter((kind) => kind !== 'administrator'))('is neither told to nor restored by: %s', async (kind) => {
    const before = await fingerprint()
    const { removals } = callerFor(database.db, world.people[kind])
    const denied = (others: string): string => (kind === 'anonymous' ? 'unauthenticated' : others)
    expect(await refused(removals.list({}))).toBe(denied('forbidden'))
    for (const id of world.removalsOfTheSite) expect(await refused(removals.restore({ id }))).toBe(denied('not-found'))
    expect(await fingerprint()).toBe(before)
  })

  it('is told to and restored by administrators', async () => {
    const caller = (db: TestDatabase['db']) => callerFor(db, world.people.administrator)
    const { removals } = await caller(database.db).removals.list({})
    expect(removals.map(({ id }) => id)).toEqual(expect.arrayContaining(world.removalsOfTheSite))
    for (const id of world.removalsOfTheSite)
      await takenBack(database, async (db) => {
        expect(await caller(db).removals.restore({ id })).toMatchObject({ id })
      })
  })
})

it('lets nobody in with a token that is made up', async () => {
  for (const path of paths.filter((name) => admitted[name] !== everybody))
    expect(await refused(call(callerFor(database.db, { token: 'made up' }), path, inputFor(path, 'outsider')))).toBe(
      'unauthenticated',
    )
})
