/** What was tried, as a table. */
import type { Outcome, Place } from './check.ts'

export type Result = Outcome & { database: Place['database'] }

export const tableOf = (results: Result[]): string => {
  const rows = [
    ['', '', 'tried', 'failed', ''],
    ...results.map(({ name, database, tried, failed, detail }) => [
      name,
      database,
      String(tried),
      String(failed),
      detail,
    ]),
  ]
  const widths = [0, 1, 2, 3].map((nth) => Math.max(...rows.map((row) => row[nth]?.length ?? 0)))
  return rows
    .map(([name = '', database = '', tried = '', failed = '', detail = '']) =>
      [
        name.padEnd(widths[0] ?? 0),
        database.padEnd(widths[1] ?? 0),
        tried.padStart(widths[2] ?? 0),
        failed.padStart(widths[3] ?? 0),
        detail,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
