import type { Pool } from 'pg'
import { noFilters } from './migrate.ts'
import { type SchemaEngine, schemaDatamodel, withSchemaEngine } from './schema-engine.ts'

type Schema = ReturnType<typeof schemaDatamodel>
type DiffTarget = Parameters<SchemaEngine['diff']>[0]['from']

const emptyScript = '-- This is an empty migration.\n'

/**
 * The SQL that would make the database of `pool`, or an empty one, like the schema; null where there is nothing to do.
 * CHECKs and partial indexes are unknown to it: it neither asks for them nor takes them away.
 */
export const schemaDifference = async (
  pool: Pool,
  from: 'database' | 'empty',
  schema: Schema = schemaDatamodel(),
): Promise<string | null> => {
  const source: DiffTarget =
    from === 'empty'
      ? { tag: 'empty' }
      : { tag: 'schemaDatasource', configDir: import.meta.dirname, ...schemaDatamodel() }
  const { stdout } = await withSchemaEngine(pool, (engine) =>
    engine.diff({
      from: source,
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: noFilters,
    }),
  )
  return !stdout || stdout === emptyScript ? null : stdout
}
