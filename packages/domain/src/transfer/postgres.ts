/** The Django backend's own PostgreSQL as a source. */
import { openReader, type Reader } from '@cpr/db'
import { invalid } from '../errors.ts'
import { type Source, type TableName, tables } from './tables.ts'

/** Tables of Django and of its parts that hold nothing of ours. */
const machinery = ['django_migrations', 'django_session', 'django_site', 'auth_permission']

export type OpenSource = Source & { close: () => Promise<void> }

/**
 * Opens the database at `url` and tells by its tables whether it was remodelled.
 * @throws {DatabaseSetupError} where there is no such database
 * @throws {DomainError} `invalid` where it is no database of the Django backend
 */
export const postgresSource = async (url: string): Promise<OpenSource> => {
  const reader = await openReader(url, 'the address of the source')
  try {
    const columns = await loadColumns(reader)
    const remodelled = columns.has('assignments_courseassignment')
    if (!columns.has('users_user') || !(remodelled || columns.has('assignments_assignment')))
      throw invalid('source', 'This is no database of the Django backend: it has no users_user, or no assignments.')
    return sourceOf(reader, columns, remodelled)
  } catch (error) {
    await reader.close()
    throw error
  }
}

/** The columns of every table that the search path leads to. */
const loadColumns = async (reader: Reader): Promise<Map<string, Set<string>>> => {
  const rows = await reader.query(`
    SELECT c.relname AS table, a.attname AS column
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND c.relnamespace <> 'pg_catalog'::regnamespace`)
  const columns = new Map<string, Set<string>>()
  for (const { table, column } of rows) {
    if (table === null || column === null || table === undefined || column === undefined) continue
    const known = columns.get(table)
    if (known) known.add(column)
    else columns.set(table, new Set([column]))
  }
  return columns
}

const sourceOf = (reader: Reader, columns: Map<string, Set<string>>, remodelled: boolean): OpenSource => {
  const countOf = async (table: string): Promise<number> => {
    const [row] = await reader.query(`SELECT count(*) AS rows FROM "${table}"`)
    return Number(row?.rows)
  }
  return {
    remodelled,
    count: async (name) => (columns.has(name) ? countOf(name) : null),
    batches: (name) => {
      const there = columns.get(name)
      if (!there) return none()
      const { fields, batch } = tables[name]
      const read = Object.keys(fields).filter((column) => there.has(column))
      return reader.batches(`SELECT ${read.map(quoted).join()} FROM ${quoted(name)} ORDER BY ${orderOf(name)}`, batch)
    },
    others: async () => {
      const others = [...columns.keys()].filter((table) => !(table in tables) && !machinery.includes(table))
      const filled = []
      for (const table of others.sort()) {
        const rows = await countOf(table)
        if (rows > 0) filled.push({ table, rows })
      }
      return filled
    },
    close: reader.close,
  }
}

const quoted = (name: string): string => `"${name}"`

const orderOf = (name: TableName): string => {
  const { key, many, fields } = tables[name]
  if (many !== undefined) return Object.keys(fields).map(quoted).join()
  return key === 'key' ? '"key" COLLATE "C"' : quoted(key)
}

async function* none(): AsyncGenerator<never> {}
