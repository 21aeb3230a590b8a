/** That the client, with its names moved, still finds which values of a query are parameters. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type TestDatabase, testDatabase } from './testing/index.ts'

/** The module that the client compiles with; Prisma ships no types of it. */
const runtime: string = '@prisma/client/runtime/query_compiler_small_bg.postgresql.mjs'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.clear()
})

it('compiles a query once, whatever values it is asked with', async () => {
  const { QueryCompiler }: { QueryCompiler: new () => { compile: (query: string) => unknown } } = await import(runtime)
  const compile = vi.spyOn(QueryCompiler.prototype, 'compile')
  for (const id of [1, 2, 3])
    await database.db.enrollment.findMany({
      where: { id, course: { slug: `course-${id}` } },
      select: { user: { select: { name: true } }, submissions: { where: { index: id } } },
      take: 3,
    })
  expect(compile).toHaveBeenCalledOnce()
})
