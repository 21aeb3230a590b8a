/** What the library is called by: ensembles, part types and transpositions have names, composers are added by theirs. */
import type { Ctx } from '../context.ts'
import { invalid } from '../errors.ts'

type Db = Ctx['db']

/** @throws {DomainError} `invalid` for a name that is not known */
export const ensembleTypeId = async (db: Db, name: string): Promise<number> => {
  const [ensemble] = await db.ensembleType.findMany({ where: { name }, select: { id: true } })
  if (!ensemble) throw invalid('ensembleType', `There is no ensemble type "${name}".`)
  return ensemble.id
}

/** The composer of this name, who is added where nobody has it yet. */
export const composerId = async (db: Db, composer: { name: string; url: string }): Promise<number> => {
  const known = await db.composer.findFirst({ where: { name: composer.name }, select: { id: true } })
  return (known ?? (await db.composer.create({ data: composer, select: { id: true } }))).id
}

const idsByName = (rows: { id: number; name: string }[]) => new Map(rows.map(({ id, name }) => [name, id]))

/** What parts are made of, by name. */
export const partNames = async (db: Db) => ({
  partTypes: idsByName(await db.partType.findMany({ select: { id: true, name: true } })),
  transpositions: idsByName(await db.transposition.findMany({ select: { id: true, name: true } })),
})

/** @throws {DomainError} `invalid` for a name that is not known */
export const known = (ids: Map<string, number>, field: string, name: string): number => {
  const id = ids.get(name)
  if (id === undefined) throw invalid(field, `There is no ${field} "${name}"; there are ${[...ids.keys()].join(', ')}.`)
  return id
}

/** @throws {DomainError} `invalid` where two rows have the same key */
export const allDifferent = <T>(field: string, rows: T[], key: (row: T) => string): T[] => {
  if (new Set(rows.map(key)).size < rows.length) throw invalid(field, `A ${field} is given twice.`)
  return rows
}
