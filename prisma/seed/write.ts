/** Writes what every site begins with into an empty database. Ids follow the order of the lists. */
import type { DatabaseClient, TransactionClient } from '../client.ts'
import { activities } from './activities.ts'
import { libraryRows, plans } from './library.ts'
import {
  activityCategories,
  activityTypes,
  ensembleTypes,
  instruments,
  partTypes,
  transpositions,
} from './reference.ts'

type Db = DatabaseClient | TransactionClient

const named = (names: readonly string[]) => ({ data: names.map((name) => ({ name })) })

const idsByName = (rows: { id: number; name: string }[]) => {
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  return (name: string): number => {
    const id = ids.get(name)
    if (id === undefined) throw new Error(`The seed names "${name}", which it does not define.`)
    return id
  }
}

const idAndName = { select: { id: true, name: true } } as const

/** Instruments, transpositions, ensembles, part types, and one activity for each activity type. */
export const seedReference = async (db: Db): Promise<void> => {
  await db.transposition.createMany(named(transpositions))
  await db.ensembleType.createMany(named(ensembleTypes))
  await db.partType.createMany(named(partTypes))
  await db.activityCategory.createMany(named(activityCategories))

  const transpositionId = idsByName(await db.transposition.findMany(idAndName))
  await db.instrument.createMany({
    data: instruments.map(({ transposition, ...instrument }) => ({
      ...instrument,
      transpositionId: transpositionId(transposition),
    })),
  })
  const categoryId = idsByName(await db.activityCategory.findMany(idAndName))
  await db.activityType.createMany({
    data: activityTypes.map(({ name, category }) => ({ name, categoryId: categoryId(category) })),
  })
  const typeId = idsByName(await db.activityType.findMany(idAndName))
  const partTypeId = idsByName(await db.partType.findMany(idAndName))
  await db.activity.createMany({
    data: activities.map(({ type, partType, body }) => ({
      activityTypeId: typeId(type),
      partTypeId: partType === null ? null : partTypeId(partType),
      body,
    })),
  })
}

/** The tunes with every part in every transposition, and their plans. Needs `seedReference`. */
export const seedLibrary = async (db: Db): Promise<void> => {
  const pieces = libraryRows()
  const composers = new Map(pieces.flatMap(({ composer }) => (composer ? [[composer.name, composer]] : [])))
  await db.composer.createMany({ data: [...composers.values()] })
  const composerId = idsByName(await db.composer.findMany(idAndName))
  const ensembleTypeId = idsByName(await db.ensembleType.findMany(idAndName))
  await db.piece.createMany({
    data: pieces.map(({ parts, composer, ensemble, dateComposed, ...piece }) => ({
      ...piece,
      composerId: composer && composerId(composer.name),
      ensembleTypeId: ensembleTypeId(ensemble),
      dateComposed: dateComposed === null ? null : new Date(dateComposed),
    })),
  })

  const pieceRows = await db.piece.findMany({ select: { id: true, slug: true } })
  const pieceId = idsByName(pieceRows.map(({ id, slug }) => ({ id, name: slug })))
  const partTypeId = idsByName(await db.partType.findMany(idAndName))
  await db.part.createMany({
    data: pieces.flatMap(({ slug, parts }) =>
      parts.map(({ name, partType, chordScalePattern }) => ({
        name,
        pieceId: pieceId(slug),
        partTypeId: partTypeId(partType),
        ...(chordScalePattern ? { chordScalePattern: [...chordScalePattern] } : {}),
      })),
    ),
  })
  const partId = idsByName(await db.part.findMany(idAndName))
  const transpositionId = idsByName(await db.transposition.findMany(idAndName))
  await db.partTransposition.createMany({
    data: pieces.flatMap(({ parts }) =>
      parts.flatMap(({ name, transpositions: written }) =>
        written.map(({ transposition, notation }) => ({
          partId: partId(name),
          transpositionId: transpositionId(transposition),
          notation,
        })),
      ),
    ),
  })

  const typeId = idsByName(await db.activityType.findMany(idAndName))
  const activityRows = await db.activity.findMany({ select: { id: true, activityTypeId: true } })
  const activityOfType = new Map(activityRows.map(({ id, activityTypeId }) => [activityTypeId, id]))
  await db.piecePlan.createMany({
    data: plans.map(({ name, pieceSlug, type }) => ({ name, pieceId: pieceId(pieceSlug), type })),
  })
  const planId = idsByName(await db.piecePlan.findMany(idAndName))
  await db.plannedActivity.createMany({
    data: plans.flatMap(({ name, activities: types }) =>
      types.map((type, index) => ({
        piecePlanId: planId(name),
        activityId: activityOfType.get(typeId(type)) as number,
        position: index + 1,
      })),
    ),
  })
}
