import { z } from 'zod'
import { recorded } from '../audit/index.ts'
import { hashToken, newToken } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { invalid } from '../errors.ts'
import { authorize } from '../policy.ts'
import type { InviteTeachersInput } from './schemas.ts'

export const invitationDays = 7

/** More would be a mailing list, not a staff room. */
const mostAtOnce = 500

export type InvitationAnswer = {
  line: string
  outcome: 'invited' | 'already invited' | 'already a user' | 'not an address'
}

const address = z.email().max(254)

/**
 * Invites people to be teachers, by mail, from pasted lines. An invitation that has expired is renewed.
 * @returns for each line what became of it, in their order
 * @throws {DomainError} `invalid` for more than 500 lines
 */
export const inviteTeachers = async (ctx: Ctx, { addresses }: InviteTeachersInput): Promise<InvitationAnswer[]> => {
  authorize(ctx, 'users.inviteTeachers')
  const lines = addresses
    .replace(/^\uFEFF/, '')
    .split(/[\r\n,;]+/)
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length > mostAtOnce) throw invalid('addresses', `At most ${mostAtOnce} addresses at once.`)

  const now = ctx.clock.now()
  const wanted = [...new Set(lines.filter((line) => address.safeParse(line).success).map((line) => line.toLowerCase()))]
  const anyCase = wanted.map((email) => ({ email: { equals: email, mode: 'insensitive' as const } }))
  const { invited, users, open } = await recorded(ctx, 'users.inviteTeachers', async ({ db }, note) => {
    const taken = lowerCased(await db.user.findMany({ where: { OR: anyCase }, select: { email: true } }))
    const waiting = lowerCased(
      await db.invitation.findMany({
        where: { OR: anyCase, acceptedAt: null, expiresAt: { gt: now } },
        select: { email: true },
      }),
    )
    const fresh = wanted.filter((email) => !taken.has(email) && !waiting.has(email))
    const tokens = new Map(fresh.map((email) => [email, newToken(ctx.random)]))
    await db.invitation.deleteMany({ where: { acceptedAt: null, email: { in: fresh, mode: 'insensitive' } } })
    const rows = await db.invitation.createManyAndReturn({
      data: [...tokens].map(([email, token]) => ({
        email,
        tokenHash: hashToken(token),
        inviterId: ctx.actor.kind === 'user' ? ctx.actor.id : null,
        createdAt: now,
        expiresAt: new Date(now.getTime() + invitationDays * 24 * 3600 * 1000),
      })),
      select: { id: true },
    })
    if (rows.length > 0) note({ subject: 'Invitation', ids: rows.map(({ id }) => id) })
    return { invited: tokens, users: taken, open: waiting }
  })
  for (const [email, token] of invited) ctx.mail.post(invitationMail(ctx, email, token))

  const seen = new Set<string>()
  return lines.map((line) => {
    const email = line.toLowerCase()
    const first = !seen.has(email)
    seen.add(email)
    if (users.has(email)) return { line, outcome: 'already a user' }
    if (open.has(email) || (invited.has(email) && !first)) return { line, outcome: 'already invited' }
    return { line, outcome: invited.has(email) ? 'invited' : 'not an address' }
  })
}

const lowerCased = (rows: { email: string }[]) => new Set(rows.map(({ email }) => email.toLowerCase()))

const invitationMail = ({ origin }: Ctx, to: string, token: string) => ({
  to,
  subject: 'Your invitation to MusicCPR',
  text: [
    'Hello,',
    '',
    'you are invited to teach with MusicCPR, a place for school bands and orchestras to practise, compose and reflect.',
    `Make your account here within ${invitationDays} days:`,
    '',
    `${origin}/accept-invitation?token=${token}`,
    '',
  ].join('\n'),
})
