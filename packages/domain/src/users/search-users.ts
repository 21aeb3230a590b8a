import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { accountSelect, toAccount } from './queries.ts'
import type { SearchUsersInput } from './schemas.ts'

/**
 * Accounts that have every word of the search in one of their names, in the order of ids.
 * @returns a page, and `next`, the cursor of the page behind it; null on the last one
 */
export const searchUsers = async (ctx: Ctx, { search, group, active, cursor, limit }: SearchUsersInput) => {
  authorize(ctx, 'users.search')
  const words = search.split(/\s+/).filter(Boolean)
  const rows = await ctx.db.user.findMany({
    where: {
      ...(group === undefined ? {} : { groups: { has: group } }),
      ...(active === undefined ? {} : { isActive: active }),
      ...(cursor === undefined ? {} : { id: { gt: cursor } }),
      AND: words.map((word) => {
        const has = { contains: word, mode: 'insensitive' as const }
        return { OR: [{ username: has }, { name: has }, { email: has }, { externalId: has }] }
      }),
    },
    select: accountSelect,
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return { users: page.map(toAccount), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}
