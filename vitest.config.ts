import { defineConfig } from 'vitest/config'

const hasServer = Boolean(process.env.TEST_DATABASE_URL)

/** Without a database: rules, formats, types. */
const unit = {
  test: { name: 'unit', include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/*.db.test.ts'] },
}

/**
 * Minutes of processes and of made-up requests, in which the database makes no difference: where there is a server, they are
 * tried on that alone. The command line's other tests, and how an embedded database is shared out, are tried on both.
 */
const onOneOnly = [
  'apps/server/test/rest/fuzz.db.test.ts',
  'packages/api/src/statements.db.test.ts',
  'scripts/src/cpr.db.test.ts',
]

/**
 * With one: each worker keeps a database of its own for all its files, made from a migrated template, and a file that
 * needs an empty one empties it. Files share their worker's modules, so that they share the database.
 */
const onDatabase = (name: 'embedded' | 'postgres') => ({
  test: {
    name,
    include: ['**/*.db.test.ts'],
    exclude: ['**/node_modules/**', ...(name === 'embedded' && hasServer ? onOneOnly : [])],
    env: { CPR_TEST_DATABASE: name },
    isolate: false,
    pool: 'forks' as const,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

export default defineConfig({
  test: {
    // CI counts what passed from the report.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'node_modules/.cache/vitest.json' }]] : ['default'],
    globalSetup: ['prisma/testing/global-setup.ts'],
    projects: [unit, onDatabase('embedded'), ...(hasServer ? [onDatabase('postgres')] : [])],
  },
})
