import { defineConfig } from 'vitest/config'

/** Without a database: rules, formats, types. */
const unit = {
  test: { name: 'unit', include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/*.db.test.ts'] },
}

/**
 * With one: each worker keeps a database of its own for all its files, made from a migrated template, and a file that
 * needs an empty one empties it. Files share their worker's modules, so that they share the database.
 */
const onDatabase = (name: 'embedded' | 'postgres') => ({
  test: {
    name,
    include: ['**/*.db.test.ts'],
    exclude: ['**/node_modules/**'],
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
    projects: [unit, onDatabase('embedded'), ...(process.env.TEST_DATABASE_URL ? [onDatabase('postgres')] : [])],
  },
})
