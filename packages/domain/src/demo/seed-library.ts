import { seedReference, seedLibrary as writeLibrary } from '@cpr/db/seed'
import { type Ctx, withTransaction } from '../context.ts'
import { conflict } from '../errors.ts'
import { authorize } from '../policy.ts'
import { isEmpty } from './is-empty.ts'

/**
 * Puts the instruments, the activities and the tunes of the library into an empty database.
 * @throws {DomainError} `conflict` where there is something in it already
 */
export const seedLibrary = async (ctx: Ctx): Promise<void> => {
  authorize(ctx, 'demo.seedLibrary')
  if (!(await isEmpty(ctx))) throw conflict('This database is not empty: only an empty one is seeded.')
  await withTransaction(ctx, async ({ db }) => {
    await seedReference(db)
    await writeLibrary(db)
  })
}
