import { resolve } from 'node:path'
import { databaseEnv, media, unlessEmpty } from '@cpr/domain'
import { z } from 'zod'

const days = unlessEmpty(
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'it takes a number of days, from 1')
    .transform(Number)
    .optional(),
)

const schema = databaseEnv.extend({
  ...media.mediaEnv.shape,
  RETAIN_AUDIT_DAYS: days,
  RETAIN_SESSION_DAYS: days,
  RETAIN_ERASED_DAYS: days,
})

/** Which database and files the command line works on, read this once. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env) => {
  const { DATABASE_URL, DATA_DIR, ...rest } = schema.parse(source)
  return {
    url: DATABASE_URL,
    dataDir: resolve(DATA_DIR),
    s3: media.s3Settings(rest),
    /** The service that has buckets, whichever is asked for. */
    s3Connection: media.s3Connection(rest),
    retention: {
      auditDays: rest.RETAIN_AUDIT_DAYS,
      sessionDays: rest.RETAIN_SESSION_DAYS,
      erasedDays: rest.RETAIN_ERASED_DAYS,
    },
  }
}
