import { beforeAll, describe, expect, it } from 'vitest'
import {
  activityIds,
  createAdministrator,
  createCourse,
  createPiece,
  createTeacher,
  createPlan as createTestPlan,
  createUser,
  enrollStudents,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import {
  createCurriculum,
  createPlan,
  createPlanInput,
  listActivities,
  listCurricula,
  listPlans,
  plansOfCourse,
  planUse,
  updateCurriculum,
  updatePlan,
} from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

describe('a plan', () => {
  it('is made of activities in their order, and changed by its maker and administrators alone', async () => {
    const teacher = await createTeacher(database)
    const piece = await createPiece(database)
    const types = ['Reflection', 'Melody']
    const plan = await createPlan(
      teacher.ctx,
      createPlanInput.parse({ name: 'Mine', pieceId: piece.id, activityIds: await activityIds(database, types) }),
    )
    expect(plan.activities.map(({ type }) => type)).toEqual(types)
    const change = { id: plan.id, activityIds: await activityIds(database, ['Melody', 'Bassline', 'Reflection']) }
    expect((await updatePlan(teacher.ctx, change)).activities.map(({ type, category }) => [type, category])).toEqual([
      ['Melody', 'Perform'],
      ['Bassline', 'Perform'],
      ['Reflection', 'Respond'],
    ])
    const other = await createTeacher(database)
    await expect(updatePlan(other.ctx, { id: plan.id, name: 'Stolen' })).rejects.toMatchObject({ code: 'forbidden' })
    const admin = await createAdministrator(database)
    expect((await updatePlan(admin.ctx, { id: plan.id, name: 'Renamed' })).name).toBe('Renamed')
    await expect(updatePlan(admin.ctx, { id: 999_999, name: 'None' })).rejects.toMatchObject({ code: 'not-found' })
    expect((await listPlans(other.ctx)).map(({ name }) => name)).toContain('Renamed')
  })

  it('is refused for a piece or an activity that is not there, and keeps what it had', async () => {
    const teacher = await createTeacher(database)
    const { id: pieceId } = await createPiece(database)
    const ids = await activityIds(database, ['Melody'])
    const wrong = [
      { name: 'x', pieceId: 999_999, activityIds: ids },
      { name: 'x', pieceId, activityIds: [...ids, 999_999] },
    ]
    for (const input of wrong)
      await expect(createPlan(teacher.ctx, createPlanInput.parse(input))).rejects.toMatchObject({ code: 'invalid' })
    const plan = await createPlan(teacher.ctx, createPlanInput.parse({ name: 'x', pieceId, activityIds: ids }))
    await expect(updatePlan(teacher.ctx, { id: plan.id, activityIds: [999_999] })).rejects.toMatchObject({
      code: 'invalid',
    })
    const kept = (await listPlans(teacher.ctx)).find(({ id }) => id === plan.id)
    expect(kept?.activities).toHaveLength(1)
  })

  it('changes its type while no course has it, and says what hangs on it', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    await enrollStudents(database, course, 3)
    const { id } = await createTestPlan(database, {
      types: ['Aural', 'Theoretical', 'Exploratory'],
      createdById: course.teacher.id,
    })
    expect(await planUse(ctx, { id })).toEqual({ courses: 0, curricula: 0, isAssigned: false })
    expect((await updatePlan(ctx, { id, type: 'TELEPHONE_FIXED' })).type).toBe('TELEPHONE_FIXED')
    await createCurriculum(ctx, { course: course.slug, name: 'Fall', ordered: true, planIds: [id] })
    await assignPlan(ctx, { course: course.slug, planId: id, deadline: null })
    expect(await planUse(ctx, { id })).toEqual({ courses: 1, curricula: 1, isAssigned: true })
    await expect(updatePlan(ctx, { id, type: null })).rejects.toMatchObject({ code: 'conflict' })
    const activity = await activityIds(database, ['Aural', 'Melody'])
    const changed = await updatePlan(ctx, { id, name: 'Two', type: 'TELEPHONE_FIXED', activityIds: activity })
    expect([changed.name, changed.activities.map(({ type }) => type)]).toEqual(['Two', ['Aural', 'Melody']])
    const kept = await database.db.courseAssignment.count({ where: { courseId: course.id, piecePlanId: id } })
    expect(kept).toBe(3)
    await expect(planUse(ctx, { id: 999_999 })).rejects.toMatchObject({ details: { entity: 'PiecePlan' } })
    const student = await createUser(database, { groups: ['STUDENT'] })
    await expect(planUse(student.ctx, { id })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('names an activity once, and at least one', () => {
    for (const activityIds of [[], [1, 1]])
      expect(createPlanInput.safeParse({ name: 'x', pieceId: 1, activityIds }).success).toBe(false)
  })
})

describe('the plans of a course', () => {
  it('are those of its curricula, each once and in their order; every plan where it has no curriculum', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    const plans = [await createTestPlan(database), await createTestPlan(database), await createTestPlan(database)]
    const [a, b, c] = plans.map(({ id }) => id) as [number, number, number]
    expect((await plansOfCourse(ctx, { course: course.slug })).map(({ id }) => id)).toEqual(
      (await listPlans(ctx)).map(({ id }) => id),
    )
    const first = await createCurriculum(ctx, { course: course.slug, name: 'Fall', ordered: true, planIds: [b, a] })
    await createCurriculum(ctx, { course: course.slug, name: 'Spring', ordered: false, planIds: [a, c] })
    expect((await plansOfCourse(ctx, { course: course.slug })).map(({ id }) => id)).toEqual([b, a, c])
    await updateCurriculum(ctx, { id: first.id, name: 'Autumn', planIds: [c] })
    expect((await listCurricula(ctx, { course: course.slug })).map(({ name, plans: of }) => [name, of.length])).toEqual(
      [
        ['Autumn', 1],
        ['Spring', 2],
      ],
    )
  })

  it('are for its teachers; a curriculum of another course is not there', async () => {
    const [course, other] = [await createCourse(database), await createCourse(database)]
    const { id } = await createTestPlan(database)
    const input = { course: course.slug, name: 'Fall', ordered: false, planIds: [id] }
    await expect(createCurriculum(other.teacher.ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
    const curriculum = await createCurriculum(course.teacher.ctx, input)
    await expect(updateCurriculum(other.teacher.ctx, { id: curriculum.id, name: 'Stolen' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(createCurriculum(course.teacher.ctx, { ...input, planIds: [999_999] })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

it('lists an activity for each type, with what to do', async () => {
  const activities = await listActivities((await createTeacher(database)).ctx)
  expect(activities).toHaveLength(14)
  for (const { body } of activities) expect(body).toMatch(/^<p>/)
})
