import type { Ctx } from '../context.ts'

/** Whether nobody has put anything into this database yet: no people, no music. */
export const isEmpty = async ({ db }: Ctx): Promise<boolean> =>
  (await db.user.findFirst({ select: { id: true } })) === null &&
  (await db.transposition.findFirst({ select: { id: true } })) === null
