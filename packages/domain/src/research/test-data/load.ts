import { readFileSync } from 'node:fs'
import { type DatabaseClient, Prisma } from '@cpr/db'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The Django backend's research export of the world of `loadWorld`. */
export const referenceExport = read('reference-export.csv')

/** What of the REST contract's world the export is made from, in our tables; music and people as far as it names them. */
const world: Record<string, object[]> = JSON.parse(read('world.json'))

/** Puts the world into a database that was cleared, with its ids: activities and instruments have the same anywhere. */
export const loadWorld = async ({ db }: { db: DatabaseClient }): Promise<void> => {
  for (const [model, data] of Object.entries(world)) {
    if (!Object.values(Prisma.ModelName).some((name) => name.toLowerCase() === model.toLowerCase()))
      throw new Error(`There is no model ${model}.`)
    const table = (db as unknown as Record<string, { createMany: (args: { data: object[] }) => Promise<unknown> }>)[
      model
    ]
    await table?.createMany({ data })
  }
  // What tests add gets ids far from those of the world.
  const sequences = await db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(sequencename) AS name FROM pg_sequences WHERE schemaname = 'public' AND coalesce(last_value, 0) < 1000`
  for (const { name } of sequences) await db.$executeRaw(Prisma.raw(`ALTER SEQUENCE ${name} RESTART WITH 1000`))
}
