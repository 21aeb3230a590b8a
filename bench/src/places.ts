/** Databases for districts: new ones beside that of DATABASE_URL, or embedded. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@cpr/domain'
import pg from 'pg'
import { buildDistrict, type District } from './district.ts'

/** What a server is started with to work there, and where PostgreSQL has it. */
export type Place = { env: Record<string, string>; url: string | undefined; clear: () => Promise<void> }

type Options = {
  /** PostgreSQL; without it the district is embedded. */
  databaseUrl: string | undefined
  district: District
  /** Ends the database's name. */
  name: string
  /** Whether the database stays, and is used again the next time. */
  keep: boolean
  say: (line: string) => void
}

/** A database for the district, built unless it was kept. */
export const openPlace = async ({ databaseUrl, district, name: end, keep, say }: Options): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'cpr-bench-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  const dataDir = join(folder, 'data')
  if (databaseUrl === undefined) {
    await build({ dataDir }, district, say)
    return { env: { DATA_DIR: dataDir }, url: undefined, clear: async () => removeFolder() }
  }
  const address = new URL(databaseUrl)
  // Two who measure on one server at a time keep out of each other's way by the databases that they name.
  const name = `${address.pathname.slice(1)}_bench_${end}`.replaceAll(/\W/g, '_')
  address.pathname = `/${name}`
  const onServer = async (sql: string) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  const there = (await onServer(`SELECT FROM pg_database WHERE datname = '${name}'`)).length > 0
  if (there && !keep) await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
  if (!there || !keep) {
    await onServer(`CREATE DATABASE ${name}`)
    try {
      await build({ url: address.href }, district, say)
    } catch (error) {
      // Half a district would be taken for a whole one.
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
      throw error
    }
  }
  return {
    env: { DATABASE_URL: address.href, DATA_DIR: dataDir },
    url: address.href,
    clear: async () => {
      removeFolder()
      if (!keep) await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Migrates an empty database and fills it with a district. */
export const build = async (
  where: { url?: string; dataDir?: string },
  district: District,
  say: (line: string) => void,
): Promise<void> => {
  say(`Building ${district.courses} courses of ${district.courseSize} and one of ${district.largeSize} …`)
  const database = await openDatabase(where)
  try {
    await buildDistrict(database, district, say)
  } finally {
    await database.close()
  }
}
