/** The research export of the whole district, beside PostgreSQL's own COPY of the same rows. */
import { get } from 'node:http'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { tokenOf } from './district.ts'
import type { Running } from './processes.ts'

export type ExportMeasured = {
  seconds: number
  /** Null on the embedded database, which has no COPY to a client. */
  copySeconds: number | null
  firstByteMs: number
  peakRssMb: number
  maxLoopDelayMs: number
  rows: number
}

/** The rows of the export, a line each, as one who knows SQL would take them out. */
const copyOfExport = `COPY (
  SELECT ca.id, c.id, c.name, p.id, p.name, plan.id, plan.name, e.user_id, own.id, own.name, a.id,
    t.name || ': ' || coalesce(pt.name, 'None'), played.id, played.name, s.id, s.content, s.submitted_at, teacher.id, self.id,
    at.id, at.file, at.submitted_at, teacher.rhythm, teacher.tone, teacher.expression, self.rhythm, self.tone,
    self.expression
  FROM enrollments e
  JOIN users u ON u.id = e.user_id
  JOIN courses c ON c.id = e.course_id
  JOIN course_assignments ca ON ca.course_id = e.course_id
  JOIN pieces p ON p.id = ca.piece_id
  JOIN activities a ON a.id = ca.activity_id
  JOIN activity_types t ON t.id = a.activity_type_id
  LEFT JOIN part_types pt ON pt.id = a.part_type_id
  LEFT JOIN piece_plans plan ON plan.id = ca.piece_plan_id
  LEFT JOIN instruments own ON own.id = e.instrument_id
  LEFT JOIN assignment_overrides o ON o.course_assignment_id = ca.id AND o.enrollment_id = e.id
  LEFT JOIN instruments played ON played.id = coalesce(o.instrument_id, ca.instrument_id, e.instrument_id, u.instrument_id)
  LEFT JOIN submissions s ON s.course_assignment_id = ca.id AND s.enrollment_id = e.id
  LEFT JOIN submission_attachments at ON at.submission_id = s.id
  LEFT JOIN LATERAL (SELECT * FROM grades g WHERE g.submission_id = s.id AND g.kind = 'teacher'
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1) teacher ON true
  LEFT JOIN LATERAL (SELECT * FROM grades g WHERE g.submission_id = s.id AND g.kind = 'self'
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1) self ON true
  WHERE e.role = 'student'
  ORDER BY c.id, e.id, ca.id, s.id, at.submitted_at DESC, at.id DESC
) TO STDOUT WITH CSV`

/** Counts lines; no text of the export has one of its own. */
const lineCounter = () => {
  let lines = 0
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const byte of chunk) if (byte === 0x0a) lines += 1
      done()
    },
  })
  return { sink, lines: () => lines }
}

export const measureExport = async (
  server: Running,
  administrator: number,
  databaseUrl: string | undefined,
): Promise<ExportMeasured> => {
  await server.usage()
  const began = performance.now()
  let firstByteMs = Number.NaN
  const { sink, lines } = lineCounter()
  await new Promise<void>((done, fail) => {
    get(
      `${server.address}/dashboards/export/csv/`,
      { headers: { authorization: `Token ${tokenOf(administrator)}` } },
      (answer) => {
        if (answer.statusCode !== 200) fail(new Error(`The export answers ${answer.statusCode}.`))
        answer.once('data', () => {
          firstByteMs = performance.now() - began
        })
        pipeline(answer, sink).then(done, fail)
      },
    ).on('error', fail)
  })
  const seconds = (performance.now() - began) / 1000
  const { peakRssMb, maxLoopDelayMs } = await server.usage()
  const copied = databaseUrl === undefined ? null : await copy(databaseUrl)
  // Beside the header.
  const rows = lines() - 1
  if (copied !== null && copied.rows !== rows) throw new Error(`The export has ${rows} rows, COPY ${copied.rows}.`)
  return { seconds, copySeconds: copied?.seconds ?? null, firstByteMs, peakRssMb, maxLoopDelayMs, rows }
}

const copy = async (connectionString: string): Promise<{ seconds: number; rows: number }> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const began = performance.now()
    const { sink, lines } = lineCounter()
    await pipeline(client.query(copyTo(copyOfExport)), sink)
    return { seconds: (performance.now() - began) / 1000, rows: lines() }
  } finally {
    await client.end()
  }
}
