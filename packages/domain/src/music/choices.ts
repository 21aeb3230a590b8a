import type { Ctx } from '../context.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'

/** What pieces are made of, by name: what a form of the library offers to choose from. */
export const choices = async (ctx: Ctx) => {
  authorize(ctx, 'music.choices')
  const { db } = ctx
  const named = { select: { id: true, name: true }, orderBy: { name: 'asc' } } as const
  return answerOfLibrary(ctx, 'music.choices', {}, async () => ({
    ensembleTypes: await db.ensembleType.findMany(named),
    partTypes: await db.partType.findMany({ ...named, orderBy: { id: 'asc' } }),
    transpositions: await db.transposition.findMany(named),
    composers: await db.composer.findMany({ ...named, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  }))
}
