/** A person's data: handed out whole, taken out so that no table has the name, and kept no longer than was set. */
import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createPlan,
  createUser,
  ctxFor,
  enrollStudents,
  mediaFiles,
  now,
  systemCtx,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import { signIn } from '../auth/index.ts'
import { attachConfigFile, createConfig, createConfigInput } from '../configs/index.ts'
import { logEvent, saveResponse } from '../progress/index.ts'
import { exportResearch, exportResearchInput } from '../research/index.ts'
import { grade, gradeSelf, handIn } from '../submissions/index.ts'
import { createUser as createAccount, createUserInput } from '../users/index.ts'
import { applyRetention, erasePerson, erasePersonInput, exportPerson, retentionInput } from './index.ts'

const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(5000, 7)])

/** Somebody whose names are hard to take out, and one who is called alike. */
const zoe = {
  username: 'zoë.quill',
  name: 'Zoë "Bee" Quill-Åberg',
  email: 'Zoe.Quill@example.org',
  externalId: 'ID/4711*',
}
const allNames = Object.values(zoe)

let database: TestDatabase
let admin: TestUser
let course: TestCourse
let student: TestStudent
let other: TestStudent
let submissionId: number
const ctx = () => systemCtx(database)
const erase = (username: string, extra: { keepRecordings?: boolean } = {}) =>
  erasePerson(ctx(), erasePersonInput.parse({ username, ...extra }))

beforeEach(async () => {
  database = await testDatabase()
  await database.clear()
  admin = await createAdministrator(database)
  course = await createCourse(database)
  ;[student, other] = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  const { db } = database
  const plan = await createPlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const { id: courseAssignmentId } = await db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  // Known to the trail by the name, as accounts that somebody made and the Django backend's are.
  const { id: madeId } = await createAccount(admin.ctx, createUserInput.parse({ username: 'made by hand' }))
  await db.user.delete({ where: { id: madeId } })
  await db.auditEntry.updateMany({
    where: { action: 'users.create' },
    data: { subjectIds: [student.id], data: { username: zoe.username } },
  })
  await db.auditEntry.create({
    data: {
      actorKind: 'system',
      action: 'django.version',
      subjectType: 'Enrollment',
      subjectIds: [student.enrollmentId],
      data: {
        object: `${zoe.name}: Band`,
        fields: JSON.stringify({ email: zoe.email, [zoe.username]: zoe.externalId }),
      },
    },
  })
  await db.user.update({ where: { id: student.id }, data: { ...zoe, grade: '7' } })
  const as = { ...student.ctx, actor: { ...student.actor, ...zoe } }
  const target = { course: course.slug, courseAssignmentId }

  const content = `${zoe.name}'s piece. I am zoË.quill (${zoe.email}), see ${zoe.externalId}; Quillow stays.`
  const handedIn = await handIn(as, {
    ...target,
    content,
    filename: `${zoe.name} take.wav`,
    body: Readable.from([wav]),
  })
  submissionId = handedIn.id
  await gradeSelf(as, { course: course.slug, submissionId, rhythm: 3, tone: 3, expression: 3 })
  await grade(course.teacher.ctx, { course: course.slug, submissionId, rhythm: 4.5, tone: 4, expression: null })
  await logEvent(as, {
    ...target,
    operation: `by ${zoe.username}`,
    step: 1,
    data: { [zoe.name]: [zoe.email] },
    email: zoe.email,
  })
  await saveResponse(as, { ...target, questionId: 'q1', response: { text: `I, ${zoe.name}` } })
  const config = await createConfig(as, createConfigInput.parse({ name: `Flute of ${zoe.username}` }))
  await attachConfigFile(as, { id: config.id, filename: 'flute.wav', body: Readable.from([wav]) })
  await db.invitation.create({
    data: { email: zoe.email.toLowerCase(), tokenHash: 'ab'.repeat(32), expiresAt: now, inviteeId: student.id },
  })
  const removal = { removedAt: now, courseId: course.id }
  const restored = (kind: string, rows: object[]) => [{ table: kind, archived: false, rows }]
  const removedFile = `removed-${crypto.randomUUID()}.wav`
  await ctx().media.write(removedFile, Readable.from([wav]), 'audio/wav')
  await db.removal.createMany({
    data: [
      {
        ...removal,
        kind: 'INSTRUMENT_CONFIG',
        ownerId: student.id,
        courseId: null,
        title: zoe.name,
        contents: [],
        files: [removedFile],
      },
      {
        ...removal,
        kind: 'ENROLLMENT',
        title: zoe.name,
        contents: restored('enrollments', [{ id: 7, user_id: student.id }]),
      },
      {
        ...removal,
        kind: 'ENROLLMENT',
        title: 'somebody else',
        contents: restored('enrollments', [{ id: 8, user_id: other.id }]),
      },
      {
        ...removal,
        kind: 'ASSIGNMENTS',
        title: `Duet for ${zoe.name}`,
        contents: restored('courses', [{ name: zoe.username }]),
      },
    ],
  })
  const sent = { verb: 'x', inputHash: new Uint8Array([1, 2]), createdAt: now }
  await db.idempotencyKey.createMany({
    data: [
      { ...sent, userId: student.id, key: 'key of the student', answer: { answer: 1 } },
      {
        ...sent,
        userId: course.teacher.id,
        key: 'key of the teacher',
        answer: { answer: [{ username: zoe.username }] },
      },
      { ...sent, userId: course.teacher.id, key: 'another key', answer: { answer: 'ok' } },
    ],
  })
  await db.passwordReset.create({ data: { userId: student.id, tokenHash: 'cd'.repeat(32), expiresAt: now } })
  await expect(signIn(anonymousCtx(database), { username: zoe.username, password: 'wrong' })).rejects.toThrow()
})

/** Every value of every column of every table, as one text a column. */
const everyText = async (): Promise<Map<string, string>> => {
  const { rows: columns } = await database.pool.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  const texts = new Map<string, string>()
  for (const { table, column } of columns) {
    const { rows } = await database.pool.query<{ all: string | null }>(
      `SELECT string_agg("${column}"::text, E'\n') AS all FROM "${table}"`,
    )
    texts.set(`${table}.${column}`, rows[0]?.all ?? '')
  }
  return texts
}

/** The columns that have one of the names in any form, upper or lower. */
const whereNamed = async (names: string[] = allNames): Promise<string[]> => {
  const forms = names.flatMap((name) => {
    const inJson = JSON.stringify(name).slice(1, -1)
    return [name, inJson, JSON.stringify(inJson).slice(1, -1)].map((form) => form.toLowerCase())
  })
  const texts = [...(await everyText())]
  return texts.filter(([, text]) => forms.some((form) => text.toLowerCase().includes(form))).map(([column]) => column)
}

const research = async (): Promise<string> => {
  let csv = ''
  for await (const chunk of await exportResearch(ctx(), exportResearchInput.parse({}))) csv += chunk
  return csv
}

describe('erasing a person', () => {
  it('leaves the name in no table, no recording, and everything else as it was', async () => {
    expect(await whereNamed()).toEqual(
      expect.arrayContaining([
        'activity_events.data',
        'activity_events.operation',
        'activity_progress.participant_email',
        'activity_progress.question_responses',
        'audit_entries.data',
        'idempotency_keys.answer',
        'instrument_configs.name',
        'invitations.email',
        'rate_limits.key',
        'removals.contents',
        'removals.title',
        'submissions.content',
        'users.email',
        'users.external_id',
        'users.name',
        'users.username',
      ]),
    )
    const [before, files] = [await everyText(), mediaFiles().length]
    const erased = await erase(zoe.username)
    const pseudonym = `erased-${student.id}`
    expect(erased).toEqual({ id: student.id, pseudonym, recordings: { removed: 1, renamed: 0 }, left: [] })
    expect(await whereNamed()).toEqual([])
    expect(mediaFiles()).toHaveLength(files - 3)

    const after = await everyText()
    const changed = [...after].filter(([column, text]) => text !== before.get(column)).map(([column]) => column)
    const tables = new Set(changed.map((column) => column.split('.')[0]))
    expect([...tables].sort()).toEqual([
      'activity_events',
      'activity_progress',
      'audit_entries',
      'idempotency_keys',
      'instrument_configs',
      'invitations',
      'password_resets',
      'rate_limits',
      'removals',
      'sessions',
      'submission_attachments',
      'submissions',
      'users',
    ])
    const removals = await database.db.removal.findMany({ orderBy: { id: 'asc' } })
    expect(removals.map(({ title }) => title)).toEqual(['somebody else', `Duet for ${pseudonym}`])
    expect((await database.db.idempotencyKey.findMany({})).map(({ key }) => key)).toEqual(['another key'])
    const { content } = await database.db.submission.findUniqueOrThrow({ where: { id: submissionId } })
    expect(content).toBe(`${pseudonym}'s piece. I am ${pseudonym} (${pseudonym}), see ${pseudonym}; Quillow stays.`)
    const marks = await database.db.grade.findMany({ where: { submissionId }, orderBy: { id: 'asc' } })
    expect(marks.map(({ kind, rhythm }) => [kind, rhythm])).toEqual([
      ['SELF', 3],
      ['TEACHER', 4.5],
    ])
    const user = await database.db.user.findUniqueOrThrow({ where: { id: student.id } })
    expect(user).toMatchObject({
      username: pseudonym,
      name: '',
      email: '',
      externalId: '',
      isActive: false,
      grade: '7',
    })
    expect(await database.db.user.findUniqueOrThrow({ where: { id: other.id } })).toMatchObject({ isActive: true })
  })

  it('keeps what research reads', async () => {
    const rows = async () => (await research()).trimEnd().split('\r\n').length
    const before = await rows()
    await erase(zoe.username)
    expect(await rows()).toBe(before)
    expect(await research()).toContain('4.5')
  })

  it('keeps recordings where that is asked for, under keys that tell nothing', async () => {
    const before = await database.db.submissionAttachment.findFirstOrThrow({})
    expect(before.file).toMatch(/Quill/)
    const { recordings } = await erase(zoe.username, { keepRecordings: true })
    expect(recordings).toEqual({ removed: 0, renamed: 1 })
    const after = await database.db.submissionAttachment.findFirstOrThrow({})
    expect(after).toEqual({ ...before, file: after.file })
    expect(after.file).toMatch(/^recording_\w{7}\.wav$/)
    expect(mediaFiles()).toContain(after.file)
    expect(mediaFiles()).not.toContain(before.file)
    expect(await whereNamed()).toEqual([])
  })

  it('ends every way in, and frees the username', async () => {
    const account = { username: zoe.username, password: 'long enough' }
    await erase(zoe.username)
    await database.db.rateLimit.deleteMany({})
    expect(await database.db.session.count({ where: { userId: student.id } })).toBe(0)
    for (const username of [`erased-${student.id}`, zoe.username])
      await expect(signIn(anonymousCtx(database), { username, password: '!erased' })).rejects.toMatchObject({
        code: 'bad-credentials',
      })
    const again = await createAccount(admin.ctx, createUserInput.parse({ ...account, email: zoe.email }))
    expect(again.id).not.toBe(student.id)
  })

  it('is told to the audit trail, without the name', async () => {
    await erase(zoe.username)
    const entries = await database.db.auditEntry.findMany({ where: { action: 'privacy.erase' } })
    expect(entries).toMatchObject([
      { actorKind: 'system', subjectType: 'User', subjectIds: [student.id], data: { recordingsRemoved: 1 } },
    ])
  })

  it('says where others wrote the name, and changes nothing of theirs', async () => {
    const row = { courseAssignmentId: (await database.db.courseAssignment.findFirstOrThrow({})).id }
    const content = `I played with ${zoe.name}.`
    const theirs = await database.db.submission.create({ data: { ...row, enrollmentId: other.enrollmentId, content } })
    const { left } = await erase(zoe.username)
    expect(left).toEqual([{ table: 'submissions', column: 'content', rows: 1 }])
    expect((await database.db.submission.findUniqueOrThrow({ where: { id: theirs.id } })).content).toBe(content)
  })

  it('is refused for the last administrator, and for who is erased already', async () => {
    await expect(erase(admin.username)).rejects.toMatchObject({ code: 'conflict', message: /last administrator/ })
    const second = await createAdministrator(database)
    await erase(second.username)
    await expect(erase(admin.username)).rejects.toMatchObject({ code: 'conflict' })
    await expect(erase(`erased-${second.id}`)).rejects.toMatchObject({ code: 'conflict', message: /already/ })
    await expect(erase('nobody at all')).rejects.toMatchObject({ code: 'not-found' })
    expect((await database.db.user.findUniqueOrThrow({ where: { id: admin.id } })).isActive).toBe(true)
  })

  it('is for the command line alone', async () => {
    for (const who of [admin.ctx, course.teacher.ctx, student.ctx]) {
      await expect(erasePerson(who, { username: other.username, keepRecordings: false })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(exportPerson(who, { username: other.username })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(applyRetention(who, retentionInput.parse({}))).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('takes everything or nothing', async () => {
    const before = await everyText()
    const files = mediaFiles()
    await database.pool.query(`ALTER TABLE instrument_configs RENAME TO configs_away`)
    await expect(erase(zoe.username, { keepRecordings: true })).rejects.toThrow()
    await database.pool.query(`ALTER TABLE configs_away RENAME TO instrument_configs`)
    expect(await everyText()).toEqual(before)
    expect(mediaFiles()).toEqual(files)
  })

  it('takes another pseudonym where somebody is called like it', async () => {
    await createUser(database)
    await database.db.user.update({ where: { id: other.id }, data: { username: `erased-${student.id}` } })
    expect((await erase(zoe.username)).pseudonym).toMatch(new RegExp(`^erased-${student.id}-[0-9a-f]{12}$`))
  })
})

describe('exporting a person', () => {
  it('hands out everything about them, and no password, no token, nobody else', async () => {
    const { person, files } = await exportPerson(ctx(), { username: zoe.username })
    expect(person).toMatchObject({
      account: { ...zoe, grade: '7', instrument: { name: 'Flute' } },
      sessions: [{ expiresAt: '2099-01-01T00:00:00.000Z' }],
      enrollments: [
        {
          course: { slug: course.slug },
          role: 'STUDENT',
          submissions: [
            {
              content: expect.stringContaining('I am zoË.quill'),
              attachments: [{ contentType: 'audio/wav', sizeBytes: wav.length }],
              grades: [{ kind: 'SELF' }, { kind: 'TEACHER', rhythm: 4.5, tone: 4, expression: null }],
            },
          ],
          progress: [
            {
              questionResponses: { q1: { text: `I, ${zoe.name}` } },
              participantEmail: zoe.email,
              events: [{ step: 1, operation: `by ${zoe.username}`, data: { [zoe.name]: [zoe.email] } }],
            },
          ],
        },
      ],
      configs: [{ name: `Flute of ${zoe.username}` }],
    })
    const { audit } = person as { audit: { action: string; by: string }[] }
    expect(audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'users.create', by: 'user' }),
        expect.objectContaining({ action: 'submissions.handIn', by: 'themselves' }),
        expect.objectContaining({ action: 'grades.grade', by: 'user' }),
      ]),
    )
    expect(files).toHaveLength(2)
    expect(mediaFiles()).toEqual(expect.arrayContaining(files))
    const json = JSON.stringify(person)
    for (const secret of ['passwordHash', 'tokenHash', 'abab', 'cdcd', other.username])
      expect(json).not.toContain(secret)
    const [entry] = await database.db.auditEntry.findMany({ where: { action: 'privacy.export' } })
    expect(entry).toMatchObject({ actorKind: 'system', subjectIds: [student.id], data: {} })
  })

  it('of a teacher has the marks they gave, without whom they gave them to', async () => {
    const { person } = await exportPerson(ctx(), { username: course.teacher.username })
    expect(person).toMatchObject({
      gradesGiven: [{ submissionId, rhythm: 4.5 }],
      ownedCourses: [{ slug: course.slug }],
    })
    expect(JSON.stringify(person)).not.toContain('Quill')
  })

  it('knows nobody of another name', async () => {
    await expect(exportPerson(ctx(), { username: 'nobody at all' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('retention', () => {
  const inDays = (days: number) => ({
    ...systemCtx(database),
    clock: { now: () => new Date(now.getTime() + days * 24 * 3600 * 1000) },
  })
  const nothing = { auditEntries: 0, sessions: 0, invitations: 0, passwordResets: 0, tries: 0, events: 0, progress: 0 }

  it('removes nothing that is in its time, and nothing without a limit', async () => {
    const before = await everyText()
    const all = retentionInput.parse({ auditDays: 100, sessionDays: 30, erasedDays: 1, apply: true })
    expect(await applyRetention(inDays(20), all)).toEqual({ applied: true, ...nothing })
    const unlimited = retentionInput.parse({ sessionDays: null, apply: true })
    expect(await applyRetention(inDays(9999), unlimited)).toEqual({ applied: true, ...nothing })
    expect(await everyText()).toEqual(before)
  })

  it('says what it would remove, and removes just that when told', async () => {
    await erase(zoe.username)
    await database.db.session.updateMany({ where: { userId: other.id }, data: { expiresAt: now } })
    await database.db.passwordReset.create({ data: { userId: other.id, tokenHash: 'ef'.repeat(32), expiresAt: now } })
    await database.db.auditEntry.updateMany({ data: { at: now } })
    const entries = await database.db.auditEntry.count()
    const input = { auditDays: 365, sessionDays: 30, erasedDays: 180 }
    const before = await everyText()
    const late = inDays(400)
    const expected = { ...nothing, auditEntries: entries - 1, sessions: 1, passwordResets: 1, events: 1, progress: 1 }
    const dry = await applyRetention(late, retentionInput.parse(input))
    expect(dry).toEqual({ ...expected, applied: false, tries: expect.any(Number) })
    expect(await everyText()).toEqual(before)

    expect(await applyRetention(late, retentionInput.parse({ ...input, apply: true }))).toEqual({
      ...dry,
      applied: true,
    })
    const kept = await database.db.auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(kept.map(({ action }) => action)).toEqual(['privacy.erase', 'privacy.applyRetention'])
    expect(await database.db.submission.count({ where: { id: submissionId } })).toBe(1)
    expect(await database.db.session.count({ where: { userId: other.id } })).toBe(0)
    expect(await applyRetention(late, retentionInput.parse({ ...input, apply: true }))).toEqual({
      applied: true,
      ...nothing,
    })
  })

  it('takes the steps of those alone who were erased', async () => {
    const all = retentionInput.parse({ sessionDays: null, erasedDays: 1, apply: true })
    expect(await applyRetention(inDays(9999), all)).toEqual({ applied: true, ...nothing })
    expect(await database.db.activityEvent.count()).toBe(1)
    await erasePerson(ctxFor(database, { kind: 'system' }), { username: zoe.username, keepRecordings: false })
    expect(await applyRetention(inDays(0.5), all)).toEqual({ applied: true, ...nothing })
    expect(await applyRetention(inDays(1.5), all)).toMatchObject({ events: 1, progress: 1 })
    expect(await database.db.grade.count()).toBe(2)
  })
})
