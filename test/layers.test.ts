/**
 * The arrows of ARCHITECTURE.md hold because Biome refuses every import that goes against them. Proved on lines of one
 * import each, in files at the places that matter, in a house of its own that has nothing of ours but biome.json.
 */
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Where a line stands, and what it imports: a module's name, or the whole line. */
type Arrow = [file: string, code: string]

const room = 'packages/domain/src/courses/get-course.ts'
const nested = 'packages/domain/src/courses/import/django.ts'
const roomTest = 'packages/domain/src/courses/courses.db.test.ts'
const policy = 'packages/domain/src/policy.ts'
const router = 'packages/api/src/routers/courses.ts'
const server = 'apps/server/src/server.ts'
const main = 'apps/server/src/main.ts'
const rest = 'apps/legacy-rest/src/routes.ts'
const web = 'apps/web/src/app.tsx'
const script = 'scripts/src/cpr.ts'
const scriptTest = 'scripts/src/cpr.db.test.ts'
const tour = 'scripts/tour.ts'
const tourPart = 'scripts/tour/rooms.ts'
const db = 'prisma/open.ts'
const seed = 'prisma/seed/write.ts'

const forbidden: Record<string, Arrow[]> = {
  'the database imports no other workspace': [
    [db, '@cpr/domain'],
    [db, '@cpr/api'],
    [db, '@cpr/server'],
    [seed, '@cpr/domain'],
    [seed, '../../packages/domain/src/index.ts'],
    ['prisma/testing/index.ts', '@cpr/domain/testing'],
  ],
  'the domain knows no transport': [
    [room, '@cpr/api'],
    [room, '@cpr/server'],
    [room, '@cpr/legacy-rest'],
    [room, '@cpr/web'],
    [room, '@cpr/scripts'],
    [room, 'fastify'],
    [room, '@fastify/cookie'],
    [room, '@trpc/server'],
    [room, '@trpc/server/adapters/fastify'],
    [room, 'node:http'],
    [room, '../../../api/src/index.ts'],
    [policy, '@cpr/api'],
    [policy, 'fastify'],
    [policy, '@trpc/server'],
    [policy, '../../api/src/index.ts'],
    ['packages/domain/testing/index.ts', '@cpr/api'],
  ],
  'a room uses another room through its index alone': [
    [room, '../auth/token.ts'],
    [room, "export * from '../auth/token.ts'"],
    [room, "export const token = await import('../auth/token.ts')"],
    [room, "import { hashToken } from '../auth/token.ts'"],
    [room, '../auth/tokens/hash.ts'],
    [nested, '../../auth/token.ts'],
    [roomTest, '../auth/token.ts'],
  ],
  'a workspace is imported by its name, since a path would go around the arrows': [
    [room, '../../../../prisma/index.ts'],
    [router, '../../../../prisma/index.ts'],
    [server, '../../../prisma/index.ts'],
    [router, '../../../domain/testing/index.ts'],
  ],
  'the procedures have no query of their own': [
    [router, '@cpr/db'],
    [router, '@cpr/db/testing'],
    [router, '@prisma/client'],
    [router, 'pg'],
    [router, '@cpr/server'],
    [router, '@cpr/scripts'],
    [router, '../../../domain/src/courses/index.ts'],
  ],
  'the command line stands on the domain alone': [
    [script, '@cpr/db'],
    [script, '@cpr/db/seed'],
    [script, '@cpr/api'],
    [script, '@cpr/server'],
    [script, '@prisma/client'],
    [script, 'pg'],
    [script, '../../prisma/index.ts'],
    [scriptTest, '@cpr/db/testing'],
  ],
  'the tour is a client like any other': [
    [tour, '@cpr/domain'],
    [tour, '@cpr/domain/testing'],
    [tour, '@cpr/db'],
    [tour, '@cpr/server'],
    [tour, 'pg'],
    [tour, '../packages/domain/src/index.ts'],
    [tour, "import { appRouter } from '@cpr/api'"],
    [tourPart, '@cpr/domain'],
    [tourPart, "import { appRouter } from '@cpr/api'"],
    [tourPart, 'export const port = process.env.PORT'],
  ],
  'the REST surface goes through the procedures': [
    [rest, '@cpr/domain'],
    [rest, '@cpr/db'],
    [rest, '@prisma/client'],
    [rest, 'pg'],
    [rest, '../../../packages/domain/src/index.ts'],
  ],
  'the web client knows the type of the router and no more': [
    [web, '@cpr/domain'],
    [web, '@cpr/db'],
    [web, '@cpr/server'],
    [web, '@cpr/legacy-rest'],
    [web, "import { appRouter } from '@cpr/api'"],
    [web, '../../../packages/domain/src/index.ts'],
  ],
  'the environment is read in env.ts alone': [server, main, room, router, script, db].flatMap((file): Arrow[] => [
    [file, 'export const port = process.env.PORT'],
    [file, "import { env } from 'node:process'; export const home = env.HOME"],
  ]),
}

const allowed: Arrow[] = [
  [db, './client.ts'],
  [db, 'pg'],
  [seed, '../client.ts'],
  ['prisma/testing/index.ts', '../open.ts'],
  [room, '@cpr/db'],
  [room, '../auth/index.ts'],
  [room, '../context.ts'],
  [room, './queries.ts'],
  [nested, '../queries.ts'],
  [nested, '../../auth/index.ts'],
  [nested, '../../context.ts'],
  [roomTest, '../../testing/index.ts'],
  ['packages/domain/testing/index.ts', '../src/auth/token.ts'],
  [policy, '@cpr/db'],
  [router, '@cpr/domain'],
  [router, '@trpc/server'],
  [router, '../trpc.ts'],
  ['packages/api/src/policy-walk.db.test.ts', '@cpr/domain/testing'],
  [server, '@cpr/api'],
  [server, '@cpr/domain'],
  [server, '@cpr/legacy-rest'],
  [server, '@cpr/db'],
  [server, 'fastify'],
  ['apps/server/src/start.db.test.ts', '../../../test/testing/processes.ts'],
  [rest, '@cpr/api'],
  [web, '@cpr/api'],
  [web, '@trpc/client'],
  [script, '@cpr/domain'],
  [scriptTest, '@cpr/domain/testing'],
  [tour, '@cpr/api'],
  [tour, '@trpc/client'],
  [tourPart, '@trpc/client'],
  ...['apps/server/src/env.ts', 'scripts/src/env.ts', tour, 'prisma/testing/index.ts', 'test/testing/processes.ts'].map(
    (file): Arrow => [file, 'export const port = process.env.PORT'],
  ),
]

const house = mkdtempSync(join(tmpdir(), 'cpr-layers-'))
const lines = new Map<string, string[]>()
/** The lines that break a rule about imports or the environment, as `file:line`. */
let broken: Set<string>

/** Writes a line down in its file. @returns where it stands, as `file:line` */
const place = ([file, code]: Arrow): string => {
  const written = lines.get(file) ?? []
  lines.set(file, written)
  const isLine = /^(import|export) /.test(code)
  written.push(isLine ? code : `import type { AppRouter as Type${written.length} } from '${code}'`)
  return `${file}:${written.length}`
}

type Report = {
  diagnostics: { severity: string; category: string; location: { path: string; start: { line: number } } }[]
}

const lint = (): Promise<Report> => {
  const biome = join(createRequire(import.meta.url).resolve('@biomejs/biome/package.json'), '../bin/biome')
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.']
  return new Promise((done, fail) => {
    // It ends with status 1, as it should where there are errors: whether it ran at all, its report says.
    execFile(process.execPath, [biome, ...options], { cwd: house }, (error, report) => {
      try {
        done(JSON.parse(report))
      } catch {
        fail(error ?? new Error(report))
      }
    })
  })
}

const ofForbidden = Object.entries(forbidden).map(([rule, arrows]) => ({
  rule,
  arrows: arrows.map(([file, code]) => ({ name: `${file} → ${code}`, at: place([file, code]) })),
}))
const ofAllowed = allowed.map(([file, code]) => ({ name: `${file} → ${code}`, at: place([file, code]) }))

beforeAll(async () => {
  copyFileSync(join(import.meta.dirname, '../biome.json'), join(house, 'biome.json'))
  for (const [file, written] of lines) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), `${written.join('\n')}\n`)
  }
  const { diagnostics } = await lint()
  broken = new Set(
    diagnostics
      .filter(({ severity, category }) => severity === 'error' && /noRestrictedImports|noProcessEnv/.test(category))
      .map(({ location }) => `${location.path}:${location.start.line}`),
  )
}, 60_000)

afterAll(() => rmSync(house, { recursive: true, force: true }))

describe.each(ofForbidden)('$rule:', ({ arrows }) => {
  it.each(arrows)('$name is an error', ({ at }) => {
    expect(broken).toContain(at)
  })
})

describe('the arrows that the house is built on:', () => {
  it.each(ofAllowed)('$name is no error', ({ at }) => {
    expect(broken).not.toContain(at)
  })
})
