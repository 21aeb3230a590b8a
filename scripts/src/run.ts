/** What every command does: open the database, run a verb as the system, print, and end with an exit status. */
import { inspect } from 'node:util'
import {
  bareServices,
  type Ctx,
  type Database,
  DatabaseSetupError,
  DomainError,
  isUnavailable,
  media,
  openDatabase,
  systemContext,
} from '@cpr/domain'
import { CommanderError } from 'commander'
import { z } from 'zod'
import { readEnv } from './env.ts'

export const exitStatus = { done: 0, refused: 1, usage: 2, database: 3 } as const

export type Output = { json: boolean }

/** Prints a result: as JSON where it was asked for, else in words. */
export const print = <T>({ json }: Output, result: T, inWords: (result: T) => string): void => {
  console.log(json ? JSON.stringify(result) : inWords(result))
}

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

/** Cells in columns, as wide as each needs. */
export const table = (rows: string[][]): string => {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, nth) => Math.max(widest[nth] ?? 0, cell.length)),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, nth) => cell.padEnd(widths[nth] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** What a terminal shows as it is: what is read from elsewhere may hold anything. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\uFFFD')

/** What stands on stderr while a command works: nothing where JSON was asked for. */
export const progress = ({ json }: Output): ((message: string) => void) =>
  json ? () => {} : (message) => console.error(message)

/**
 * One line on stderr that is written over as work goes on, in a terminal; elsewhere, in a log, a line for each that is a
 * milestone. Nothing where JSON was asked for.
 */
export const liveLine = ({ json }: Output) => {
  const { stderr } = process
  return (line: string, { milestone = false, last = false }: { milestone?: boolean; last?: boolean } = {}): void => {
    if (json) return
    if (stderr.isTTY) stderr.write(`\r\u001b[K${line}${last ? '\n' : ''}`)
    else if (milestone) stderr.write(`${line}\n`)
  }
}

/** @throws {DatabaseSetupError} */
export const withDatabase = async <T>(output: Output, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase({ ...readEnv(), onProgress: progress(output) })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/**
 * Runs a verb as the system on a migrated database.
 * @throws {DatabaseSetupError} where the database has migrations to apply
 */
export const withContext = async <T>(output: Output, verb: (ctx: Ctx) => Promise<T>): Promise<T> =>
  withDatabase(output, async (database) => {
    await refusePending(database)
    return verb(systemContext(database.db))
  })

/**
 * Runs a verb as the system, with the site's files, while no other process prepares the database. `migrate` brings that up to
 * date before.
 * @throws {DatabaseSetupError} where the database has migrations to apply, unless `migrate`
 */
export const withSite = async <T>(
  output: Output,
  { migrate }: { migrate: boolean },
  verb: (ctx: Ctx) => Promise<T>,
): Promise<T> =>
  withDatabase(output, (database) =>
    database.exclusively(async () => {
      if (migrate) await database.migrate()
      else await refusePending(database)
      return verb(systemContext(database.db, { ...bareServices, media: media.openMedia(readEnv()) }))
    }),
  )

/**
 * Runs a verb as the system with the site's files and the database itself: on one that is up to date, while servers work; or,
 * where it need not be `migrated`, while no other process prepares it.
 * @throws {DatabaseSetupError} where the database is to be `migrated` and has migrations to apply
 */
export const withInstallation = async <T>(
  output: Output,
  { migrated }: { migrated: boolean },
  verb: (ctx: Ctx, database: Database) => Promise<T>,
): Promise<T> =>
  withDatabase(output, async (database) => {
    const work = () =>
      verb(systemContext(database.db, { ...bareServices, media: media.openMedia(readEnv()) }), database)
    if (!migrated) return database.exclusively(work)
    await refusePending(database)
    return work()
  })

const refusePending = async (database: Database): Promise<void> => {
  if ((await database.pending()).length > 0)
    throw new DatabaseSetupError('This database is not up to date: run "npm run cpr -- migrate" first.')
}

/** Reads input by a verb's own schema. @throws {z.ZodError} */
export const parse = <S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> => schema.parse(input)

/** Says on stderr what went wrong. @returns the exit status that goes with it */
export const report = ({ json }: Output, error: unknown): number => {
  const say = (status: number, message: string, extra: object = {}): number => {
    console.error(json ? JSON.stringify({ error: { message, ...extra } }) : message)
    return status
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitStatus.done
    // In words commander has said it already, with what to do.
    return json ? say(exitStatus.usage, usageMessage(error)) : exitStatus.usage
  }
  if (error instanceof DomainError)
    return say(exitStatus.refused, error.message, { code: error.code, details: error.details })
  if (error instanceof DatabaseSetupError) return say(exitStatus.database, error.message)
  if (error instanceof z.ZodError) return say(exitStatus.usage, z.prettifyError(error))
  if (isUnavailable(error)) return say(exitStatus.database, 'The database does not answer any more.')
  // Nobody foresaw it: whoever mends it needs to see all of it.
  return say(exitStatus.refused, json ? String(error) : `Something went wrong.\n${inspect(error)}`)
}

const usageMessage = ({ code, message }: CommanderError): string =>
  code === 'commander.help' ? 'A command is needed; --help lists them.' : message.replace(/^error: /, '')
