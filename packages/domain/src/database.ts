/** The database underneath, for the programs that open one: the server and the command line. */
import { z } from 'zod'

/** An empty environment variable is one that is not set. */
export const unlessEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema)

/** The environment variables that say which database: each program reads them once and hands them here. */
export const databaseEnv = z.object({
  /** postgres://…; without it the embedded database in DATA_DIR. */
  DATABASE_URL: unlessEmpty(z.string().optional()),
  DATA_DIR: unlessEmpty(z.string().default('data')),
})

export {
  type Database,
  type DatabaseClient,
  DatabaseSetupError,
  markRolledBack,
  type OpenOptions,
  openDatabase,
} from '@cpr/db'
