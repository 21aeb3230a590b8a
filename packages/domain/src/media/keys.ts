import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'

/** Where rows name files: a column of keys for each table that has one. What is added to the schema is added here. */
export const namedKeys = `
    SELECT file AS key FROM submission_attachments WHERE file <> ''
    UNION SELECT accompaniment FROM pieces WHERE accompaniment <> ''
    UNION SELECT sample_audio FROM parts WHERE sample_audio <> ''
    UNION SELECT sample_audio FROM part_instrument_samples WHERE sample_audio <> ''
    UNION SELECT file FROM instrument_configs WHERE file <> ''
    UNION SELECT unnest(files) FROM removals
    ORDER BY key`

/** Every key that rows name, once, in order. */
export const mediaKeysOf = async ({ db }: Pick<Ctx, 'db'>): Promise<string[]> => {
  const rows = await db.$queryRaw<{ key: string }[]>(Prisma.raw(namedKeys))
  return rows.map(({ key }) => key)
}
