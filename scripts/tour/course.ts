/** The core of the tour: a course being taught. */
import { strict as assert } from 'node:assert'
import { clientFor, refusal, signIn, step } from './client.ts'
import type { Server } from './server.ts'

/** Assigns, enrolls a late joiner, hands in, grades. */
export const teach = async (server: Server): Promise<void> => {
  const { address } = server
  const enter = async (...who: [name: string, password?: string]) => (await signIn(server, ...who)).client

  assert.equal(await refusal(clientFor(address).auth.me.query()), 'unauthenticated')
  assert.equal(await refusal(enter('teacher', 'wrong')), 'bad-credentials')
  const teacher = await enter('teacher')
  assert.equal((await teacher.auth.me.query()).name, 'Tanya Teacher')
  step('the teacher signs in; a stranger and a wrong password are refused')

  const courses = await teacher.courses.list.query({})
  const course = courses[0]?.slug ?? assert.fail('The demo has no course.')
  const plans = await teacher.plans.ofCourse.query({ course })
  const plan = plans.find(({ type, name }) => type === null && name.includes('Saints')) ?? plans.at(-1)
  assert.ok(plan, 'The course is offered no plan.')
  const { assigned } = await teacher.assignments.assignPlan.mutate({ course, planId: plan.id, deadline: '2027-05-01' })
  assert.equal(assigned, plan.activities.length)
  assert.equal((await teacher.assignments.assignPlan.mutate({ course, planId: plan.id })).created, 0)
  step(`the teacher assigns ${plan.name} (${assigned} activities); assigning it twice changes nothing`)

  const admin = await enter('admin')
  const { newPassword } = await admin.users.create.mutate({ username: 'maya', name: 'Maya Lind', groups: ['STUDENT'] })
  const oboe = (await teacher.instruments.list.query()).find(({ name }) => name === 'Oboe')
  const enrollment = await teacher.enrollments.enroll.mutate({
    course,
    user: { username: 'maya' },
    instrumentId: oboe?.id ?? null,
  })
  step('the administrator creates Maya, and the teacher enrolls her, late, on the oboe')

  const maya = await enter('maya', newPassword ?? '')
  const list = await maya.assignments.mine.query({ course })
  const mine = list.find(({ piece }) => piece.id === plan.piece.id)
  assert.deepEqual(
    mine?.assignments.map(({ activity }) => activity.type),
    plan.activities.map(({ type }) => type),
  )
  const first = mine?.assignments[0] ?? assert.fail('Maya sees no assignment.')
  assert.equal(first.instrument?.name, 'Oboe')
  assert.equal(first.deadline, '2027-05-01')
  step(`Maya sees everything that was assigned before she came: ${list.map(({ piece }) => piece.name).join(', ')}`)

  const full = await maya.assignments.get.query({ course, id: first.id })
  const read = full.part?.transpositions.find(({ id }) => id === full.instrument?.transposition.id)
  assert.match(read?.notation ?? '', /<score-partwise/)
  step(`she opens ${full.piece.name}, ${full.activity.type}, in ${read?.name}`)

  const submission = await maya.submissions.create.mutate({
    course,
    courseAssignmentId: first.id,
    content: 'My first take.',
  })
  assert.equal(submission.instrumentId, oboe?.id)
  assert.equal(submission.partId, first.partId)
  await maya.grades.gradeSelf.mutate({ course, submissionId: submission.id, rhythm: 3.25, tone: 4, expression: 4 })
  step('she hands in a take and grades herself; instrument and part are kept with it')

  const ava = await enter('ava')
  assert.equal(await refusal(ava.submissions.get.query({ course, id: submission.id })), 'not-found')
  assert.equal(await refusal(ava.assignments.unassign.mutate({ course, pieceId: plan.piece.id })), 'forbidden')
  step("another student neither sees Maya's take nor takes the piece away")

  const recent = await teacher.submissions.recent.query({
    course,
    pieceSlug: plan.piece.slug,
    activityType: first.activity.type,
  })
  assert.deepEqual(
    recent.map(({ id, student, selfGrade }) => [id, student.username, selfGrade?.rhythm]),
    [[submission.id, 'maya', 3.25]],
  )
  step('the teacher sees it among the latest submissions')

  await teacher.grades.grade.mutate({ course, submissionId: submission.id, rhythm: 4, tone: 3.75, expression: 5 })
  await teacher.grades.grade.mutate({ course, submissionId: submission.id, rhythm: 4.5, tone: 3.75, expression: 5 })
  const [graded] = await maya.submissions.mine.query({ course, courseAssignmentId: first.id })
  assert.equal(graded?.grade?.rhythm, 4.5)
  assert.equal((await teacher.grades.history.query({ course, submissionId: submission.id })).length, 3)
  step('the teacher grades it, then thinks better of it: Maya sees the newest grade, the first one stays as history')

  const { placed } = await teacher.assignments.placeLateJoiners.mutate({ course })
  assert.equal(placed >= 1, true)
  const telephone = (await maya.assignments.mine.query({ course })).flatMap(({ assignments }) => assignments)
  assert.ok(telephone.some(({ group }) => group?.members.some(({ username }) => username === 'maya')))
  assert.equal((await teacher.assignments.placeLateJoiners.mutate({ course })).placed, 0)
  step('the teacher places Maya in a telephone group; nobody is left to place')

  assert.equal(await refusal(teacher.assignments.unassign.mutate({ course, pieceId: plan.piece.id })), 'work-handed-in')
  assert.equal(await refusal(teacher.enrollments.remove.mutate({ id: enrollment.id })), 'work-handed-in')
  step('neither the piece nor Maya can be removed now: her work would be lost')

  await maya.auth.signOut.mutate()
  assert.equal(await refusal(maya.auth.me.query()), 'unauthenticated')
  step('Maya signs out, and her token opens nothing')
}
