/**
 * Prisma's schema engine as WebAssembly. The native engine of the `prisma` command is a download from outside the npm
 * registry; this is the same engine out of an npm package, over the same driver adapter as the client.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg, { type Pool, type PoolClient } from 'pg'

export type SchemaEngine = bindings.SchemaEngine

// TypeScript has these in its browser library alone.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, () => void> }
}

// The engine hands over what it panicked with, and then stops for good: thrown on, the message reaches the user.
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (message: string): never => {
      throw new Error(`Prisma's schema engine gave up: ${message}`)
    },
  },
})

/** The engine gives its lock ten seconds and never ends that timer: every command that migrates would wait for it at its end. */
const timers = (): Record<string, (...args: unknown[]) => NodeJS.Timeout> =>
  Object.fromEntries(
    Object.entries(bindings as object)
      .filter(([name]) => name.startsWith('__wbg_setTimeout_'))
      .map(([name, start]) => [name, (...args) => start(...args).unref()]),
  )

const require = createRequire(import.meta.url)
let loaded = false

const loadWasm = (): void => {
  if (loaded) return
  const file = join(require.resolve('@prisma/schema-engine-wasm'), '../schema_engine_bg.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...bindings, ...timers() } })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
  loaded = true
}

export const schemaFile = join(import.meta.dirname, 'schema.prisma')

/** The schema in the form that the engine's commands take. */
export const schemaDatamodel = () => ({
  files: [{ path: 'schema.prisma', content: readFileSync(schemaFile, 'utf8') }],
})

/** Type of PostgreSQL's own one-byte `"char"`, in which its catalogs say what kind of thing a row describes. */
const CATALOG_CHAR = 18
const TEXT = 25

type QueryResult = { fields: { dataTypeID: number }[] }

/**
 * A pool of the one connection it is given. The engine's lock and whatever a migration sets belong to a session, so all
 * that one engine does must go over one connection, as with the native engine.
 */
class OneConnection extends pg.Pool {
  constructor(client: PoolClient) {
    super()
    this.query = client.query.bind(client) as typeof this.query
    this.connect = () => Promise.reject(new Error('The schema engine has one connection, and asked for a second.'))
  }
}

/** Prisma's adapter, mended for the schema engine in two places. */
class MigrationAdapter extends PrismaPg {
  readonly #client: PoolClient

  constructor(client: PoolClient) {
    super(new OneConnection(client))
    this.#client = client
  }

  override async connect() {
    const adapter = await super.connect()
    // The engine reads catalogs, and the adapter refuses their "char" columns: taken for text and declared afterwards.
    const { queryRaw, performIO } = adapter as unknown as {
      queryRaw: (query: SqlQuery) => Promise<SqlResultSet>
      performIO: (query: SqlQuery) => Promise<QueryResult>
    }
    adapter.queryRaw = async (query) => {
      const chars: number[] = []
      const asText = async (sent: SqlQuery): Promise<QueryResult> => {
        const result = await performIO.call(adapter, sent)
        for (const [index, field] of result.fields.entries()) {
          if (field.dataTypeID !== CATALOG_CHAR) continue
          field.dataTypeID = TEXT
          chars.push(index)
        }
        return result
      }
      const result = await queryRaw.call(Object.create(adapter, { performIO: { value: asText } }), query)
      for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    }

    // The adapter cuts a migration at every semicolon, also inside comments, strings and function bodies, and runs the
    // pieces one by one. Sent whole, as the native engine does, a script is one implicit transaction: a migration that
    // fails leaves nothing behind.
    adapter.executeScript = async (script) => {
      try {
        await this.#client.query(script)
      } catch (error) {
        // A script with a BEGIN of its own leaves its transaction open, in which the engine could not log the failure.
        await this.#client.query('ROLLBACK').catch(() => {})
        throw driverError(error)
      }
    }
    return adapter
  }
}

/** The form in which the engine passes on what PostgreSQL said, rather than a number for it. */
const driverError = (error: unknown): unknown => {
  if (!(error instanceof pg.DatabaseError)) return error
  const { code = '', severity = 'ERROR', message, detail, column, hint } = error
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
}

let turn: Promise<unknown> = Promise.resolve()

/**
 * Runs `use` with an engine on `pool`, and frees the engine afterwards; the pool stays open. One engine at a time: two
 * in one WebAssembly instance break each other.
 */
export const withSchemaEngine = <T>(pool: Pool, use: (engine: SchemaEngine) => Promise<T>): Promise<T> => {
  const mine = turn.then(() => runEngine(pool, use))
  turn = mine.catch(() => {})
  return mine
}

/**
 * All of DISCARD ALL but its DEALLOCATE and its UNLISTEN: `pg` remembers which statements it prepared on a connection, and would
 * not again; and the embedded database's one connection hears what is told (`notifications.ts`).
 */
const freshSession =
  'CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; SELECT pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES'

const runEngine = async <T>(pool: Pool, use: (engine: SchemaEngine) => Promise<T>): Promise<T> => {
  loadWasm()
  const client = await pool.connect()
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(client))
  const datamodels: [string, string][] = schemaDatamodel().files.map(({ path, content }) => [path, content])
  let engine: SchemaEngine | undefined
  try {
    engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, factory)
    return await use(engine)
  } catch (error) {
    // What the driver threw crosses the engine as a number; the adapter kept it.
    const number = /External error id#(\d+)/.exec(String(error))?.[1]
    throw (number && factory.errorRegistry.consumeError(Number(number))?.error) || error
  } finally {
    engine?.free()
    // The engine never gives its lock back: the native one ends the session, this one hands it on.
    await client.query(freshSession).then(
      () => client.release(),
      (error) => client.release(error),
    )
  }
}
