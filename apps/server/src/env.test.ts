import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

const defaults = {
  port: 8000,
  host: 'localhost',
  dataDir: resolve('data'),
  databaseUrl: undefined,
  production: false,
  seedDemo: true,
  seedDemoAsked: false,
  logLevel: 'warn',
  origin: undefined,
  trustProxy: false,
  corsOrigins: ['http://localhost:3000'],
  maxUploadBytes: 100_000_000,
  mail: { smtpUrl: undefined, from: 'MusicCPR <musiccpr@localhost>' },
  s3: null,
}

/** What whoever starts the server reads when a variable is set wrong. */
const complaint = (source: Record<string, string>): string => {
  try {
    readEnv(source)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`${JSON.stringify(source)} was taken as right.`)
}

describe('what the server is told from outside', () => {
  it('has a default for everything', () => {
    expect(readEnv({})).toEqual(defaults)
  })

  it('takes an empty variable for one that is not set', () => {
    const names = ['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'NODE_ENV', 'SEED_DEMO', 'LOG_LEVEL']
    expect(readEnv(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(defaults)
  })

  it('is read from the variables that are set', () => {
    const source = {
      PORT: '0',
      HOST: '0.0.0.0',
      DATA_DIR: '/srv/musiccpr',
      DATABASE_URL: 'postgres://localhost/musiccpr',
      LOG_LEVEL: 'info',
    }
    expect(readEnv(source)).toEqual({
      ...defaults,
      port: 0,
      host: '0.0.0.0',
      dataDir: '/srv/musiccpr',
      databaseUrl: 'postgres://localhost/musiccpr',
      logLevel: 'info',
    })
  })

  it('says where mails and files go', () => {
    expect(
      readEnv({
        PUBLIC_URL: 'https://music.example.org/',
        TRUST_PROXY: 'yes',
        MAX_UPLOAD_MB: '250',
        SMTP_URL: 'smtps://user:password@mail.example.org',
        MAIL_FROM: 'Music <music@example.org>',
        S3_BUCKET: 'recordings',
        S3_ENDPOINT: 'http://127.0.0.1:9000',
        S3_ACCESS_KEY_ID: 'key',
        S3_SECRET_ACCESS_KEY: 'secret',
      }),
    ).toMatchObject({
      origin: 'https://music.example.org',
      trustProxy: true,
      maxUploadBytes: 250_000_000,
      mail: { smtpUrl: 'smtps://user:password@mail.example.org', from: 'Music <music@example.org>' },
      s3: {
        bucket: 'recordings',
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:9000',
        accessKeyId: 'key',
        secretAccessKey: 'secret',
      },
    })
  })

  it.each([
    ['PUBLIC_URL', 'music.example.org'],
    ['PUBLIC_URL', 'ftp://music.example.org'],
    ['MAX_UPLOAD_MB', '1e3'],
    ['SMTP_URL', 'mail.example.org'],
    ['S3_ENDPOINT', '127.0.0.1:9000'],
    ['TRUST_PROXY', 'true'],
  ])('refuses %s=%s', (name, value) => {
    expect(complaint({ [name]: value })).toContain(`${name} is not set right`)
  })

  it('seeds the demo unless this is production, and in production where it is asked for', () => {
    const seeds = (NODE_ENV: string, SEED_DEMO: string) => readEnv({ NODE_ENV, SEED_DEMO }).seedDemo
    expect([seeds('', 'auto'), seeds('development', ''), seeds('', 'yes'), seeds('', 'no')]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect([seeds('production', 'auto'), seeds('production', 'no'), seeds('production', 'yes')]).toEqual([
      false,
      false,
      true,
    ])
  })

  it.each(['http', '-1', '65536', '80.5', '0x50', '1e3', ' ', 'NaN'])('refuses "%s" as a port', (PORT) => {
    expect(complaint({ PORT })).toBe('PORT is not set right: it takes a number from 0 to 65535, such as 8000.')
  })

  it.each([
    ['SEED_DEMO', 'true', ['auto', 'yes', 'no']],
    ['LOG_LEVEL', 'loud', ['warn', 'info']],
  ])('refuses %s=%s in one line that names what it takes', (name, value, options) => {
    const message = complaint({ [name]: value })
    expect(message).toMatch(new RegExp(`^${name} is not set right: .+\\.$`))
    for (const option of options) expect(message).toContain(`"${option}"`)
  })

  it('has the addresses of frontends as origins', () => {
    const source = { CORS_ORIGINS: 'https://music.example.org/app/, http://localhost:3000' }
    expect(readEnv(source).corsOrigins).toEqual(['https://music.example.org', 'http://localhost:3000'])
    expect(complaint({ CORS_ORIGINS: '*' })).toMatch(/^CORS_ORIGINS.* is not set right: it takes addresses such as/)
  })

  it('tells a demo that was asked for from the usual one', () => {
    expect([{}, { SEED_DEMO: 'yes' }].map((source) => readEnv(source).seedDemoAsked)).toEqual([false, true])
  })
})
