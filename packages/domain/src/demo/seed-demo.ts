import { curricula } from '@cpr/db/seed'
import { assignPlan } from '../assignments/index.ts'
import { hashPassword } from '../auth/index.ts'
import { type Actor, type Ctx, withTransaction } from '../context.ts'
import { createCourse } from '../courses/index.ts'
import { createCurriculum } from '../plans/index.ts'
import { authorize } from '../policy.ts'
import { createSubmission, grade, gradeSelf } from '../submissions/index.ts'
import { newPassword } from '../users/index.ts'
import { students, teacher, work } from './cast.ts'
import { seedLibrary } from './seed-library.ts'

/** Somebody of the demo, with the password that is shown this once. */
export type SignIn = { username: string; password: string; who: string }

type Options = { onProgress?: (message: string) => void }

/**
 * Fills an empty database with the library and a course that is being taught: a teacher, an administrator, twelve
 * students, pieces assigned, work handed in and graded. All of it or nothing.
 * @returns who can sign in; the passwords are random and kept nowhere
 * @throws {DomainError} `conflict` where the database is not empty
 */
export const seedDemo = async (ctx: Ctx, { onProgress = () => {} }: Options = {}): Promise<SignIn[]> => {
  authorize(ctx, 'demo.seedDemo')
  const people = [
    { username: 'admin', name: 'Alex Admin', who: 'administrator', groups: [], isSuperuser: true, instrument: null },
    { ...teacher, who: 'teacher of Demo Band', groups: ['TEACHER' as const], isSuperuser: false },
    ...students.map((student) => ({
      ...student,
      who: `student, ${student.instrument}`,
      groups: ['STUDENT' as const],
      isSuperuser: false,
    })),
  ].map((person) => ({ ...person, password: newPassword(ctx.random) }))
  const hashes = await Promise.all(people.map(({ password }) => hashPassword(password)))

  await withTransaction(ctx, async (tx) => {
    onProgress('instruments, activities and the tunes with their notation')
    await seedLibrary(tx)

    onProgress('a teacher, an administrator and twelve students')
    const instruments = await tx.db.instrument.findMany({ select: { id: true, name: true } })
    const instrumentId = new Map(instruments.map(({ id, name }) => [name, id]))
    const created = await tx.db.user.createManyAndReturn({
      data: people.map(({ username, name, groups, isSuperuser, instrument }, index) => ({
        username,
        name,
        groups,
        isSuperuser,
        passwordHash: hashes[index] as string,
        instrumentId: instrument === null ? null : (instrumentId.get(instrument) ?? null),
        joinedAt: tx.clock.now(),
      })),
      select: { id: true, username: true },
    })
    const actors = new Map(created.map(({ id, username }) => [username, actorFor(id, username)]))
    const as = (username: string): Ctx => ({ ...tx, actor: actors.get(username) as Actor })

    onProgress('a course with pieces assigned, work handed in and graded')
    await teachDemoCourse(as, created)
  })
  return people.map(({ username, password, who }) => ({ username, password, who }))
}

const actorFor = (id: number, username: string): Actor => ({
  kind: 'user',
  id,
  sessionId: 0,
  username,
  name: username,
  email: '',
  grade: '',
  externalId: '',
  instrumentId: null,
  groups: username === teacher.username ? ['TEACHER'] : [],
  isSuperuser: false,
})

/** The course as its people would have made it, through the verbs that they use. */
const teachDemoCourse = async (as: (username: string) => Ctx, people: { id: number; username: string }[]) => {
  const asTeacher = as(teacher.username)
  const year = asTeacher.clock.now().getFullYear()
  const { id: courseId, slug: course } = await createCourse(asTeacher, {
    name: 'Demo Band',
    startDate: `${year}-01-01`,
    endDate: `${year + 1}-12-31`,
    canEditInstruments: true,
  })
  const usernames = new Set(students.map(({ username }) => username))
  await asTeacher.db.enrollment.createMany({
    data: people
      .filter(({ username }) => usernames.has(username))
      .map(({ id }) => ({ userId: id, courseId, role: 'STUDENT' as const, createdAt: asTeacher.clock.now() })),
  })

  const plans = await asTeacher.db.piecePlan.findMany({ select: { id: true, name: true } })
  const planId = new Map(plans.map(({ id, name }) => [name, id]))
  for (const { name, ordered, plans: names } of curricula)
    await createCurriculum(asTeacher, {
      course,
      name,
      ordered,
      planIds: names.map((plan) => planId.get(plan) as number),
    })
  // All that there is of one tune: the usual, for groups, in steps.
  for (const plan of curricula[0]?.plans.slice(0, 3) ?? [])
    await assignPlan(asTeacher, { course, planId: planId.get(plan) as number, deadline: null })

  const assigned = await asTeacher.db.courseAssignment.findMany({
    where: { courseId, audience: 'EVERYONE' },
    select: { id: true, activity: { select: { activityType: { select: { name: true } } } } },
  })
  const assignmentOf = new Map(assigned.map(({ id, activity }) => [activity.activityType.name, id]))
  for (const { student, activityType, content, selfMarks, marks } of work) {
    const courseAssignmentId = assignmentOf.get(activityType) as number
    const { id: submissionId } = await createSubmission(as(student), { course, courseAssignmentId, content })
    if (selfMarks) await gradeSelf(as(student), { course, submissionId, ...selfMarks })
    if (marks) await grade(asTeacher, { course, submissionId, ...marks })
  }
}
