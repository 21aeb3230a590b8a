/** Makes the templates that every test worker's database is copied from: migrated, with the reference data. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createClient } from '../client.ts'
import { startEmbedded } from '../embedded/start.ts'
import { migrate } from '../migrate.ts'
import { DatabasePool } from '../pool.ts'
import { seedReference } from '../seed/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of a packed embedded database. */
    embeddedTemplate: string
    /** The same without tables: PostgreSQL's own preparations take two seconds each time. */
    emptyTemplate: string
    /** Where tests keep files; it goes when all of them are through. */
    testFolder: string
    /** The address of a PostgreSQL template database; empty without TEST_DATABASE_URL. */
    postgresTemplate: string
  }
}

const fill = async (pool: DatabasePool): Promise<void> => {
  await migrate(pool)
  await seedReference(createClient(pool))
  await pool.end()
}

const makeEmbedded = async ({ provide }: TestProject) => {
  const database = await startEmbedded({})
  const folder = mkdtempSync(join(tmpdir(), 'cpr-template-'))
  const pack = async (name: string): Promise<string> => {
    const file = join(folder, name)
    writeFileSync(file, await database.dump())
    return file
  }
  provide('emptyTemplate', await pack('empty.tar'))
  await fill(new DatabasePool(database.poolConfig))
  provide('embeddedTemplate', await pack('template.tar'))
  await database.close()
  return async () => rmSync(folder, { recursive: true, force: true })
}

const makePostgres = async ({ provide }: TestProject, url: string) => {
  const name = `cpr_test_${process.pid}_${Date.now()}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  const template = new URL(url)
  template.pathname = `/${name}`
  await fill(new DatabasePool({ connectionString: template.href, max: 1 }))
  provide('postgresTemplate', template.href)
  return async () => {
    const { rows } = await admin.query(`SELECT datname FROM pg_database WHERE datname LIKE $1`, [`${name}%`])
    for (const { datname } of rows) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`)
    await admin.end()
  }
}

/** Workers are ended from outside, and could not tidy up behind themselves. */
const makeFolder = ({ provide }: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), 'cpr-test-'))
  provide('testFolder', folder)
  return async () => rmSync(folder, { recursive: true, force: true })
}

export default async (project: TestProject) => {
  const url = process.env.TEST_DATABASE_URL
  const teardowns = [makeFolder(project), await makeEmbedded(project)]
  if (url) teardowns.push(await makePostgres(project, url))
  else project.provide('postgresTemplate', '')
  return async () => {
    for (const teardown of teardowns) await teardown()
  }
}
