/** The parts of a piece as they change, in the transaction of whoever changes it. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { DomainError, invalid, notFound } from '../errors.ts'
import { allDifferent, known, partNames } from './named.ts'
import type { UpdatePieceInput } from './schemas.ts'

type Db = Ctx['db']
type Changes = Pick<UpdatePieceInput, 'addParts' | 'changeParts' | 'removePartIds'>
type Names = Awaited<ReturnType<typeof partNames>>

/**
 * Adds, changes and removes parts of a piece.
 * @returns the media keys of recordings that went with removed parts
 * @throws {DomainError} `work-handed-in` for a part that submissions refer to, `not-found` for one that is not of this
 *   piece, `invalid` for a name that is not known or a part type that the piece has already
 */
export const changeParts = async (
  db: Db,
  pieceId: number,
  { addParts, changeParts: changed, removePartIds }: Changes,
): Promise<string[]> => {
  if (addParts.length + changed.length + removePartIds.length === 0) return []
  const parts = await db.part.findMany({
    where: { pieceId },
    select: {
      id: true,
      name: true,
      partTypeId: true,
      sampleAudio: true,
      samples: { select: { sampleAudio: true } },
      _count: { select: { submissions: true } },
    },
  })
  const partOf = (id: number) => {
    const part = parts.find((row) => row.id === id)
    if (!part) throw notFound('Part')
    return part
  }
  const names = await partNames(db)

  const removed = removePartIds.map(partOf)
  for (const { name, _count } of removed) if (_count.submissions > 0) throw isInUse(name, _count.submissions)
  if (removed.length > 0) await db.part.deleteMany({ where: { id: { in: removePartIds } } })

  for (const { id, notations, name, chordScalePattern } of changed) {
    partOf(id)
    await db.part.update({
      where: { id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(chordScalePattern === undefined ? {} : { chordScalePattern: chordScalePattern ?? Prisma.DbNull }),
      },
      select: { id: true },
    })
    await writeNotations(db, names, id, notations)
  }

  const left = new Set(parts.filter(({ id }) => !removePartIds.includes(id)).map(({ partTypeId }) => partTypeId))
  for (const { partType, notations, name, chordScalePattern } of allDifferent(
    'partType',
    addParts,
    (part) => part.partType,
  )) {
    const partTypeId = known(names.partTypes, 'partType', partType)
    if (left.has(partTypeId)) throw invalid('partType', `The piece has a ${partType} already.`)
    const { id } = await db.part.create({
      data: { pieceId, partTypeId, name, chordScalePattern: chordScalePattern ?? Prisma.DbNull },
      select: { id: true },
    })
    await writeNotations(db, names, id, notations)
  }
  return removed
    .flatMap(({ sampleAudio, samples }) => [sampleAudio, ...samples.map((row) => row.sampleAudio)])
    .filter(Boolean)
}

/** Where work is handed in for a part meanwhile, the foreign key says the same. */
export const isInUse = (name: string | null, submissions: number) =>
  new DomainError(
    'work-handed-in',
    `Students have handed in work on ${name ?? 'this part'} (${submissions}): it stays, so that what they played can still be read.`,
    { submissions },
  )

const writeNotations = async (
  db: Db,
  { transpositions }: Names,
  partId: number,
  notations: UpdatePieceInput['changeParts'][number]['notations'],
): Promise<void> => {
  for (const { transposition, notation } of allDifferent('transposition', notations, (row) => row.transposition)) {
    const transpositionId = known(transpositions, 'transposition', transposition)
    if (notation === null) await db.partTransposition.deleteMany({ where: { partId, transpositionId } })
    else
      await db.partTransposition.upsert({
        where: { partId_transpositionId: { partId, transpositionId } },
        create: { partId, transpositionId, notation },
        update: { notation },
        select: { id: true },
      })
  }
}
