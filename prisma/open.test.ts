/** Addresses of servers that cannot be used. What only a PostgreSQL can refuse is in open.db.test.ts. */
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { DatabaseSetupError } from './errors.ts'
import { openDatabase } from './open.ts'

const closedPort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

const refusalOf = async (url: string): Promise<string> => {
  const error = await openDatabase({ url }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DatabaseSetupError)
  const { message, stack, cause } = error as DatabaseSetupError
  expect(message).not.toContain('\n')
  // What a log would show of it, too.
  expect(`${message} ${stack} ${cause}`).not.toMatch(/sesame|s%C3%A9same/)
  return message
}

it.each([
  { what: 'that is none', url: 'sesame', message: 'is not an address: it should look like' },
  { what: 'that is empty', url: '', message: 'is not an address: it should look like' },
  { what: 'whose port is none', url: 'postgres://u:sesame@127.0.0.1:port/db', message: 'is not an address' },
  { what: 'whose port is too high', url: 'postgres://u:sesame@127.0.0.1:65536/db', message: 'is not an address' },
  { what: 'of MySQL', url: 'mysql://u:sesame@127.0.0.1/db', message: 'begins with mysql://: it should look like' },
  { what: 'of a web site', url: 'https://u:sesame@127.0.0.1/db', message: 'begins with https://: it should look like' },
  { what: 'with a bare % in the name', url: 'postgres://%:sesame@127.0.0.1/db', message: 'holds a % that begins no' },
  {
    what: 'with a bare % in the password',
    url: 'postgres://u:sesame%@127.0.0.1/db',
    message: 'holds a % that begins no',
  },
  {
    what: 'with a bare % in the database',
    url: 'postgres://u:sesame@127.0.0.1/%zz',
    message: 'holds a % that begins no',
  },
])('an address $what is refused in one line, without its password', async ({ url, message }) => {
  expect(await refusalOf(url)).toContain(`DATABASE_URL ${message}`)
})

it('a port where nothing listens is named, and what to do about it', async () => {
  const port = await closedPort()
  expect(await refusalOf(`postgres://u:s%C3%A9same@127.0.0.1:${port}/db`)).toBe(
    `Nothing answers at 127.0.0.1:${port}: start PostgreSQL there, or correct DATABASE_URL.`,
  )
})

it('a server that hangs up is named', async () => {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  expect(await refusalOf(`postgres://u:sesame@127.0.0.1:${port}/db`)).toMatch(
    new RegExp(`^PostgreSQL at 127\\.0\\.0\\.1:${port} cannot be reached \\(.+\\): check DATABASE_URL`),
  )
  server.close()
})
