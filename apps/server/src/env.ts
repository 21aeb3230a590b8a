import { resolve } from 'node:path'
import { databaseEnv, media, unlessEmpty } from '@cpr/domain'
import { z } from 'zod'

const portRange = 'it takes a number from 0 to 65535, such as 8000'

const port = z
  .string()
  .regex(/^\d{1,5}$/, portRange)
  .transform(Number)
  .refine((number) => number <= 65_535, portRange)

const origins = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z.url({ protocol: /^https?$/, error: 'it takes addresses such as https://music.example.org, with commas' }),
    ),
  )
  .transform((list) => list.map((address) => new URL(address).origin))

const schema = databaseEnv.extend({
  PORT: unlessEmpty(port.default(8000)),
  HOST: unlessEmpty(z.string().default('localhost')),
  NODE_ENV: unlessEmpty(z.string().optional()),
  /** `auto`: into an empty database, unless NODE_ENV is `production`. */
  SEED_DEMO: unlessEmpty(z.enum(['auto', 'yes', 'no']).default('auto')),
  /** Where people reach this site, for links in mails. */
  PUBLIC_URL: unlessEmpty(z.url({ protocol: /^https?$/ }).optional()),
  /** Where the current frontend is, if not at this address: browsers let it ask the REST surface. */
  CORS_ORIGINS: unlessEmpty(origins.default(['http://localhost:3000'])),
  TRUST_PROXY: unlessEmpty(z.enum(['yes', 'no']).default('no')),
  MAX_UPLOAD_MB: unlessEmpty(
    z
      .string()
      .regex(/^\d{1,5}$/, 'it takes a number of megabytes')
      .transform(Number)
      .default(100),
  ),
  SMTP_URL: unlessEmpty(z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: unlessEmpty(z.string().default('MusicCPR <musiccpr@localhost>')),
  ...media.mediaEnv.shape,
  /** Whoever asks for `/metrics` from another machine sends it as a bearer token. */
  METRICS_TOKEN: unlessEmpty(z.string().min(16, 'it takes 16 characters or more').optional()),
  LOG_LEVEL: unlessEmpty(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn')),
})

/** Everything the server is told from outside, read this once. @throws {Error} in one line, for whoever starts it */
export const readEnv = (source: NodeJS.ProcessEnv = process.env) => {
  const parsed = schema.safeParse(source)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${issue?.path.join('.')} is not set right: ${issue?.message}.`)
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, NODE_ENV, SEED_DEMO, LOG_LEVEL, ...rest } = parsed.data
  const production = NODE_ENV === 'production'
  return {
    port: PORT,
    host: HOST,
    dataDir: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL,
    production,
    /** Whether somebody said so, as opposed to it being the default. */
    seedDemoAsked: SEED_DEMO === 'yes',
    seedDemo: SEED_DEMO === 'yes' || (SEED_DEMO === 'auto' && !production),
    logLevel: LOG_LEVEL,
    origin: rest.PUBLIC_URL?.replace(/\/+$/, ''),
    corsOrigins: rest.CORS_ORIGINS,
    trustProxy: rest.TRUST_PROXY === 'yes',
    metricsToken: rest.METRICS_TOKEN,
    maxUploadBytes: rest.MAX_UPLOAD_MB * 1_000_000,
    mail: { smtpUrl: rest.SMTP_URL, from: rest.MAIL_FROM },
    /** Null: files are kept in the data folder. */
    s3: media.s3Settings(rest),
  }
}

export type Env = ReturnType<typeof readEnv>
