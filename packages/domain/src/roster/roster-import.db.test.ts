import { beforeAll, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createPlan,
  createTeacher,
  ctxFor,
  enrollStudent,
  type TestCourse,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, myAssignments } from '../assignments/index.ts'
import { hashPassword, signIn } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { archiveCourse } from '../courses/index.ts'
import { importRoster, listRoster, previewRoster, type RosterProgress, type RosterReport } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

let serial = 0
/** A word that no username begins with yet, without a digit at its end. */
const word = (): string => {
  serial += 1
  return `pupil${serial}x${crypto.randomUUID().slice(0, 8)}x`
}

type Line = { fullname?: string; username: string; password?: string; grade?: string }

const passwordOf = (username: string): string => `secret of ${username}`

const fileOf = (lines: Line[]): Uint8Array =>
  Buffer.from(
    lines
      .map(({ fullname, username, password, grade }) =>
        [fullname ?? `Name of ${username}`, username, password ?? passwordOf(username), grade ?? '6'].join(','),
      )
      .join('\n'),
  )

const students = (count: number): Line[] => {
  const stem = word()
  return Array.from({ length: count }, (_, index) => ({ username: `${stem}${index}y` }))
}

/** An account of the password that `fileOf` gives this username, unless told. */
const account = async (
  username: string,
  { password = passwordOf(username), ...options }: { password?: string; name?: string; isActive?: boolean } = {},
) => {
  const passwordHash = await hashPassword(password)
  const { id } = await database.db.user.create({
    data: { username, name: `Name of ${username}`, passwordHash, groups: ['STUDENT'], ...options },
    select: { id: true },
  })
  return id
}

const join = async (course: TestCourse, userId: number): Promise<number> =>
  (await database.db.enrollment.create({ data: { courseId: course.id, userId, role: 'STUDENT' } })).id

const outcomes = ({ lines }: RosterReport) => lines.map(({ outcome, newUsername }) => [outcome, newUsername])

const everything = async () => {
  const { db } = database
  return {
    users: await db.user.findMany({ omit: { passwordHash: false }, orderBy: { id: 'asc' } }),
    enrollments: await db.enrollment.findMany({ orderBy: { id: 'asc' } }),
    audit: await db.auditEntry.findMany({ orderBy: { id: 'asc' } }),
  }
}

/** The first call of `$transaction` finds that `work` was done just before it. */
const meanwhile = (ctx: Ctx, work: (nth: number) => Promise<void>): Ctx => {
  let nth = 0
  const db = new Proxy(ctx.db, {
    get: (target, name) => {
      if (name !== '$transaction' || !('$transaction' in target)) return Reflect.get(target, name)
      return async (run: Parameters<typeof target.$transaction>[0]) => {
        nth += 1
        await work(nth)
        return target.$transaction(run)
      }
    },
  })
  return { ...ctx, db }
}

describe('an import', () => {
  it('does with each line what the dry run said', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    const [fresh, known, member, taken, closed, staff] = [word(), word(), word(), word(), word(), word()]
    const knownId = await account(known, { name: 'Her own name' })
    const memberId = await account(member)
    const enrollmentId = await join(course, memberId)
    await account(taken, { password: 'another password' })
    await account(closed, { isActive: false })
    const staffId = await account(staff)
    await database.db.user.update({ where: { id: staffId }, data: { groups: ['TEACHER'] } })
    const file = fileOf([
      { username: fresh, fullname: '  Ada Ä. ', grade: 'Year 9' },
      { username: known },
      { username: member },
      { username: taken, fullname: 'Taken Too', grade: '7' },
      { username: closed },
      { username: staff },
      { username: fresh, fullname: 'Ada Ä.', grade: 'Year 9' },
      { username: fresh, password: 'not the same' },
      { username: 'short', password: '1234567' },
    ])

    const before = await everything()
    const dryRun = await previewRoster(ctx, { course: course.slug, file })
    expect(await everything()).toEqual(before)
    expect(dryRun.counts).toEqual({
      create: 1,
      enroll: 1,
      'already there': 1,
      'password differs': 1,
      duplicate: 1,
      error: 4,
    })
    const row = { newUsername: null, reason: null, userId: null, enrollmentId: null }
    expect(dryRun.lines).toEqual([
      { ...row, line: 1, fullname: 'Ada Ä.', username: fresh, outcome: 'create' },
      { ...row, line: 2, fullname: `Name of ${known}`, username: known, outcome: 'enroll', userId: knownId },
      {
        ...row,
        line: 3,
        fullname: `Name of ${member}`,
        username: member,
        outcome: 'already there',
        userId: memberId,
        enrollmentId,
      },
      {
        ...row,
        line: 4,
        fullname: 'Taken Too',
        username: taken,
        outcome: 'password differs',
        newUsername: `${taken}2`,
        reason: `${taken} is taken, with another password.`,
      },
      expect.objectContaining({
        line: 5,
        username: closed,
        outcome: 'error',
        reason: expect.stringContaining('closed'),
      }),
      expect.objectContaining({
        line: 6,
        username: staff,
        outcome: 'error',
        reason: expect.stringContaining('no student'),
      }),
      { ...row, line: 7, fullname: 'Ada Ä.', username: fresh, outcome: 'duplicate', reason: 'The same as line 1.' },
      expect.objectContaining({ line: 8, outcome: 'error', reason: expect.stringContaining('Line 1') }),
      expect.objectContaining({ line: 9, outcome: 'error', reason: expect.stringContaining('8 characters') }),
    ])

    const done = await importRoster(ctx, { course: course.slug, file })
    const written = ['create', 'enroll', 'password differs']
    expect(done).toEqual({
      ...dryRun,
      lines: dryRun.lines.map((line) =>
        written.includes(line.outcome)
          ? { ...line, userId: line.userId ?? expect.any(Number), enrollmentId: expect.any(Number) }
          : line,
      ),
    })
    const idOf = (line: number) => done.lines[line - 1]?.userId ?? 0
    const after = await everything()
    expect(after.users.filter(({ id }) => id !== idOf(1) && id !== idOf(4))).toEqual(before.users)
    expect(after.users.find(({ id }) => id === idOf(1))).toMatchObject({
      username: fresh,
      name: 'Ada Ä.',
      grade: 'Year 9',
      groups: ['STUDENT'],
      isActive: true,
      isSuperuser: false,
      joinedAt: ctx.clock.now(),
    })
    expect(after.users.find(({ id }) => id === idOf(4))).toMatchObject({ username: `${taken}2`, name: 'Taken Too' })
    const roster = await listRoster(ctx, { course: course.slug })
    expect(roster.map(({ id, role, user }) => [user.id, role, id])).toEqual([
      [course.teacher.id, 'TEACHER', expect.any(Number)],
      [memberId, 'STUDENT', enrollmentId],
      ...[1, 2, 4].map((line) => [idOf(line), 'STUDENT', done.lines[line - 1]?.enrollmentId]),
    ])

    const notes = after.audit.slice(before.audit.length)
    const note = { action: 'roster.import', actorId: course.teacher.id, courseId: course.id, at: ctx.clock.now() }
    expect(notes).toMatchObject([
      { ...note, subjectType: 'User', subjectIds: [idOf(1), idOf(4)].sort((a, b) => a - b) },
      { ...note, subjectType: 'Enrollment', subjectIds: [1, 2, 4].map((line) => done.lines[line - 1]?.enrollmentId) },
    ])
    const said = JSON.stringify([dryRun, done, notes], (_key, item) => (typeof item === 'bigint' ? String(item) : item))
    expect(said).not.toMatch(/secret of|not the same|1234567/)

    for (const [username, password] of [
      [fresh, passwordOf(fresh)],
      [`${taken}2`, passwordOf(taken)],
      [known, passwordOf(known)],
      [taken, 'another password'],
    ] as const)
      expect((await signIn(anonymousCtx(database), { username, password })).user.username).toBe(username)
  })

  it('finds everybody there the second time, those of new usernames too, and writes nothing', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    const [fresh, taken] = [word(), word()]
    await account(taken, { password: 'another password' })
    const file = fileOf([{ username: fresh }, { username: taken, fullname: 'Taken Too' }])
    const first = await importRoster(ctx, { course: course.slug, file })
    expect(outcomes(first)).toEqual([
      ['create', null],
      ['password differs', `${taken}2`],
    ])
    const before = await everything()
    const second = await importRoster(ctx, { course: course.slug, file })
    expect(outcomes(second)).toEqual([
      ['already there', null],
      ['already there', `${taken}2`],
    ])
    const ids = ({ lines }: RosterReport) => lines.map(({ userId, enrollmentId }) => [userId, enrollmentId])
    expect(ids(second)).toEqual(ids(first))
    expect(await everything()).toEqual(before)

    const elsewhere = await createCourse(database)
    const { users } = await everything()
    const third = await importRoster(elsewhere.teacher.ctx, { course: elsewhere.slug, file })
    expect(outcomes(third)).toEqual([
      ['enroll', null],
      ['enroll', `${taken}2`],
    ])
    expect((await everything()).users).toEqual(users)
  })

  it('shows new students what the course was assigned before', async () => {
    const course = await createCourse(database)
    const plan = await createPlan(database, { types: ['Melody', 'Reflection'] })
    await enrollStudent(database, course)
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    const username = word()
    await importRoster(course.teacher.ctx, { course: course.slug, file: fileOf([{ username }]) })
    const { id, ...person } = await database.db.user.findUniqueOrThrow({ where: { username } })
    const ctx = ctxFor(database, { kind: 'user', id, sessionId: 0, ...person })
    const pieces = await myAssignments(ctx, { course: course.slug, withNotation: false })
    expect(
      pieces
        .flatMap(({ assignments }) => assignments)
        .map(({ activity }) => activity.id)
        .sort(),
    ).toEqual([...plan.activityIds].sort())
  })

  it('tells how far the passwords are', async () => {
    const { teacher, slug } = await createCourse(database)
    const known = students(2)
    for (const { username } of known) await account(username)
    const calls: RosterProgress[] = []
    const file = fileOf([...students(3), ...known])
    await importRoster(teacher.ctx, { course: slug, file }, { onProgress: (progress) => calls.push(progress) })
    expect(calls).toEqual([
      ...[1, 2].map((done) => ({ doing: 'checking passwords', done, total: 2 })),
      ...[1, 2, 3].map((done) => ({ doing: 'hashing passwords', done, total: 3 })),
    ])
  })
})

describe('a new username', () => {
  const newUsernames = async (lines: Line[]) => {
    const { teacher, slug } = await createCourse(database)
    return outcomes(await importRoster(teacher.ctx, { course: slug, file: fileOf(lines) }))
  }

  it('is the first number that neither an account nor a line has', async () => {
    const stem = word()
    await account(stem, { password: 'another password' })
    for (const number of [2, 4]) await account(`${stem}${number}`)
    expect(
      await newUsernames([{ username: stem }, { username: `${stem}3` }, { username: `${stem}5`, password: 'short' }]),
    ).toEqual([
      ['password differs', `${stem}6`],
      ['create', null],
      ['error', null],
    ])
  })

  it('stays apart from a number at the end', async () => {
    const usernames = ['7', '7-'].map((end) => `${word()}${end}`)
    for (const username of usernames) await account(username, { password: 'another password' })
    const stem = `${word()}7`
    for (const username of [stem, `${stem}-`]) await account(username, { password: 'another password' })
    expect(await newUsernames([...usernames, stem, `${stem}-`].map((username) => ({ username })))).toEqual([
      ['password differs', `${usernames[0]}-2`],
      ['password differs', `${usernames[1]}2`],
      ['password differs', `${stem}-2`],
      ['password differs', `${stem}-3`],
    ])
  })

  it('is nobody else who happens to have the password: the name has to be the same', async () => {
    const stem = word()
    await account(stem, { password: 'another password' })
    await account(`${stem}2`, { password: passwordOf(stem), name: 'Somebody Else' })
    await account(`${stem}3`, { password: 'a third password', name: `Name of ${stem}` })
    await account(`${stem}4`, { password: passwordOf(stem), name: `Name of ${stem}`, isActive: false })
    await account(`${stem}5`, { password: passwordOf(stem), name: `Name of ${stem}` })
    expect(await newUsernames([{ username: stem }])).toEqual([['enroll', `${stem}5`]])
    // A line of its own is that student.
    const file = [{ username: stem }, { username: `${stem}5`, password: passwordOf(stem), fullname: `Name of ${stem}` }]
    expect(await newUsernames(file)).toEqual([
      ['password differs', `${stem}6`],
      ['enroll', null],
    ])
  })

  it('is made for somebody in the course too, with a warning', async () => {
    const course = await createCourse(database)
    const username = word()
    await join(course, await account(username, { password: 'changed since' }))
    const file = fileOf([{ username }])
    const { lines } = await previewRoster(course.teacher.ctx, { course: course.slug, file })
    expect(lines).toMatchObject([
      {
        outcome: 'password differs',
        newUsername: `${username}2`,
        reason: expect.stringContaining('in this course already'),
      },
    ])
  })

  it('is never longer than usernames are', async () => {
    const username = word().padEnd(149, 'z')
    for (const taken of [username, `${username}z`]) await account(taken, { password: 'another password' })
    expect(await newUsernames([{ username }, { username: `${username}z` }])).toEqual([
      ['password differs', `${username}2`],
      ['error', null],
    ])
  })
})

describe('whoever teaches, researches or administers', () => {
  it('is not enrolled from a file, nor is their password tried', async () => {
    const course = await createCourse(database)
    const elsewhere = await createCourse(database)
    const lines = students(4)
    const ids = []
    for (const { username } of lines) ids.push(await account(username))
    const [superuser = 0, researcher = 0, teacher = 0, member = 0] = ids
    const { db } = database
    await db.user.update({ where: { id: superuser }, data: { isSuperuser: true } })
    await db.user.update({ where: { id: researcher }, data: { groups: ['STUDENT', 'RESEARCHER'] } })
    await db.enrollment.create({ data: { courseId: elsewhere.id, userId: teacher, role: 'TEACHER' } })
    await db.user.update({ where: { id: member }, data: { groups: ['TEACHER'] } })
    await join(course, member)
    const right = await previewRoster(course.teacher.ctx, { course: course.slug, file: fileOf(lines) })
    expect(right.lines.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'error', 'already there'])
    const wrong = fileOf(lines.map(({ username }) => ({ username, password: 'a guess at it' })))
    expect(await previewRoster(course.teacher.ctx, { course: course.slug, file: wrong })).toEqual(right)
  })
})

describe('who may, and which files', () => {
  it('is for teachers of the course and administrators', async () => {
    const course = await createCourse(database)
    const file = fileOf(students(1))
    const student = await enrollStudent(database, course)
    const input = { course: course.slug, file }
    const before = await everything()
    for (const verb of [previewRoster, importRoster]) {
      for (const { ctx } of [student, await createTeacher(database)])
        await expect(verb(ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(verb(anonymousCtx(database), input)).rejects.toMatchObject({ code: 'unauthenticated' })
      await expect(verb(course.teacher.ctx, { ...input, course: 'nowhere' })).rejects.toMatchObject({
        code: 'not-found',
      })
    }
    expect((await everything()).enrollments).toEqual(before.enrollments)
    const administrator = await createAdministrator(database)
    expect(outcomes(await importRoster(administrator.ctx, input))).toEqual([['create', null]])
  })

  it('refuses an archived course, and a file without students', async () => {
    const { teacher, slug } = await createCourse(database)
    for (const verb of [previewRoster, importRoster])
      for (const empty of ['', '\r\n,,\r\n', 'fullname,username,password,grade\n'])
        await expect(verb(teacher.ctx, { course: slug, file: Buffer.from(empty) })).rejects.toMatchObject({
          code: 'invalid',
          details: { field: 'file' },
        })
    await archiveCourse(teacher.ctx, { course: slug, archived: true })
    for (const verb of [previewRoster, importRoster])
      await expect(verb(teacher.ctx, { course: slug, file: fileOf(students(1)) })).rejects.toMatchObject({
        code: 'conflict',
      })
  })
})

describe('the statements', () => {
  /** Of everything that can be written, `count` lines each. */
  const worldOf = async (count: number) => {
    const course = await createCourse(database)
    const [known, taken] = [students(count), students(count)]
    const hash = async (password: string) => ({ passwordHash: await hashPassword(password), name: 'Taken' })
    const [one, other] = [await hash('the same password'), await hash('another password')]
    await database.db.user.createMany({ data: known.map(({ username }) => ({ username, ...one })) })
    await database.db.user.createMany({ data: taken.map(({ username }) => ({ username, ...other })) })
    const lines = [...students(count), ...known.map((line) => ({ ...line, password: 'the same password' })), ...taken]
    return { ctx: course.teacher.ctx, input: { course: course.slug, file: fileOf(lines) } }
  }

  it('are as many for a hundred times the lines, and with that of the sign-in at most 8', async () => {
    const counts = []
    for (const count of [1, 100]) {
      const { ctx, input } = await worldOf(count)
      const preview = await database.statementsOf(() => previewRoster(ctx, input))
      let report: RosterReport | undefined
      const statements = await database.statementsOf(async () => {
        report = await importRoster(ctx, input)
      })
      expect(report?.counts).toMatchObject({ create: count, enroll: count, 'password differs': count, error: 0 })
      expect(1 + statements.length, statements.join('\n\n')).toBeLessThanOrEqual(8)
      counts.push([preview.length, statements.length])
    }
    expect(counts[1]).toEqual(counts[0])
  })
})

describe('imports at the same moment', () => {
  it('make every student once in one course', async () => {
    const { teacher, slug, id } = await createCourse(database)
    const taken = word()
    await account(taken, { password: 'another password' })
    const file = fileOf([...students(12), { username: taken, fullname: 'Taken Too' }])
    const input = { course: slug, file }
    const [one, two] = await Promise.all([importRoster(teacher.ctx, input), importRoster(teacher.ctx, input)])
    const made = [one, two].map(({ counts }) => counts.create + counts['password differs'])
    expect(made.sort()).toEqual([0, 13])
    expect([one, two].map(({ counts }) => counts['already there']).sort()).toEqual([0, 13])
    expect(one.lines.map(({ userId }) => userId)).toEqual(two.lines.map(({ userId }) => userId))
    expect(await database.db.enrollment.count({ where: { courseId: id, role: 'STUDENT' } })).toBe(13)
  })

  it('make every student once in two courses', async () => {
    const [one, two] = [await createCourse(database), await createCourse(database)]
    const lines = students(12)
    const reports = await Promise.all([
      importRoster(one.teacher.ctx, { course: one.slug, file: fileOf(lines) }),
      importRoster(two.teacher.ctx, { course: two.slug, file: fileOf(lines.toReversed()) }),
    ])
    expect(reports.map(({ counts }) => [counts.create, counts.enroll]).sort()).toEqual([
      [0, 12],
      [12, 0],
    ])
  })
})

describe('an account that changes while the passwords are hashed', () => {
  it('is seen: the import is planned again', async () => {
    const { teacher, slug } = await createCourse(database)
    const [first, second, third] = [word(), word(), word()]
    const thirdId = await account(third)
    const ctx = meanwhile(teacher.ctx, async (nth) => {
      if (nth > 1) return
      await account(first)
      await account(second, { password: 'another password' })
      const passwordHash = await hashPassword('changed just now')
      await database.db.user.update({ where: { id: thirdId }, data: { passwordHash } })
    })
    const file = fileOf([first, second, third].map((username) => ({ username })))
    expect(outcomes(await importRoster(ctx, { course: slug, file }))).toEqual([
      ['enroll', null],
      ['password differs', `${second}2`],
      ['password differs', `${third}2`],
    ])
  })

  it('is seen where it is made after the last look', async () => {
    const { teacher, slug } = await createCourse(database)
    const username = word()
    let tries = 0
    const ctx: Ctx = { ...teacher.ctx, clock: { now: () => teacher.ctx.clock.now() } }
    const overtaken = meanwhile(ctx, async (nth) => {
      tries = nth
    })
    // The clock is asked between the last look and the writing.
    const pending: Promise<unknown>[] = []
    overtaken.clock = { now: () => teacher.ctx.clock.now() }
    await Promise.all(pending)
    expect(outcomes(await importRoster(overtaken, { course: slug, file: fileOf([{ username }]) }))).toEqual([
      ['create', null],
    ])
    expect(tries).toBe(1)
  })

  it('stops the import where it never rests, and nothing is written', async () => {
    const { teacher, slug, id } = await createCourse(database)
    const [changing, other] = [word(), word()]
    const userId = await account(changing)
    const ctx = meanwhile(teacher.ctx, async (nth) => {
      const passwordHash = await hashPassword(`password ${nth}`)
      await database.db.user.update({ where: { id: userId }, data: { passwordHash } })
    })
    const file = fileOf([changing, other].map((username) => ({ username })))
    await expect(importRoster(ctx, { course: slug, file })).rejects.toMatchObject({ code: 'conflict' })
    expect(await database.db.user.count({ where: { username: other } })).toBe(0)
    expect(await database.db.enrollment.count({ where: { courseId: id, role: 'STUDENT' } })).toBe(0)
  })
})
