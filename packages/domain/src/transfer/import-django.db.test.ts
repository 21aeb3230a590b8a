/** What an import does beside copying: refusing, rehearsing, repairing, checking. Sources are dumps that were spoiled. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Database } from '@cpr/db'
import { ownDatabase } from '@cpr/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mediaFiles } from '../../testing/index.ts'
import { authenticate } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { createDiskStore } from '../media/index.ts'
import { type DumpRow, dumpSource, type ImportOptions, importDjango, openSource } from './index.ts'
import { emptyTables } from './target.ts'
import { dump, scriptCtx, snapshot, world } from './test-databases.ts'

let database: Database
let ctx: Ctx

beforeAll(async () => {
  database = await ownDatabase()
  ctx = scriptCtx(database)
})

afterAll(() => database.close())

beforeEach(() => emptyTables(ctx, 'public'))

/** The world with a row changed or added: `courses.course 1` with `{ slug: '' }`. */
const spoil = (rows: DumpRow[], model: string, pk: unknown, fields: Record<string, unknown>): void => {
  const row = rows.find((other) => other.model === model && other.pk === pk)
  if (row) Object.assign(row.fields, fields)
  else rows.push({ model, pk, fields })
}

const importRows = (rows: DumpRow[], options: ImportOptions = {}) => importDjango(ctx, dumpSource(rows), options)

type Spoiling = [model: string, pk: unknown, fields: Record<string, unknown>][]

const importSpoilt = (spoiling: Spoiling, options: ImportOptions = {}) => {
  const rows = world()
  for (const [model, pk, fields] of spoiling) spoil(rows, model, pk, fields)
  return importRows(rows, options)
}

const count = async (table: string): Promise<number> =>
  (await database.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n

describe('what is in the database already', () => {
  it('is not touched, unless it came with an import or is given up', async () => {
    await database.db.user.create({ data: { username: 'mine', passwordHash: '!' } })
    await expect(importRows(world())).rejects.toMatchObject({ code: 'conflict' })
    expect(await count('users')).toBe(1)
    expect((await importRows(world(), { replace: true })).outcome).toBe('imported')
    expect((await importRows(world())).outcome).toBe('unchanged')
  })

  it('is not taken for the same where somebody worked on since', async () => {
    await importRows(world())
    await database.db.submission.create({ data: { courseAssignmentId: 1, enrollmentId: 3, content: 'since' } })
    await expect(importRows(world())).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('submissions (1 rows here, 0 there)'),
    })
    expect(await count('submissions')).toBe(6)
  })

  it('stays in a rehearsal, whose report is that of an import', async () => {
    await database.db.user.create({ data: { username: 'mine', passwordHash: '!' } })
    const before = await snapshot(database)
    const rehearsed = await importRows(world(), { dryRun: true })
    expect(await snapshot(database)).toEqual(before)
    const imported = await importRows(world(), { replace: true })
    expect(rehearsed).toEqual({ ...imported, outcome: 'rehearsed' })
  })

  it('stays where the source fails half way', async () => {
    const source = dumpSource(world())
    const failing = {
      ...source,
      batches: (table: Parameters<typeof source.batches>[0]) => {
        if (table === 'submissions_grade') throw new Error('the source went away')
        return source.batches(table)
      },
    }
    await expect(importDjango(ctx, failing, { replace: true })).rejects.toThrow('the source went away')
    expect(await count('users')).toBe(0)
  })
})

it('says of each table what was read, and reports progress', async () => {
  const doing = new Map<string, [number, number]>()
  const onProgress: ImportOptions['onProgress'] = ({ doing: what, done, total }) => doing.set(what, [done, total])
  const report = await importRows(world(), { onProgress })
  expect(report.tables.find(({ table }) => table === 'users_user')).toEqual({
    table: 'users_user',
    read: 16,
    into: 'users',
    written: 16,
    merged: 0,
    repaired: 0,
    skipped: 0,
  })
  expect(doing.get('submissions_submission')).toEqual([5, 5])
  expect([...doing.values()].every(([done, total]) => done === total)).toBe(true)
})

describe('beside the rows', () => {
  it('tokens become sessions, addresses and invitations come along', async () => {
    await importSpoilt([
      ['authtoken.token', 'b'.repeat(40), { user: 11, created: '2026-02-01T00:00:00Z' }],
      ['users.user', 12, { email: '' }],
      ['account.emailaddress', 1, { user: 12, email: 'second@example.org', verified: false, primary: false }],
      ['account.emailaddress', 2, { user: 12, email: 'first@example.org', verified: true, primary: true }],
      [
        'invitations.invitation',
        1,
        {
          email: 'new@example.org',
          accepted: false,
          created: '2026-02-09T00:00:00Z',
          sent: '2026-02-09T01:00:00Z',
          key: 'k1',
          inviter: 1,
        },
      ],
      ['users.groupinvitation', 1, { group: 1 }],
      [
        'invitations.invitation',
        2,
        {
          email: 'teacher1@example.org',
          accepted: true,
          created: '2026-01-01T00:00:00Z',
          sent: null,
          key: 'k2',
          inviter: 1,
        },
      ],
      [
        'invitations.invitation',
        3,
        {
          email: 'nobody@example.org',
          accepted: false,
          created: '2026-02-09T00:00:00Z',
          sent: null,
          key: 'k3',
          inviter: 1,
        },
      ],
    ])
    const { db } = database
    expect(await authenticate({ db, clock: ctx.clock }, 'b'.repeat(40))).toMatchObject({ kind: 'user', id: 11 })
    expect(await db.user.findUnique({ where: { id: 12 } })).toMatchObject({ email: 'first@example.org' })
    expect(await db.invitation.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id: 1, email: 'new@example.org', inviterId: 1, acceptedAt: null, expiresAt: new Date('2026-02-16T01:00:00Z') },
      { id: 2, inviteeId: 2, acceptedAt: new Date('2026-01-01T00:00:00Z') },
    ])
    const kept = await db.auditEntry.findMany({ where: { subjectType: 'User' } })
    expect(kept).toMatchObject([{ subjectIds: [12], data: { repair: 'address-extra', was: 'second@example.org' } }])
  })

  it('grades that no submission points at are kept, of the kind that their grader gives', async () => {
    const marks = { rhythm: 2, tone: 2, expression: 2.25, created_at: '2026-02-09T00:00:00Z' }
    const report = await importSpoilt([
      ['submissions.grade', 7, { grader: 3, ...marks }],
      ['submissions.grade', 8, { grader: 20, ...marks }],
    ])
    expect(report.verification).toMatchObject({ grades: 4, differences: [] })
    expect(await database.db.grade.findMany({ where: { id: { gte: 7 } }, orderBy: { id: 'asc' } })).toMatchObject([
      { id: 7, submissionId: null, graderId: 3, kind: 'TEACHER', rhythm: 2, expression: 2.25 },
      { id: 8, submissionId: null, graderId: 20, kind: 'SELF' },
    ])
  })

  it("the administrators' history is in the audit trail, in order of time, without secrets", async () => {
    const fields = { username: 'student10', password: 'pbkdf2_sha256$secret', name: 'Ten' }
    await importSpoilt([
      ['contenttypes.contenttype', 5, { app_label: 'users', model: 'user' }],
      ['reversion.revision', 1, { date_created: '2026-02-03T10:00:00Z', comment: 'Renamed.', user: 1 }],
      [
        'reversion.version',
        1,
        {
          revision: 1,
          content_type: 5,
          object_id: '10',
          object_repr: 'student10',
          serialized_data: JSON.stringify([{ model: 'users.user', pk: 10, fields }]),
        },
      ],
      [
        'admin.logentry',
        1,
        {
          action_time: '2026-02-02T10:00:00Z',
          user: 1,
          content_type: ['courses', 'course'],
          object_id: '1',
          object_repr: 'Concert Band',
          action_flag: 1,
          change_message: '[{"added": {}}]',
        },
      ],
    ])
    const entries = await database.db.auditEntry.findMany({
      where: { action: { startsWith: 'django.' } },
      orderBy: { id: 'asc' },
    })
    expect(entries).toMatchObject([
      {
        id: 1n,
        action: 'django.admin.add',
        actorId: 1,
        subjectType: 'Course',
        subjectIds: [1],
        at: new Date('2026-02-02T10:00:00Z'),
      },
      {
        id: 2n,
        action: 'django.version',
        actorId: 1,
        subjectType: 'User',
        subjectIds: [10],
        data: { comment: 'Renamed.', fields: '{"username":"student10","name":"Ten"}' },
      },
    ])
    expect(JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).not.toContain(
      'secret',
    )
  })

  it('names in the place of ids are followed, as a dump with natural keys has them', async () => {
    const rows = world()
    for (const { model, fields } of rows) {
      if (model === 'courses.course') fields.owner = [fields.owner === 3 ? 'teacher2' : 'teacher1']
      if (model === 'users.user')
        fields.groups = (fields.groups as number[]).map((id) => [id === 1 ? 'Teacher' : 'Student'])
    }
    await importRows(rows)
    expect((await importRows(world())).outcome).toBe('unchanged')
  })
})

describe('a source that is broken is repaired by rule, and the rest comes over:', () => {
  /** What is found, and no difference for anybody. */
  const repaired = async (spoiling: Spoiling) => {
    const { outcome, findings, verification } = await importSpoilt(spoiling)
    expect({ outcome, differences: verification.differences }).toEqual({ outcome: 'imported', differences: [] })
    return findings.map(({ table, id, outcome: what, repair }) => `${table} ${id} ${what} ${repair}`)
  }
  const raw = async (sql: string) => (await database.pool.query(sql)).rows

  it('slugs twice, and none', async () => {
    expect(
      await repaired([
        ['courses.course', 2, { slug: 'concert-band' }],
        ['musics.piece', 6, { slug: '' }],
      ]),
    ).toEqual(['musics_piece 6 repaired slug', 'courses_course 2 repaired slug'])
    expect(await raw('SELECT slug FROM courses ORDER BY id LIMIT 2')).toEqual([
      { slug: 'concert-band' },
      { slug: 'concert-band-1' },
    ])
    expect(await raw('SELECT slug FROM pieces WHERE id = 6')).toEqual([{ slug: 'never-planned' }])
  })

  it('two parts of one type in a piece, and two notations of one transposition', async () => {
    expect(
      await repaired([
        [
          'musics.part',
          11,
          { name: 'Another melody', part_type: 1, piece: 2, sample_audio: '', chord_scale_pattern: null },
        ],
        ['musics.parttransposition', 100, { part: 11, transposition: 2, flatio: 'notes' }],
        ['musics.parttransposition', 101, { part: 4, transposition: 2, flatio: 'others' }],
      ]),
    ).toEqual(['musics_part 11 repaired second-part', 'musics_parttransposition 101 merged second-notation'])
    expect(await raw('SELECT t.name FROM parts p JOIN part_types t ON t.id = p.part_type_id WHERE p.id = 11')).toEqual([
      { name: 'Melody (2)' },
    ])
    expect(await raw('SELECT part_id FROM part_transpositions WHERE id = 100')).toEqual([{ part_id: 11 }])
  })

  it('an unknown role, which may do the least', async () => {
    expect(
      await repaired([
        ['users.role', 3, { name: 'Observer' }],
        ['courses.enrollment', 3, { role: 3 }],
      ]),
    ).toEqual(['courses_enrollment 3 repaired role-unknown'])
    expect(await raw('SELECT role::text FROM enrollments WHERE id = 3')).toEqual([{ role: 'student' }])
  })

  it('somebody twice in a course, with work on both', async () => {
    expect(
      await repaired([
        ['courses.enrollment', 50, { user: 10, course: 1, role: 2, instrument: null }],
        [
          'submissions.submission',
          9,
          {
            course_assignment: 3,
            enrollment: 50,
            instrument: null,
            part: null,
            index: 0,
            submitted: '2026-02-12T00:00:00Z',
            content: 'x',
            grade: null,
            self_grade: null,
          },
        ],
      ]),
    ).toEqual(['courses_enrollment 50 merged duplicate'])
    expect(await raw('SELECT enrollment_id FROM submissions WHERE id = 9')).toEqual([{ enrollment_id: 2 }])
  })

  it('names, usernames and addresses twice', async () => {
    expect(
      await repaired([
        ['musics.ensembletype', 9, { name: 'Band' }],
        ['musics.piece', 6, { ensemble_type: 9 }],
        ['instruments.instrument', 40, { name: 'Flute', transposition: 2, midi_program_number: null }],
        ['users.user', 11, { username: 'student10' }],
        ['users.user', 12, { email: 'STUDENT10@example.org' }],
        ['users.user', 13, { is_staff: true }],
      ]),
    ).toEqual([
      'instruments_instrument 40 repaired no-midi-program',
      'instruments_instrument 40 repaired same-name-differs',
      'musics_ensembletype 9 merged same-name',
      'users_user 11 repaired username',
      'users_user 12 repaired address-taken',
      'users_user 13 repaired staff-flag',
    ])
    expect(await raw('SELECT ensemble_type_id FROM pieces WHERE id = 6')).toEqual([{ ensemble_type_id: 1 }])
    expect(
      await raw(`SELECT subject_ids, data ->> 'was' AS was FROM audit_entries WHERE subject_type = 'User' ORDER BY id`),
    ).toEqual([
      { subject_ids: [12], was: 'STUDENT10@example.org' },
      { subject_ids: [13], was: 'is_staff' },
    ])
  })

  it('invalid JSON in text, which is kept', async () => {
    expect(
      await repaired([
        ['users.instrumentconfig', 2, { settings: '{attack: 0.1' }],
        [
          'submissions.activityprogress',
          1,
          {
            question_responses: '{"q1": "because"}',
            activity_logs: ['played', { timestamp: 'noon', operation: 'play' }],
            audio_metadata: [1],
          },
        ],
      ]),
    ).toEqual([
      'users_instrumentconfig 2 repaired unreadable-json',
      'submissions_activityprogress 1 repaired unexpected-json',
      'submissions_activityprogress 1 repaired unexpected-json',
      'submissions_activityprogress 1 repaired log-entry',
    ])
    expect(await raw('SELECT settings FROM instrument_configs WHERE id = 2')).toEqual([
      { settings: { unreadable: '{attack: 0.1' } },
    ])
    expect(await raw('SELECT question_responses AS q, audio_metadata AS m FROM activity_progress')).toEqual([
      { q: { q1: 'because' }, m: { unreadable: [1] } },
    ])
    expect(await raw('SELECT operation, step, data FROM activity_events ORDER BY id')).toEqual([
      { operation: 'unreadable', step: 2, data: { unreadable: 'played' } },
      { operation: 'play', step: 2, data: { timestamp: 'noon' } },
    ])
  })

  it('times without zone, and none; characters that cannot be stored', async () => {
    expect(
      await repaired([
        ['submissions.submission', 1, { submitted: '2026-02-10T15:00:00.123456', content: 'a\0b\ud800' }],
        ['users.user', 40, { date_joined: 'once', last_login: '2026-02-30T00:00:00Z' }],
      ]),
    ).toEqual([
      'users_user 40 repaired unreadable-time',
      'users_user 40 repaired unreadable-time',
      'submissions_submission 1 repaired naive-time',
      'submissions_submission 1 repaired unstorable-characters',
    ])
    expect(await raw('SELECT submitted_at::text AS at, content FROM submissions WHERE id = 1')).toMatchObject([
      { content: 'ab\ufffd' },
    ])
    expect(
      await raw(`SELECT submitted_at = '2026-02-10 15:00:00.123456+00' AS same FROM submissions WHERE id = 1`),
    ).toEqual([{ same: true }])
  })

  it('positions, marks, steps and days out of range', async () => {
    expect(
      await repaired([
        ['assignments.plannedactivity', 1, { order: 2 }],
        ['submissions.grade', 1, { rhythm: 5.5, tone: 3.3 }],
        ['submissions.activityprogress', 1, { current_step: 9 }],
        ['courses.course', 1, { start_date: '2026-06-05', end_date: '2026-01-12' }],
      ]),
    ).toEqual([
      'assignments_plannedactivity 1 repaired positions',
      'courses_course 1 repaired course-days',
      'submissions_grade 1 repaired grade-range',
      'submissions_activityprogress 1 repaired step-range',
    ])
    expect(await raw('SELECT id, position FROM planned_activities WHERE piece_plan_id = 1 ORDER BY position')).toEqual(
      [1, 2, 3, 4, 5, 6].map((position) => ({ id: position, position })),
    )
    expect(await raw('SELECT rhythm, tone FROM grades WHERE id = 1')).toEqual([{ rhythm: 5, tone: 3.25 }])
    expect(await raw(`SELECT data ->> 'was' AS was FROM audit_entries WHERE subject_type = 'Grade'`)).toEqual([
      { was: '{"rhythm":5.5,"tone":3.3,"expression":5}' },
    ])
  })

  it('one grade for two submissions, and two students with one activity in a group', async () => {
    expect(
      await repaired([
        ['submissions.submission', 1, { grade: 1 }],
        ['assignments.groupassignment', 9, { group: 1, enrollment: 12, course_assignment: 9 }],
      ]),
    ).toEqual(['assignments_groupassignment 9 repaired group-twice', 'submissions_grade 1 repaired grade-shared'])
    expect(await raw(`SELECT id, submission_id FROM grades WHERE kind = 'teacher' ORDER BY id`)).toEqual([
      { id: 1, submission_id: 1 },
      { id: 3, submission_id: 2 },
    ])
    expect(await raw('SELECT group_id FROM group_assignments WHERE id = 9')).toEqual([{ group_id: 2 }])
  })

  it('references to rows that are not there', async () => {
    expect(
      await repaired([
        ['musics.piece', 1, { composer: 99 }],
        ['musics.partinstrumentsample', 2, { instrument: 99 }],
        ['users.instrumentconfig', 2, { user: 99 }],
        ['assignments.curriculumentry', 7, { piece_plan: 99 }],
        ['assignments.courseassignment', 8, { piece_plan: 99 }],
      ]),
    ).toEqual([
      'musics_piece 1 repaired missing-reference',
      'musics_partinstrumentsample 2 skipped missing-row',
      'users_instrumentconfig 2 skipped missing-row',
      'assignments_curriculumentry 7 skipped missing-row',
      'assignments_courseassignment 8 repaired missing-reference',
    ])
  })
})

describe('assignments of students that nothing tells the piece of', () => {
  const withoutPiece = {
    activity: 1,
    enrollment: 5,
    instrument: 12,
    part: null,
    piece: null,
    piece_plan: null,
    group: null,
    deadline: null,
    created_at: '2022-01-01T00:00:00Z',
  }
  const importOld = (more: DumpRow[]) => {
    const rows = dump('pre-remodel.json')
    rows.push(...more)
    return importRows(rows)
  }

  it('get one made for them where there is work on them', async () => {
    const { findings, verification, outcome } = await importOld([
      { model: 'assignments.assignment', pk: 50, fields: withoutPiece },
      {
        model: 'submissions.submission',
        pk: 50,
        fields: {
          assignment: 50,
          index: 0,
          submitted: '2022-01-02T00:00:00Z',
          content: 'kept',
          grade: null,
          self_grade: null,
        },
      },
    ])
    expect({ outcome, differences: verification.differences }).toEqual({ outcome: 'imported', differences: [] })
    expect(findings).toContainEqual({
      table: 'assignments_assignment',
      id: 50,
      outcome: 'repaired',
      repair: 'no-piece',
      detail: 'piece 7',
    })
    const kept = await database.db.submission.findUnique({
      where: { id: 50 },
      include: { courseAssignment: { include: { piece: true } } },
    })
    expect(kept?.courseAssignment.piece).toMatchObject({ id: 7, name: 'Unknown piece' })
  })

  it('are left out where there is none, and the piece is told by part and plan where it can be', async () => {
    const { findings, outcome } = await importOld([
      { model: 'assignments.assignment', pk: 50, fields: withoutPiece },
      { model: 'assignments.assignment', pk: 51, fields: { ...withoutPiece, piece_plan: 1 } },
      { model: 'assignments.assignment', pk: 52, fields: { ...withoutPiece, activity: 99, piece: 1 } },
    ])
    expect(outcome).toBe('imported')
    expect(
      findings.filter(({ id }) => Number(id) >= 50).map(({ id, outcome: what, repair }) => [id, what, repair]),
    ).toEqual([
      [51, 'repaired', 'piece-told'],
      [52, 'skipped', 'missing-row'],
      [50, 'skipped', 'no-piece'],
    ])
    expect(await database.db.courseAssignment.findMany({ where: { id: { gte: 50 } } })).toMatchObject([
      { id: 51, pieceId: 1, piecePlanId: 1 },
    ])
  })
})

describe('work that nobody can be told to have made', () => {
  const orphan: Spoiling = [
    [
      'submissions.submission',
      9,
      {
        course_assignment: 3,
        enrollment: 99,
        instrument: null,
        part: null,
        index: 0,
        submitted: '2026-02-12T00:00:00Z',
        content: 'x',
        grade: null,
        self_grade: null,
      },
    ],
    ['submissions.submissionattachment', 9, { submission: 77, file: 'x.mp3', submitted: '2026-02-12T00:00:00Z' }],
  ]

  it('is a difference, which keeps the import from being written', async () => {
    const report = await importSpoilt(orphan)
    expect(report.outcome).toBe('refused')
    expect(report.verification.differences).toEqual([
      { about: 'attachment', id: '9', what: 'of submission 77, which is missing' },
      { about: 'submission', id: '9', what: 'missing' },
    ])
    expect(await count('users')).toBe(0)
  })

  it('is left out where that is accepted', async () => {
    const report = await importSpoilt(orphan, { acceptDifferences: true })
    expect(report.outcome).toBe('imported')
    expect(report.findings.map(({ table, id, repair }) => [table, id, repair])).toEqual([
      ['submissions_submission', 9, 'missing-row'],
      ['submissions_submissionattachment', 9, 'missing-row'],
    ])
    expect(await count('submissions')).toBe(5)
  })
})

describe('media', () => {
  let folder: string
  const put = (name: string, content: string): void => writeFileSync(join(folder, name), content)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cpr-media-source-'))
    put('first.mp3', 'the first')
    put('second-a.mp3', 'the second')
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is copied, checked and written down, and goes on where it broke off', async () => {
    // Of a run that broke off: one file whole, one of which other bytes are there.
    for (const [key, content] of [
      ['first.mp3', 'the first'],
      ['second-a.mp3', 'the s'],
    ] as const)
      await ctx.media.write(key, Readable.from([Buffer.from(content)]), 'audio/mpeg')
    await ctx.media.write('of-nobody.mp3', Readable.from([Buffer.from('x')]), 'audio/mpeg')
    const media = createDiskStore(folder)

    const report = await importRows(world(), { replace: true, media })
    expect(report.media).toMatchObject({ named: 10, copied: 1, present: 1, failed: [] })
    expect(report.media?.missing).toHaveLength(8)
    expect(report.media?.missing).toContain('trumpet.mp3')
    expect(mediaFiles()).toEqual(['first.mp3', 'second-a.mp3'])
    expect(await database.db.submissionAttachment.findUnique({ where: { id: 2 } })).toMatchObject({
      sizeBytes: 10n,
      contentType: 'audio/mpeg',
      sha256: createHash('sha256').update('the second').digest('hex'),
    })

    const again = await importRows(world(), { media })
    expect(again).toMatchObject({ outcome: 'unchanged', media: { copied: 0, present: 2 } })
    expect(await importRows(world(), { media, dryRun: true })).toMatchObject({
      media: { named: 10, copied: 0, bytes: 19 },
    })

    await importRows(world(), { replace: true })
    expect(mediaFiles()).toEqual([])
  })
})

describe('a source that is none', () => {
  it.each([
    ['no.json', /no\.json cannot be read \(ENOENT\)/],
    ['text.json', /This is no JSON/],
    ['list.json', /no list of \{model, pk, fields\}/],
  ])('%s', async (name, reason) => {
    const folder = mkdtempSync(join(tmpdir(), 'cpr-source-'))
    writeFileSync(join(folder, 'text.json'), 'PGDMP')
    writeFileSync(join(folder, 'list.json'), '[{"pk": 1}]')
    await expect(openSource(join(folder, name))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(reason),
    })
    rmSync(folder, { recursive: true })
  })
})
