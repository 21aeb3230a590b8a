import { Prisma } from '@cpr/db'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/index.ts'
import { number, text, time } from './cells.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

/** The cells as PostgreSQL writes them. */
const written = async (values: (string | null)[]): Promise<string[]> => {
  const rows = await database.db.$queryRaw<{ cell: string }[]>(Prisma.sql`
    SELECT ${Prisma.raw(text('value'))} AS cell FROM jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)
      WITH ORDINALITY AS given (value, n) ORDER BY n`)
  return rows.map(({ cell }) => cell)
}

const scalar = async (sql: Prisma.Sql): Promise<string> => {
  const [row] = await database.db.$queryRaw<[{ cell: string }]>(Prisma.sql`SELECT ${sql} AS cell`)
  return row.cell
}

describe('a cell of text', () => {
  it.each([
    ['plain', 'plain'],
    ['N/A for Perform submissions', 'N/A for Perform submissions'],
    ['', ''],
    [null, ''],
    ['a,b', '"a,b"'],
    ['say "a"', '"say ""a"""'],
    ['two\nlines', '"two\nlines"'],
    ['-5', '-5'],
    ['=1+1', `"'=1+1"`],
    ['  =HYPERLINK("http://x")', `"'  =HYPERLINK(""http://x"")"`],
    ['\t1', `"'\t1"`],
    ["'=1+1", `"''=1+1"`],
  ])('of %j is %j', async (value, cell) => {
    expect(await written([value])).toEqual([cell])
  })

  it('is read back as what stood there, whatever stood there; none begins a formula', async () => {
    // PostgreSQL has no NUL in text.
    const unit = fc.oneof(
      fc.constantFrom(...'=+-@\t\r\n\'", ;1e.５＝\u00a0\ufeff\u2003\u000b'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((char) => char !== '\0'),
    )
    const cells = fc.array(fc.string({ unit, maxLength: 12 }), { minLength: 1, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(cells, async (values) => {
        const line = (await written(values)).join(',')
        const [read] = parse(line, { record_delimiter: '\r\n', relax_column_count: true }) as string[][]
        const cellsRead = read ?? ['']
        expect(cellsRead.map(restored)).toEqual(values)
        for (const cell of cellsRead) expect(Number.isNaN(Number(cell)) ? cell : '').not.toMatch(/^\s*[=+@＝＋－＠-]/u)
      }),
      { numRuns: 200 },
    )
  })
})

/** As the codebook tells researchers to do it, without the pattern of the code. */
const restored = (cell: string): string => {
  const behind = cell.replace(/^'+/, '')
  const apostrophes = cell.length - behind.length
  const dangerous = /^[\s\u200b]*([=+@＝＋－＠-]|\p{Cc})/u.test(behind)
  return apostrophes > 0 && dangerous ? cell.slice(1) : cell
}

describe('other cells', () => {
  it('are numbers as they are, and times in UTC to the microsecond where there are any', async () => {
    const cellOf = (make: (sql: string) => string, sql: string) => scalar(Prisma.raw(make(sql)))
    expect(await cellOf(number, '3.5::float8')).toBe('3.5')
    expect(await cellOf(number, '4::float8')).toBe('4')
    expect(await cellOf(number, 'NULL::int')).toBe('')
    expect(await cellOf(time, `timestamptz '2026-02-10 16:00:00+01'`)).toBe('2026-02-10 15:00:00+00:00')
    expect(await cellOf(time, `timestamptz '2026-02-10 15:00:00.5+00'`)).toBe('2026-02-10 15:00:00.500000+00:00')
    expect(await cellOf(time, 'NULL::timestamptz')).toBe('')
  })
})
