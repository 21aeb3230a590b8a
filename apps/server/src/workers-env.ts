import { availableParallelism } from 'node:os'
import { z } from 'zod'

/** More would take the connections of a PostgreSQL as it comes, 100, for themselves. */
const mostByDefault = 8

const schema = z.object({
  DATABASE_URL: z.string().optional(),
  WORKERS: z
    .string()
    .optional()
    .refine((text) => !text || /^[1-9]\d?$/.test(text), 'it takes a number of processes from 1 to 99'),
})

/**
 * How many processes serve: `WORKERS`, else one for each core up to eight; one alone on the embedded database. Read apart from the
 * rest of the environment, since whoever looks after the workers needs nothing else.
 *
 * @throws {Error} in one line, for whoever starts it
 */
export const readWorkers = (source: NodeJS.ProcessEnv = process.env): number => {
  const parsed = schema.safeParse(source)
  if (!parsed.success) throw new Error(`WORKERS is not set right: ${parsed.error.issues[0]?.message}.`)
  const { DATABASE_URL, WORKERS } = parsed.data
  if (DATABASE_URL) return WORKERS ? Number(WORKERS) : Math.min(availableParallelism(), mostByDefault)
  if (WORKERS && WORKERS !== '1')
    throw new Error(
      'WORKERS is more than one, and the embedded database takes one process: set DATABASE_URL too, or unset WORKERS.',
    )
  return 1
}
