import type { Ctx } from '../context.ts'

/** The secret that signs addresses: made by whichever process needs it first, and the same in all of them. */
export const loadMediaSecret = async ({ db, random }: Pick<Ctx, 'db' | 'random'>): Promise<string> => {
  const key = 'media-secret'
  await db.siteSetting.createMany({
    data: [{ key, value: Buffer.from(random.bytes(32)).toString('base64url') }],
    skipDuplicates: true,
  })
  return (await db.siteSetting.findUniqueOrThrow({ where: { key } })).value
}
