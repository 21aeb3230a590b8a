import { defineConfig } from 'vitest/config'

/** Every flow in a real Chromium, against the built client and a server of its own with the demo. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.e2e.ts'],
    globalSetup: ['testing/global-setup.ts'],
    // Flows look at one demo course: one after the other.
    fileParallelism: false,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser on a machine that is busy elsewhere is late at times. What needed a second try is marked so in the report.
    retry: process.env.CI ? 1 : 0,
    expect: { poll: { timeout: 10_000 } },
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '../../../node_modules/.cache/e2e.json' }]]
      : ['default'],
  },
})
