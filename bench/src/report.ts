/** What was measured, as a table for people and as JSON for programs. */
import type { Transport } from './cases.ts'
import type { ExportMeasured } from './export.ts'
import type { Measured } from './measure.ts'

export type Row = Measured & {
  name: string
  transport: Transport
  /** Of the floor in the same run, and `rps` as a share of it; null where there is none. */
  floorRps: number | null
  ratio: number | null
}

/** The student's list, asked of so many processes behind one port. */
export type WorkersRow = Measured & { workers: number }

/** A read on a district and on one of twice as many courses. `change`: of the time that it takes, 0.1 for a tenth more. */
export type GrowthRow = { name: string; transport: Transport; rps: number; twiceRps: number; change: number }

export type Report = {
  rows: Row[]
  workers?: WorkersRow[]
  export?: ExportMeasured
  /** From its start to its first answer, on the database that is there; and its memory before it is asked anything. */
  start: { coldStartMs: number; restRssMb: number }
}

const headers = ['', '', 'req/s', 'p50 ms', 'p99 ms', 'SQL', 'kB', 'CPU ms', 'peak MB', 'floor/s', 'of floor']

/** With `before`, each number of requests a second has its change behind it. */
export const tableOf = ({ rows, export: exported, start, workers = [] }: Report, before?: Report): string => {
  const lines = rows.map((row) => [
    row.name,
    row.transport,
    `${round(row.rps)}${changeOf(row, before)}`,
    round(row.p50),
    round(row.p99),
    round(row.statements),
    round(row.bytes / 1000),
    round(row.cpuMs),
    row.peakRssMb.toFixed(0),
    row.floorRps === null ? '' : round(row.floorRps),
    row.ratio === null ? '' : row.ratio.toFixed(2),
  ])
  const ofExport = exported
    ? [
        '',
        `The export: ${exported.rows} rows in ${exported.seconds.toFixed(1)} s` +
          (exported.copySeconds === null ? '' : ` (COPY ${exported.copySeconds.toFixed(1)} s)`) +
          `, first byte after ${exported.firstByteMs.toFixed(0)} ms, peak memory ${exported.peakRssMb.toFixed(0)} MB,` +
          ` event loop blocked for ${exported.maxLoopDelayMs.toFixed(0)} ms at most`,
      ]
    : []
  return [
    columns([headers, ...lines]),
    ...ofExport,
    ...(workers.length > 0 ? [''] : []),
    ...workers.map(
      (row) =>
        `The student's list of ${row.workers} process${row.workers === 1 ? '' : 'es'}: ${round(row.rps)} a second,` +
        ` p50 ${round(row.p50)} ms, p99 ${round(row.p99)} ms, ${row.peakRssMb.toFixed(0)} MB at most`,
    ),
    '',
    `The server: first answer ${(start.coldStartMs / 1000).toFixed(2)} s after its start, ${start.restRssMb.toFixed(0)} MB at rest`,
  ].join('\n')
}

export const growthTableOf = (rows: GrowthRow[]): string =>
  columns([
    ['', '', 'req/s', 'of twice', 'time'],
    ...rows.map(({ name, transport, rps, twiceRps, change }) => [
      name,
      transport,
      round(rps),
      round(twiceRps),
      percentOf(change),
    ]),
  ])

const percentOf = (change: number): string => `${change >= 0 ? '+' : ''}${Math.round(change * 100)} %`

export const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2))

const changeOf = ({ name, transport, rps }: Row, before: Report | undefined): string => {
  const earlier = before?.rows.find((row) => row.name === name && row.transport === transport)
  if (!earlier) return ''
  return ` (${percentOf(rps / earlier.rps - 1)})`
}

const columns = (table: string[][]): string => {
  const widths = (table[0] ?? []).map((_, nth) => Math.max(...table.map((row) => row[nth]?.length ?? 0)))
  return table
    .map((row) =>
      row
        .map((cell, nth) => (nth < 2 ? cell.padEnd(widths[nth] ?? 0) : cell.padStart(widths[nth] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
