/** Holds what is in the database and in the folder of files against what was acknowledged. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { bareServices, type Database, media, openDatabase, systemContext } from '@cpr/domain'
import type { Place } from '../check.ts'
import { fetchAs } from '../fetch-as.ts'
import { type Acknowledged, filesOf, type Journal } from './journal.ts'

/** The highest ids before anybody wrote: what is above them is theirs. */
export type Baseline = { submissions: number; attachments: number; grades: number; events: number }

const withDatabase = async <T>({ env }: Pick<Place, 'env'>, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase({ url: env.DATABASE_URL, dataDir: env.DATA_DIR })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** While no server runs: the embedded database has one process. */
export const baselineOf = (place: Pick<Place, 'env'>): Promise<Baseline> =>
  withDatabase(place, async ({ pool }) => {
    const { rows } = await pool.query<Baseline>(`
      SELECT (SELECT coalesce(max(id), 0) FROM submissions) AS submissions,
        (SELECT coalesce(max(id), 0) FROM submission_attachments) AS attachments,
        (SELECT coalesce(max(id), 0) FROM grades) AS grades,
        (SELECT coalesce(max(id), 0) FROM activity_events) AS events`)
    return rows[0] as Baseline
  })

/** Fetches every acknowledged file by its address. @returns what is wrong with them */
export const filesByHttp = async (address: string, journal: Journal): Promise<string[]> => {
  const wrong: string[] = []
  for (const { url, key, sha256 } of filesOf(journal)) {
    const answer = await fetchAs(address, 0, url)
    const hash = createHash('sha256').update(new Uint8Array(await answer.arrayBuffer()))
    if (!answer.ok) wrong.push(`file ${key} answers ${answer.status}`)
    else if (hash.digest('hex') !== sha256) wrong.push(`file ${key} has other bytes than were acknowledged`)
  }
  return wrong
}

type Tables = {
  submissions: { id: number; courseAssignmentId: number; userId: number; content: string }[]
  attachments: { id: number; submissionId: number; key: string; sizeBytes: number; sha256: string }[]
  grades: { id: number; submissionId: number; graderId: number; marks: object }[]
  events: { operation: string; step: number; data: object; courseAssignmentId: number; userId: number }[]
}

const newRows = async ({ pool }: Database, baseline: Baseline): Promise<Tables> => {
  const rowsOf = async <Row>(sql: string, above: number): Promise<Row[]> =>
    (await pool.query(sql, [above])).rows as Row[]
  return {
    submissions: await rowsOf(
      `SELECT s.id, s.course_assignment_id AS "courseAssignmentId", e.user_id AS "userId", s.content
       FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id WHERE s.id > $1`,
      baseline.submissions,
    ),
    attachments: await rowsOf(
      `SELECT id, submission_id AS "submissionId", file AS key, size_bytes::float8 AS "sizeBytes", sha256
       FROM submission_attachments WHERE id > $1`,
      baseline.attachments,
    ),
    grades: await rowsOf(
      `SELECT id, submission_id AS "submissionId", grader_id AS "graderId",
         json_build_object('rhythm', rhythm, 'tone', tone, 'expression', expression) AS marks
       FROM grades WHERE id > $1`,
      baseline.grades,
    ),
    // One whose step does not know it is half written: it comes without its step, as no event was sent.
    events: await rowsOf(
      `SELECT a.operation, CASE WHEN p.step_completions -> a.step::text @> to_jsonb(a.operation) THEN a.step END AS step, a.data,
         p.course_assignment_id AS "courseAssignmentId", e.user_id AS "userId"
       FROM activity_events a JOIN activity_progress p ON p.id = a.progress_id JOIN enrollments e ON e.id = p.enrollment_id
       WHERE a.id > $1 AND a.operation LIKE 'soak %'`,
      baseline.events,
    ),
  }
}

/** As they should stand in the database. */
const expectedOf = ({ acknowledged }: Journal): Tables => {
  const of = <K extends Acknowledged['kind']>(kind: K) =>
    acknowledged.filter((entry): entry is Extract<Acknowledged, { kind: K }> => entry.kind === kind)
  const attached = [
    ...of('submission').flatMap(({ id, file }) => (file ? [{ submissionId: id, file }] : [])),
    ...of('attachment'),
  ]
  return {
    submissions: of('submission').map(({ id, courseAssignmentId, userId, content }) => ({
      id,
      courseAssignmentId,
      userId,
      content,
    })),
    attachments: attached.map(({ submissionId, file: { id, key, sizeBytes, sha256 } }) => ({
      id,
      submissionId,
      key,
      sizeBytes,
      sha256,
    })),
    grades: of('grade').map(({ kind: _, ...entry }) => entry),
    events: of('event').map(({ kind: _, ...entry }) => entry),
  }
}

/** Fields in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort())
      : part,
  )

/** What of `expected` is not among `found` exactly once, and what else is there. */
const differences = (what: string, expected: object[], found: object[]): string[] => {
  const open = new Map<string, number>()
  for (const row of found) open.set(canonical(row), (open.get(canonical(row)) ?? 0) + 1)
  const lost = expected.filter((row) => {
    const count = open.get(canonical(row)) ?? 0
    open.set(canonical(row), count - 1)
    return count < 1
  })
  const extra = [...open].flatMap(([row, count]) => (count > 0 ? [row] : []))
  const short = (row: string): string => (row.length > 200 ? `${row.slice(0, 200)}…` : row)
  return [
    ...lost.map((row) => `${what} acknowledged and not there: ${short(canonical(row))}`),
    ...extra.map((row) => `${what} there that nobody was told of, or twice: ${short(row)}`),
  ]
}

/** So much later whatever nobody needs is old enough to be removed. */
const daysLater = 4

type Proof = { wrong: string[]; checked: number; orphans: number }

/**
 * While no server runs: every row and file that was acknowledged is there once, nothing else is, and the check of the
 * files finds, some days later, nothing that a row needs; once it has removed what it found, nothing at all.
 */
export const proveKept = (place: Pick<Place, 'env'>, baseline: Baseline, journal: Journal): Promise<Proof> =>
  withDatabase(place, async (database) => {
    const expected = expectedOf(journal)
    const found = await newRows(database, baseline)
    const wrong = Object.entries(expected).flatMap(([what, rows]) =>
      differences(what, rows, found[what as keyof Tables]),
    )

    const folder = { s3: null, dataDir: resolve(place.env.DATA_DIR as string) }
    const store = media.openMedia(folder)
    const clock = { now: () => new Date(Date.now() + daysLater * 86_400_000) }
    const ctx = systemContext(database.db, { ...bareServices, media: store, clock })
    const unfinished = media.openUnfinished(folder)
    const needed = new Set(found.attachments.map(({ key }) => key))
    const first = await media.checkMedia(ctx, { remove: true, unfinished })
    const orphans = [...first.orphans, ...first.expired]
    wrong.push(
      // The district's own files never were.
      ...first.missing.filter((key) => needed.has(key)).map((key) => `a row names ${key}, which is not there`),
      ...first.differing.map(({ key, expected, found }) => `${key} has ${found} bytes and its row says ${expected}`),
      ...orphans.filter(({ key }) => needed.has(key)).map(({ key }) => `${key} counts as nobody's, and a row names it`),
    )
    if (first.removed !== orphans.length)
      wrong.push(`of ${orphans.length} files that nobody needs ${first.removed} were removed`)
    const second = await media.checkMedia(ctx, { unfinished })
    wrong.push(...[...second.orphans, ...second.expired].map(({ key }) => `${key} is left of what was to be removed`))
    for (const { key, sha256 } of expected.attachments) {
      const file = await store.read(key)
      const hash = createHash('sha256')
      for await (const chunk of file?.body ?? []) hash.update(chunk)
      if (file === null || hash.digest('hex') !== sha256)
        wrong.push(`${key} is gone, or another, once the check removed what it found`)
    }
    return { wrong, checked: Object.values(expected).flat().length, orphans: orphans.length }
  })
