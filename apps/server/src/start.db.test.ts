/** `npm start` as the person who types it sees it: real processes, on databases of their own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { AppRouter } from '@cpr/api'
import { openDatabase } from '@cpr/domain'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  cpr,
  type Ended,
  endPrograms,
  type FreshDatabase,
  freshDatabase,
  freshFolder,
  onPostgres,
  type RunningServer,
  removeFolder,
  startingServer,
  startServer,
  stop,
} from '../../../test/testing/processes.ts'
import { wayTo } from '../../../test/testing/way.ts'

const patience = 120_000

const clientFor = ({ address }: RunningServer, token?: string) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${address}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
  })

/** The demo sign-ins out of what a server printed. */
const signInsOf = (stdout: string): Map<string, string> =>
  new Map(
    [...stdout.matchAll(/^ {2}(\w+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){2}) {2}\S/gm)].map(([, name, password]) => [
      name as string,
      password as string,
    ]),
  )

/** The one line that a start ends with which cannot be. */
const complaint = ({ status, signal, stderr }: Ended): string => {
  expect({ status, signal, stderr }).toEqual({
    status: 1,
    signal: null,
    stderr: expect.stringMatching(/^MusicCPR cannot start\. [^\n]+\n$/),
  })
  return stderr.trim()
}

const refusedStart = async (env: Record<string, string>): Promise<string> => complaint(await startingServer(env).ended)

/** The processes that one has started, oldest first; Linux alone tells. */
const childrenOf = (pid: number): number[] =>
  existsSync(`/proc/${pid}`)
    ? (readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? []).map(Number)
    : []

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`)

afterEach(endPrograms)

describe('a database that the server has prepared', () => {
  let database: FreshDatabase
  let first: Ended
  let token: string

  beforeAll(async () => {
    database = await freshDatabase()
    const server = await startServer(database.env)
    const teacher = { username: 'teacher', password: '' }
    ;[, teacher.password = ''] = await server.printed(/^ {2}teacher +(\S+)/m)
    token = (await clientFor(server).auth.signIn.mutate(teacher)).token
    first = await stop(server)
  }, patience)

  afterAll(async () => {
    await endPrograms()
    await database.drop()
  })

  it('came with progress, fourteen demo sign-ins and the address', () => {
    expect(first.stdout).toMatch(
      onPostgres ? /^Connecting to PostgreSQL …\n/ : /^Opening the embedded database in .+ …\n/,
    )
    expect(first.stdout).toMatch(/^Migrated the database \(.*_init.*\)\.$/m)
    expect(first.stdout).toMatch(/^Seeding the demo …$/m)
    expect(first.stdout).toMatch(/^MusicCPR is at http:\/\/127\.0\.0\.1:\d+$/m)
    const signIns = signInsOf(first.stdout)
    expect([...signIns.keys()].slice(0, 3)).toEqual(['admin', 'teacher', 'ava'])
    expect(signIns.size).toBe(14)
    expect(new Set(signIns.values()).size).toBe(14)
  })

  it('was left cleanly on SIGTERM', () => {
    expect(first).toMatchObject({ status: 0, signal: null, stderr: '' })
    expect(first.stdout).toMatch(/\nSIGTERM: finishing what is running …\nStopped\.\n$/)
  })

  it('keeps its data and its sessions over a second start, which prints no passwords', {
    timeout: patience,
  }, async () => {
    const server = await startServer(database.env)
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
    const courses = await clientFor(server, token).courses.list.query({})
    expect(courses.map(({ slug, students }) => [slug, students])).toEqual([['demo-band', 12]])
    const { stdout, stderr } = await stop(server)
    expect(signInsOf(stdout).size).toBe(0)
    expect(stdout).not.toMatch(/seed|migrated|sign-in/i)
    expect(stderr).toBe('')
  })

  it('finishes a request that is running when SIGTERM comes, and ends with status 0', {
    timeout: patience,
  }, async () => {
    const server = await startServer(database.env)
    const body = JSON.stringify({ username: 'teacher', password: signInsOf(first.stdout).get('teacher') })
    const answer = new Promise<{ response: IncomingMessage; text: string }>((done, fail) => {
      const signIn = request(`${server.address}/trpc/auth.signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
      })
      signIn.on('error', fail)
      // The server has the request's head and waits for its body: now it is running.
      signIn.on('continue', () => {
        signIn.write(body.slice(0, 10))
        server.child.kill('SIGTERM')
        server.printed(/SIGTERM: finishing/).then(() => signIn.end(body.slice(10)), fail)
      })
      signIn.on('response', (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => done({ response, text }))
      })
    })
    const { response, text } = await answer
    expect(response.statusCode).toBe(200)
    // A connection that stays open would hold the end up for as long as the client likes.
    expect(response.headers.connection).toBe('close')
    expect(JSON.parse(text).result.data.user.username).toBe('teacher')
    expect(await server.ended).toMatchObject({ status: 0, signal: null, stderr: '' })
  })

  it('ends at once on SIGTERM though somebody watches a course', { timeout: patience }, async () => {
    const server = await startServer(database.env)
    const input = encodeURIComponent(JSON.stringify({ course: 'demo-band' }))
    const { body, status } = await fetch(`${server.address}/trpc/submissions.watch?input=${input}`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
    })
    expect(status).toBe(200)
    let told = ''
    const over = (async () => {
      for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) told += chunk
    })()
    await vi.waitFor(() => expect(told).toContain('behind'))
    const began = Date.now()
    expect(await stop(server)).toMatchObject({ status: 0, signal: null, stderr: '' })
    expect(Date.now() - began).toBeLessThan(5000)
    await over
    expect(told).toContain('event: return')
  })

  it('is not touched where the port is busy', { timeout: patience }, async () => {
    const busy = createServer()
    await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done))
    const { port } = busy.address() as AddressInfo
    try {
      const ended = await startingServer({ ...database.env, PORT: String(port) }).ended
      expect(complaint(ended)).toBe(
        `MusicCPR cannot start. Port ${port} is busy: stop what listens there, or set PORT to another.`,
      )
      expect(ended.stdout).toBe('')
    } finally {
      busy.close()
    }
  })

  if (!onPostgres) {
    it('is not opened by a second server on the same folder, or by the command line', {
      timeout: patience,
    }, async () => {
      const server = await startServer(database.env)
      expect((await refusedStart(database.env)).replace(/\(\d+\)/, '(N)')).toBe(
        `MusicCPR cannot start. The database in ${database.env.DATA_DIR} is in use by another MusicCPR process (N): stop that one first, or set DATA_DIR to another folder.`,
      )
      const { status, stdout, stderr } = await cpr(['list-courses'], database.env)
      expect([status, stdout]).toEqual([3, ''])
      expect(stderr).toMatch(
        /^The database in \S+ is in use by another MusicCPR process \(\d+\): stop that one[^\n]+\n$/,
      )
      expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
      expect(await stop(server)).toMatchObject({ status: 0 })
    })

    it('ends the server with a line where it ends by itself, and is good for another start', {
      timeout: patience,
    }, async () => {
      const server = await startServer(database.env)
      const [, pid] = /another MusicCPR process \((\d+)\)/.exec(await refusedStart(database.env)) ?? []
      process.kill(Number(pid), 'SIGKILL')
      const ended = await server.ended
      expect(ended).toMatchObject({ status: 1, signal: null })
      expect(ended.stderr).toMatch(/^The embedded database ended \(SIGKILL\)\. Start again[^\n]*\n$/)
      await stop(await startServer(database.env))
    })
  }
})

describe('in production', () => {
  let database: FreshDatabase

  beforeAll(async () => {
    database = await freshDatabase()
  })

  afterAll(async () => {
    await endPrograms()
    await database.drop()
  })

  it('nothing is seeded unless it is asked for', { timeout: patience }, async () => {
    const production = { ...database.env, NODE_ENV: 'production' }
    const bare = await stop(await startServer(production))
    expect(signInsOf(bare.stdout).size).toBe(0)
    expect(bare.stdout).not.toContain('Seeding')
    expect(bare.stdout).toMatch(/^The database is empty\. .*seed library.*\n.*create-user NAME --superuser/m)

    const asked = await stop(await startServer({ ...production, SEED_DEMO: 'yes' }))
    expect(signInsOf(asked.stdout).size).toBe(14)
  })
})

describe('a start that cannot be ends with status 1 and one line that says what to do:', () => {
  it('a port that is none', { timeout: patience }, async () => {
    expect(await refusedStart({ PORT: 'http' })).toBe(
      'MusicCPR cannot start. PORT is not set right: it takes a number from 0 to 65535, such as 8000.',
    )
  })

  it('an address that this machine does not have', { timeout: patience }, async () => {
    // Of the range that is kept for documentation (RFC 5737).
    expect(await refusedStart({ HOST: '192.0.2.1', DATA_DIR: '/nowhere' })).toBe(
      'MusicCPR cannot start. This machine has no address 192.0.2.1: set HOST to one it has, such as localhost or 0.0.0.0.',
    )
  })

  it.each([
    ['musiccpr', /DATABASE_URL is not an address: it should look like postgres:\/\//],
    [
      'mysql://root:secret@127.0.0.1/musiccpr',
      /DATABASE_URL begins with mysql:\/\/: it should look like postgres:\/\//,
    ],
    // Nothing listens on port 1.
    ['postgres://me:secret@127.0.0.1:1/musiccpr', /Nothing answers at 127\.0\.0\.1:1: .*correct DATABASE_URL\.$/],
  ])('DATABASE_URL=%s', { timeout: patience }, async (DATABASE_URL, reason) => {
    const line = await refusedStart({ DATABASE_URL })
    expect(line).toMatch(reason)
    expect(line).not.toContain('secret')
  })

  if (onPostgres)
    it('a database that the server does not have', { timeout: patience }, async () => {
      const { env, drop } = await freshDatabase()
      await drop()
      const name = new URL(env.DATABASE_URL as string).pathname.slice(1)
      expect(await refusedStart(env)).toMatch(new RegExp(`has no database "${name}": make it with "createdb ${name}"`))
    })
  else
    it('a data folder that cannot be written', { timeout: patience }, async () => {
      const folder = freshFolder()
      const file = join(folder, 'file')
      writeFileSync(file, '')
      try {
        expect(await refusedStart({ DATA_DIR: join(file, 'data') })).toBe(
          `MusicCPR cannot start. The data folder ${file}/data cannot be written (ENOTDIR): give this user the right to, or set DATA_DIR to another folder.`,
        )
        expect(await refusedStart({ DATA_DIR: file })).toMatch(/The data folder .*\/file cannot be written/)
        expect(existsSync(file)).toBe(true)
      } finally {
        removeFolder(folder)
      }
    })
})

if (onPostgres)
  describe('on a PostgreSQL server', () => {
    let database: FreshDatabase

    beforeAll(async () => {
      database = await freshDatabase()
    })

    afterAll(async () => {
      await endPrograms()
      await database.drop()
    })

    it('two servers that start at once on an empty database migrate and seed it once', {
      timeout: patience,
    }, async () => {
      const servers = await Promise.all([startServer(database.env), startServer(database.env)])
      const ready = await Promise.all(servers.map(async ({ address }) => (await fetch(`${address}/readyz`)).status))
      expect(ready).toEqual([200, 200])
      const ended = await Promise.all(servers.map(stop))
      expect(ended.map(({ status, stderr }) => ({ status, stderr }))).toEqual(Array(2).fill({ status: 0, stderr: '' }))
      expect(ended.map(({ stdout }) => signInsOf(stdout).size).sort()).toEqual([0, 14])

      const opened = await openDatabase({ url: database.env.DATABASE_URL })
      try {
        const { rows } = await opened.pool.query(
          `SELECT (SELECT count(DISTINCT migration_name)::int FROM _prisma_migrations) AS migrations,
             (SELECT count(*)::int FROM _prisma_migrations) AS applied,
             (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM courses) AS courses`,
        )
        expect(rows[0]).toEqual({ migrations: rows[0].migrations, applied: rows[0].migrations, users: 14, courses: 1 })
        expect(rows[0].migrations).toBeGreaterThan(0)
      } finally {
        await opened.close()
      }
    })

    it('several workers serve behind one port, one that ends is replaced, and SIGTERM ends them all', {
      timeout: patience,
    }, async () => {
      const server = await startServer({ ...database.env, WORKERS: '2', SEED_DEMO: 'no' })
      const workers = () => childrenOf(server.child.pid as number)
      const before = workers()
      expect(before).toHaveLength(2)
      const said: string[] = []
      server.child.stderr?.on('data', (chunk) => said.push(String(chunk)))
      process.kill(before[1] as number, 'SIGKILL')
      await expect.poll(workers, { timeout: 30_000 }).not.toContain(before[1])
      await expect.poll(workers, { timeout: 30_000 }).toHaveLength(2)
      expect(workers()).toContain(before[0])
      expect(said.join('')).toBe('A worker ended (SIGKILL); another takes its place.\n')
      for (let asked = 0; asked < 10; asked += 1) expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
      // Whichever of them is asked knows what all of them did, once the new one is up.
      const ready = async (): Promise<number> => {
        const figures = await (await fetch(`${server.address}/metrics`)).text()
        return Number(
          /^http_request_duration_seconds_count\{.*route="\/readyz",status="200"\} (\d+)$/m.exec(figures)?.[1],
        )
      }
      await expect.poll(ready, { timeout: 30_000 }).toBe(10)
      const { status, stdout } = await stop(server)
      expect(status).toBe(0)
      expect(stdout.match(/^MusicCPR is at /gm)).toHaveLength(1)
      expect(stdout).toMatch(/\nSIGTERM: finishing what is running …\nStopped\.\n$/)
      for (const pid of [...before, ...workers()]) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    })

    it('a worker that is left alone ends', { timeout: patience }, async () => {
      const server = await startServer({ ...database.env, WORKERS: '2', SEED_DEMO: 'no' })
      const workers = childrenOf(server.child.pid as number)
      server.child.kill('SIGKILL')
      await server.ended
      await expect.poll(() => workers.filter(isRunning), { timeout: 30_000 }).toEqual([])
    })

    it('a server whose database goes away says so, and is ready again when it is back', {
      timeout: patience,
    }, async () => {
      const url = new URL(database.env.DATABASE_URL as string)
      const way = await wayTo(url)
      const folder = freshFolder()
      const server = await startServer({ DATABASE_URL: way.url, DATA_DIR: folder })
      const signIn = () =>
        fetch(`${server.address}/trpc/auth.signIn`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: 'teacher', password: 'wrong' }),
        })
      await way.close()
      const notReady = await fetch(`${server.address}/readyz`)
      expect(notReady.status).toBe(503)
      expect(await notReady.json()).toEqual({ status: 'not ready', reason: 'the database does not answer' })
      expect((await fetch(`${server.address}/healthz`)).status).toBe(200)
      const refused = await signIn()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
      const { error } = (await refused.json()) as { error: { data: { domain: unknown } } }
      expect(error.data.domain).toEqual({ code: 'unavailable' })
      const metadata = ['course demo-band', 'courseAssignmentId 1', 'filename take.wav']
        .map((field) => field.replace(/\S+$/, (value) => Buffer.from(value).toString('base64')))
        .join(',')
      const authorization = 'Bearer of-nobody-who-is-known'
      const headers = { authorization, 'tus-resumable': '1.0.0', 'upload-length': '100', 'upload-metadata': metadata }
      for (const [path, asked] of [
        ['/media/library/tune.mp3', {}],
        [
          '/upload/submissions?course=demo-band&submissionId=1&filename=take.wav',
          { method: 'POST', body: 'take', headers },
        ],
        ['/uploads', { method: 'POST', headers }],
        ['/api/courses/demo-band/', { headers: { authorization: 'Token of-nobody-who-is-known' } }],
      ] as const) {
        const { status, headers: answered } = await fetch(`${server.address}${path}`, asked)
        expect([path, status, answered.get('retry-after')]).toEqual([path, 503, '2'])
      }

      await way.open()
      expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
      expect((await signIn()).status).toBe(401)
      expect(await stop(server)).toMatchObject({ status: 0, stderr: '' })
      await way.close()
      removeFolder(folder)
    })
  })
