/** Databases from before the remodel, made up by chance: whatever is in them, nothing of it disappears. */
import type { Database } from '@cpr/db'
import { ownDatabase } from '@cpr/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Ctx } from '../context.ts'
import { type DumpRow, dumpSource, importDjango } from './index.ts'
import { scriptCtx, world } from './test-databases.ts'

let database: Database
let ctx: Ctx

beforeAll(async () => {
  database = await ownDatabase()
  ctx = scriptCtx(database)
})

afterAll(() => database.close())

/** People, music, plans and courses of the world, with nothing assigned yet. */
const assigned = ['courseassignment', 'assignmentgroup', 'groupassignment'].map((model) => `assignments.${model}`)
const base = world().filter(({ model }) => !model.startsWith('submissions.') && !assigned.includes(model))
const enrollments = base.filter(({ model }) => model === 'courses.enrollment').map(({ pk }) => pk as number)
const parts = base.filter(({ model }) => model === 'musics.part')
const pieceOfPart = new Map(parts.map(({ pk, fields }) => [pk as number, fields.piece as number]))

const day = fc.integer({ min: 1, max: 28 }).map((date) => String(date).padStart(2, '0'))
const time = fc.tuple(day, fc.integer({ min: 10, max: 23 })).map(([date, hour]) => `2026-02-${date}T${hour}:00:00Z`)
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { freq, nil: null })

const log = fc.record({
  timestamp: time.map((at) => at.slice(0, -1)),
  step: fc.integer({ min: 1, max: 4 }),
  operation: fc.constantFrom('play', 'trim', 'cut'),
  data: fc.constant({}),
})

const progress = fc.record({
  current_step: fc.integer({ min: 1, max: 4 }),
  step_completions: fc.dictionary(fc.constantFrom('1', '2'), fc.uniqueArray(fc.constantFrom('play', 'trim', 'cut'))),
  activity_logs: fc.array(log, { maxLength: 4 }),
  question_responses: fc.dictionary(fc.constantFrom('q1', 'q2', 'q3'), fc.string({ maxLength: 5 })),
  participant_email: maybe(fc.constantFrom('a@example.org', 'b@example.org')),
  current_audio_url: maybe(fc.constantFrom('https://example.org/a', 'https://example.org/b')),
  audio_edit_history: fc.array(fc.record({ url: fc.constantFrom('a', 'b') }), { maxLength: 2 }),
  audio_metadata: fc.dictionary(fc.constant('duration'), fc.integer({ min: 1, max: 9 })),
  created_at: time,
  updated_at: time,
})

const submission = fc.record({
  content: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '').toWellFormed()),
  submitted: time,
  index: fc.nat(3),
  graded: fc.boolean(),
  selfGraded: fc.boolean(),
  files: fc.nat(2),
})

const assignment = fc.record({
  enrollment: fc.constantFrom(...enrollments),
  // Few of each, so that students have the same ones, and some have one twice.
  activity: fc.constantFrom(1, 2, 3, 11),
  part: fc.constantFrom(...pieceOfPart.keys()),
  withPiece: fc.boolean(),
  plan: maybe(fc.constantFrom(2, 3, 5)),
  instrument: fc.constantFrom(1, 8, 21),
  group: maybe(fc.constantFrom(1, 2), 2),
  deadline: maybe(day.map((date) => `2026-03-${date}`)),
  created_at: time,
  submissions: fc.array(submission, { maxLength: 2 }),
  progress: maybe(progress, 2),
})

/** Rows of a dump, and with them grades that no submission points at. */
const madeUp = fc.record({ assignments: fc.array(assignment, { minLength: 1, maxLength: 25 }), loose: fc.nat(2) })

type Made = { assignments: (typeof assignment extends fc.Arbitrary<infer A> ? A : never)[]; loose: number }

const rowsOf = ({ assignments, loose }: Made): DumpRow[] => {
  const rows: DumpRow[] = [1, 2].map((pk) => ({
    model: 'assignments.assignmentgroup',
    pk,
    fields: { type: 'telephone_fixed' },
  }))
  const ids = { submission: 0, attachment: 0, grade: 0, progress: 0 }
  const grade = (): number => {
    ids.grade += 1
    const marks = { rhythm: 1 + (ids.grade % 16) / 4, tone: 3, expression: null }
    rows.push({
      model: 'submissions.grade',
      pk: ids.grade,
      fields: { grader: 2, ...marks, created_at: '2026-02-20T00:00:00Z' },
    })
    return ids.grade
  }
  for (const [index, { withPiece, submissions, progress: own, plan, part, ...fields }] of assignments.entries()) {
    const pk = index + 1
    const piece = withPiece ? pieceOfPart.get(part) : null
    rows.push({ model: 'assignments.assignment', pk, fields: { ...fields, part, piece, piece_plan: plan } })
    for (const { graded, selfGraded, files, ...work } of submissions) {
      ids.submission += 1
      const links = { assignment: pk, grade: graded ? grade() : null, self_grade: selfGraded ? grade() : null }
      rows.push({ model: 'submissions.submission', pk: ids.submission, fields: { ...work, ...links } })
      for (let file = 0; file < files; file += 1) {
        ids.attachment += 1
        const attachment = { submission: ids.submission, file: `${ids.attachment}.mp3`, submitted: work.submitted }
        rows.push({ model: 'submissions.submissionattachment', pk: ids.attachment, fields: attachment })
      }
    }
    if (own) {
      ids.progress += 1
      rows.push({ model: 'submissions.activityprogress', pk: ids.progress, fields: { ...own, assignment: pk } })
    }
  }
  for (let nth = 0; nth < loose; nth += 1) grade()
  return rows
}

/** Whose each piece of work is now, and for what, as the tables themselves say. */
const read = async () => {
  const query = async (sql: string): Promise<string[]> =>
    (await database.pool.query<{ line: string }>(sql)).rows.map(({ line }) => line)
  const place = `e.id || '/' || ca.activity_id || '/' || ca.piece_id`
  const from =
    'JOIN enrollments e ON e.id = x.enrollment_id JOIN course_assignments ca ON ca.id = x.course_assignment_id'
  return {
    submissions: await query(
      `SELECT x.id || ' ' || ${place} || ' ' || x.content AS line FROM submissions x ${from} ORDER BY x.id`,
    ),
    attachments: await query(
      `SELECT id || ' ' || submission_id || ' ' || file AS line FROM submission_attachments ORDER BY id`,
    ),
    grades: await query(
      `SELECT id || ' ' || coalesce(submission_id::text, 'none') || ' ' || rhythm AS line FROM grades ORDER BY id`,
    ),
    events:
      await query(`SELECT ${place} || ' ' || v.step || ' ' || v.operation || ' ' || to_char(v.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') AS line
      FROM activity_events v JOIN activity_progress x ON x.id = v.progress_id ${from}
      WHERE v.operation <> 'replaced_by_import'`),
    seen: await query(`SELECT e.id || '/' || ca.activity_id || '/' || ca.piece_id AS line FROM enrollments e
      JOIN course_assignments ca ON ca.course_id = e.course_id
      WHERE ca.audience = 'everyone' OR EXISTS (SELECT 1 FROM group_assignments g
        WHERE g.enrollment_id = e.id AND g.course_assignment_id = ca.id)`),
    groups: await query(
      `SELECT group_id || ' ' || count(*) AS line FROM group_assignments GROUP BY group_id, course_assignment_id HAVING count(*) > 1`,
    ),
  }
}

it('nothing of what students made or were assigned disappears, and twice is the same as once', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(madeUp, async (made) => {
      const rows = rowsOf(made)
      const report = await importDjango(ctx, dumpSource([...base, ...rows]), { replace: true })
      expect(report.verification.differences).toEqual([])
      expect(report.outcome).toBe('imported')

      const now = await read()
      const { assignments } = made
      const placeOf = ({ enrollment, activity, part }: Made['assignments'][number]) =>
        `${enrollment}/${activity}/${pieceOfPart.get(part)}`
      const work = rows.filter(({ model }) => model === 'submissions.submission')
      const line = ({ pk, fields }: DumpRow) =>
        `${pk} ${placeOf(assignments[(fields.assignment as number) - 1] as Made['assignments'][number])} ${fields.content}`
      expect(now.submissions).toEqual(work.map(line))
      expect(now.attachments).toEqual(
        rows
          .filter(({ model }) => model === 'submissions.submissionattachment')
          .map(({ pk, fields }) => `${pk} ${fields.submission} ${fields.file}`),
      )
      const usedBy = new Map(
        work.flatMap(({ pk, fields }) => [
          [fields.grade, pk],
          [fields.self_grade, pk],
        ]),
      )
      expect(now.grades).toEqual(
        rows
          .filter(({ model }) => model === 'submissions.grade')
          .map(({ pk, fields }) => `${pk} ${usedBy.get(pk) ?? 'none'} ${fields.rhythm}`),
      )
      const events = assignments.flatMap((row) =>
        (row.progress?.activity_logs ?? []).map(
          ({ step, operation, timestamp }) => `${placeOf(row)} ${step} ${operation} ${timestamp}`,
        ),
      )
      expect([...now.events].sort()).toEqual(events.sort())
      expect(now.seen).toEqual(expect.arrayContaining(assignments.map(placeOf)))
      expect(now.groups).toEqual([])

      expect((await importDjango(ctx, dumpSource([...base, ...rows]))).outcome).toBe('unchanged')
    }),
    { numRuns: 8, seed: 20_260_210 },
  )
})
