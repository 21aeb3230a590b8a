import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createUser,
  ctxFor,
  enrollStudent,
  instrumentId,
  now,
  sentMail,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { signIn } from '../auth/index.ts'
import {
  acceptInvitation,
  getInvitation,
  inviteTeachers,
  resetStudentPassword,
  searchUsers,
  searchUsersInput,
  setActive,
  updateStudent,
} from './index.ts'

let database: TestDatabase
let admin: TestUser

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  admin = await createAdministrator(database)
})

beforeEach(async () => {
  await database.db.rateLimit.deleteMany({})
})

describe('a teacher', () => {
  it('changes name, grade, external id and instrument of the own students', async () => {
    const course = await createCourse(database)
    const { username } = await enrollStudent(database, course)
    const oboe = await instrumentId(database, 'Oboe')
    const { ctx } = course.teacher
    const changed = await updateStudent(ctx, { username, name: 'Eleventh Student', grade: '7', externalId: 'B-11' })
    expect(changed).toMatchObject({ name: 'Eleventh Student', grade: '7', externalId: 'B-11' })
    expect(await updateStudent(ctx, { username, instrumentId: oboe })).toMatchObject({ grade: '7', instrumentId: oboe })
    expect((await updateStudent(ctx, { username, instrumentId: null })).instrumentId).toBeNull()
    await expect(updateStudent(ctx, { username, instrumentId: 999_999 })).rejects.toMatchObject({
      details: { entity: 'Instrument' },
    })
  })

  it('makes a new password for a student, which is shown this once and ends the sessions', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    const { enrollmentId, username } = student
    const { newPassword: password } = await resetStudentPassword(course.teacher.ctx, { enrollmentId })
    expect((await signIn(anonymousCtx(database), { username, password })).user.id).toBe(student.id)
    expect(await database.db.session.count({ where: { id: student.actor.sessionId } })).toBe(0)
  })

  it("touches nobody's account but those of students: not colleagues, administrators, researchers, or themselves", async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    const elsewhere = await createCourse(database)
    const stranger = await enrollStudent(database, elsewhere)
    const staff = [
      await createUser(database, { groups: ['TEACHER'] }),
      await createUser(database, { groups: ['RESEARCHER'] }),
      await createAdministrator(database),
      elsewhere.teacher,
    ]
    // However they come to be enrolled as students.
    const enrollments = await database.db.enrollment.createManyAndReturn({
      data: staff.map(({ id }) => ({ userId: id, courseId: course.id, role: 'STUDENT' as const })),
    })
    const own = await database.db.enrollment.findFirstOrThrow({
      where: { courseId: course.id, userId: course.teacher.id },
    })
    const missing = { code: 'not-found', details: { entity: 'User' } }
    for (const { id } of [...enrollments, own, { id: stranger.enrollmentId }])
      await expect(resetStudentPassword(ctx, { enrollmentId: id })).rejects.toMatchObject(missing)
    for (const { username } of [...staff, course.teacher, stranger, { username: 'nobody at all' }])
      await expect(updateStudent(ctx, { username, name: 'Stolen' })).rejects.toMatchObject(missing)
    expect(await updateStudent(admin.ctx, { username: stranger.username, name: 'Renamed' })).toMatchObject({
      name: 'Renamed',
    })
  })
})

describe('an administrator', () => {
  it('finds accounts by words in their names, group and state, page by page', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    await database.db.user.update({
      where: { id: student.id },
      data: { name: 'Zora Quill', email: 'zora@example.org', externalId: 'X-1', groups: ['STUDENT'] },
    })
    const find = async (filter: Parameters<typeof searchUsersInput.parse>[0]) =>
      (await searchUsers(admin.ctx, searchUsersInput.parse(filter))).users.map(({ id }) => id)
    for (const search of ['quill ZORA', 'zora@example', 'X-1', student.username])
      expect(await find({ search })).toContain(student.id)
    expect(await find({ search: 'quill', group: 'TEACHER' })).toEqual([])
    expect(await find({ search: 'quill', active: false })).toEqual([])

    const all = await find({ limit: 500 })
    const paged: number[] = []
    let cursor: number | null | undefined
    do {
      const page = await searchUsers(admin.ctx, searchUsersInput.parse({ limit: 3, ...(cursor ? { cursor } : {}) }))
      paged.push(...page.users.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(all)
    expect(JSON.stringify(await searchUsers(admin.ctx, searchUsersInput.parse({})))).not.toContain('passwordHash')
  })

  it('closes an account, which ends its sessions, and opens it again; not the own', async () => {
    const { username, id } = await createUser(database)
    expect((await setActive(admin.ctx, { username, active: false })).isActive).toBe(false)
    expect(await database.db.session.count({ where: { userId: id } })).toBe(0)
    expect((await setActive(admin.ctx, { username, active: true })).isActive).toBe(true)
    await expect(setActive(admin.ctx, { username: admin.username, active: false })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(setActive(admin.ctx, { username: 'nobody at all', active: false })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('inviting teachers', () => {
  const invite = (addresses: string, ctx = admin.ctx) => inviteTeachers(ctx, { addresses })
  const tokenFor = async (email: string) => {
    await expect.poll(() => sentMail.some(({ to }) => to === email)).toBe(true)
    return /token=(\S+)/.exec(sentMail.findLast(({ to }) => to === email)?.text ?? '')?.[1] as string
  }

  it('answers for each line what became of it', async () => {
    await database.db.user.update({ where: { id: admin.id }, data: { email: 'Boss@example.org' } })
    const answers = await invite(
      '\uFEFFnew1@example.org\r\n\r\nboss@EXAMPLE.org; not an address,new2@example.org\nNEW1@example.org',
    )
    expect(answers).toEqual([
      { line: 'new1@example.org', outcome: 'invited' },
      { line: 'boss@EXAMPLE.org', outcome: 'already a user' },
      { line: 'not an address', outcome: 'not an address' },
      { line: 'new2@example.org', outcome: 'invited' },
      { line: 'NEW1@example.org', outcome: 'already invited' },
    ])
    expect(await invite('new2@example.org')).toEqual([{ line: 'new2@example.org', outcome: 'already invited' }])
    expect(await invite(' \n ')).toEqual([])
    await expect(invite(Array.from({ length: 501 }, (_, nth) => `a${nth}@b.org`).join('\n'))).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('makes whoever accepts a teacher, once', async () => {
    await invite('comes@example.org')
    const token = await tokenFor('comes@example.org')
    expect(await getInvitation(anonymousCtx(database), { token })).toMatchObject({ email: 'comes@example.org' })
    const account = { token, username: 'comes', name: 'C. Omes', password: 'long enough' }
    const taken = { ...account, username: admin.username }
    await expect(acceptInvitation(anonymousCtx(database), taken)).rejects.toMatchObject({ code: 'conflict' })
    const accepted = await Promise.allSettled([1, 2].map(() => acceptInvitation(anonymousCtx(database), account)))
    expect(accepted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const user = await database.db.user.findUniqueOrThrow({ where: { username: 'comes' } })
    expect(user).toMatchObject({ email: 'comes@example.org', groups: ['TEACHER'], isSuperuser: false })
    await expect(getInvitation(anonymousCtx(database), { token })).rejects.toMatchObject({
      details: { entity: 'Invitation' },
    })
    expect(await invite('comes@example.org')).toMatchObject([{ outcome: 'already a user' }])
  })

  it('expires after seven days, and can then be renewed', async () => {
    await invite('slow@example.org')
    const token = await tokenFor('slow@example.org')
    const inDays = (days: number) => new Date(now.getTime() + days * 24 * 3600 * 1000)
    const at = (days: number) => ctxFor(database, { kind: 'anonymous' }, inDays(days))
    expect(await getInvitation(at(6.9), { token })).toMatchObject({ email: 'slow@example.org' })
    const account = { token, username: 'slow', name: 'S. Low', password: 'long enough' }
    for (const late of [getInvitation(at(7.1), { token }), acceptInvitation(at(7.1), account)])
      await expect(late).rejects.toMatchObject({ details: { entity: 'Invitation' } })
    const again = await invite('slow@example.org', ctxFor(database, admin.actor, inDays(8)))
    expect(again).toEqual([{ line: 'slow@example.org', outcome: 'invited' }])
    await expect.poll(() => sentMail.filter(({ to }) => to === 'slow@example.org').length).toBe(2)
    const renewed = { ...account, token: await tokenFor('slow@example.org') }
    expect(await acceptInvitation(at(9), renewed)).toMatchObject({ username: 'slow' })
  })
})
