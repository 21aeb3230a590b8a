/**
 * Cells of a CSV file (RFC 4180), written by PostgreSQL: a batch of the export leaves the database as one text, and this
 * process only passes it on. Each function takes SQL of ours, never input, and returns SQL of the finished cell; NULL is
 * an empty one.
 */

const blanks = ' \\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
/** What spreadsheets begin a formula with, the full-width forms of Japanese ones too, and every control character. */
const starters = '-=+@\\uff0d\\uff1d\\uff0b\\uff20\\u0001-\\u001f\\u007f-\\u009f'
const numeral = '[-+]?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?'

/**
 * Text that a spreadsheet might run, for PostgreSQL and for JavaScript alike. Apostrophes before it count as part of it,
 * so that whoever takes one apostrophe away from such a cell has what stood there, whatever stood there.
 */
export const formula = `^(?!${numeral}$)'*[${blanks}]*[${starters}]`

/** Characters for which a cell stands in quotes; as few as those of Python's csv writer, which the reference used. */
const special = '[",\\r\\n]'

const literal = (pattern: string): string => `'${pattern.replaceAll("'", "''")}'`

const isFormula = (sql: string): string => `${sql} ~ ${literal(formula)}`

/** Text, with an apostrophe before what a spreadsheet would run. */
export const text = (sql: string): string =>
  `CASE WHEN ${sql} ~ ${literal(`${special}|${formula}`)} THEN '"' || CASE WHEN ${isFormula(sql)} THEN '''' ELSE '' END
    || replace(${sql}, '"', '""') || '"' ELSE coalesce(${sql}, '') END`

export const number = (sql: string): string => `coalesce(${sql}::text, '')`

/** A point in time in UTC, `2026-02-10 15:00:00+00:00`, with microseconds where it has some. */
export const time = (sql: string): string =>
  `coalesce(replace(to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '') || '+00:00', '')`
