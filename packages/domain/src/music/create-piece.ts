import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { slugify, uniqueSlug } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, invalid } from '../errors.ts'
import { authorize } from '../policy.ts'
import { fromDayOrNull } from '../serialize.ts'
import { allDifferent, composerId, ensembleTypeId, known, partNames } from './named.ts'
import { notationProblem } from './notation.ts'
import { partSelect, pieceSelect, toPart, toPiece } from './queries.ts'
import type { CreatePieceInput } from './schemas.ts'

/**
 * Adds a piece with its parts to the library. Ensemble, part types and transpositions go by name; a composer who is not
 * known yet is added.
 * @throws {DomainError} `invalid` for a name that is not known, a part type or transposition given twice, broken MusicXML, or an
 *   accompaniment that is somebody's own file
 */
export const createPiece = async (
  ctx: Ctx,
  { parts, composer, ensembleType, dateComposed, ...input }: CreatePieceInput,
) => {
  authorize(ctx, 'music.createPiece')
  return onConstraint({ unique: () => conflict('Somebody is adding a piece of this name right now; try again.') }, () =>
    recorded(ctx, 'music.createPiece', async ({ db }, note) => {
      await refuseSomebodysFile(db, input.accompaniment)
      const ensemble = await ensembleTypeId(db, ensembleType)
      const { partTypes, transpositions } = await partNames(db)
      const wanted = slugify(input.name, 'piece')
      const taken = await db.piece.findMany({
        where: { OR: [{ slug: wanted }, { slug: { startsWith: `${wanted}-` } }] },
        select: { slug: true },
      })

      const piece = await db.piece.create({
        data: {
          ...input,
          slug: uniqueSlug(wanted, new Set(taken.map(({ slug }) => slug))),
          ensembleTypeId: ensemble,
          composerId: composer && (await composerId(db, composer)),
          dateComposed: fromDayOrNull(dateComposed),
          parts: {
            create: allDifferent('partType', parts, (part) => part.partType).map((part) => ({
              name: part.name,
              chordScalePattern: part.chordScalePattern ?? Prisma.DbNull,
              partTypeId: known(partTypes, 'partType', part.partType),
              transpositions: {
                create: allDifferent('transposition', part.transpositions, (row) => row.transposition).map((row) => ({
                  transpositionId: known(transpositions, 'transposition', row.transposition),
                  notation: readable(row.notation),
                })),
              },
            })),
          },
        },
        select: { ...pieceSelect, parts: { select: partSelect, orderBy: { id: 'asc' } } },
      })
      note({ subject: 'Piece', ids: [piece.id], data: { slug: piece.slug } })
      const { parts: rows, ...row } = piece
      return { ...toPiece(row), parts: rows.map(toPart) }
    }),
  )
}

/** Everybody may open what the library names: the file of somebody's work must not come to that by its key. */
const refuseSomebodysFile = async (db: Ctx['db'], key: string): Promise<void> => {
  if (key === '') return
  const [row] = await db.$queryRaw<[{ taken: boolean }]>`
    SELECT EXISTS (SELECT 1 FROM submission_attachments WHERE file = ${key})
      OR EXISTS (SELECT 1 FROM instrument_configs WHERE file = ${key} AND user_id IS NOT NULL) AS taken`
  if (row.taken) throw invalid('accompaniment', 'This file is somebody’s own.')
}

/** Notation in the JSON form of MusicXML goes in as it is; what is meant to be MusicXML has to be it. */
const readable = (notation: string): string => {
  const problem = notation.trimStart().startsWith('<') ? notationProblem(notation) : null
  if (problem !== null) throw invalid('notation', problem)
  return notation
}
