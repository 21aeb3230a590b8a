import { recorded } from '../audit/index.ts'
import { countTry, hashPassword, hashToken } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { toTime } from '../serialize.ts'
import type { AcceptInvitationInput, GetInvitationInput } from './schemas.ts'

const open = ({ clock }: Ctx, token: string) => ({
  tokenHash: hashToken(token),
  acceptedAt: null,
  expiresAt: { gt: clock.now() },
})

/** Whom an invitation is for. @throws {DomainError} `not-found` once it is accepted or 7 days old; `too-many-tries` */
export const getInvitation = async (ctx: Ctx, { token }: GetInvitationInput) => {
  authorize(ctx, 'users.invitation')
  if (ctx.address !== null) await countTry(ctx, 'token:address', ctx.address)
  const invitation = await ctx.db.invitation.findFirst({
    where: open(ctx, token),
    select: { email: true, expiresAt: true },
  })
  if (!invitation) throw notFound('Invitation')
  return { email: invitation.email, expiresAt: toTime(invitation.expiresAt) }
}

/**
 * Makes the account of whoever was invited: a teacher, with the address the invitation went to.
 * @throws {DomainError} `not-found` as above, `conflict` where the username or the address is taken by now
 */
export const acceptInvitation = async (ctx: Ctx, { token, username, name, password }: AcceptInvitationInput) => {
  authorize(ctx, 'users.acceptInvitation')
  if (ctx.address !== null) await countTry(ctx, 'token:address', ctx.address)
  const passwordHash = await hashPassword(password)
  const now = ctx.clock.now()
  return onConstraint({ unique: () => conflict(`The username ${username} is taken: choose another.`) }, () =>
    recorded(ctx, 'users.acceptInvitation', async ({ db }, note) => {
      const [invitation] = await db.invitation.updateManyAndReturn({
        where: open(ctx, token),
        data: { acceptedAt: now },
        select: { id: true, email: true },
      })
      if (!invitation) throw notFound('Invitation')
      const user = await db.user.create({
        data: { username, name, passwordHash, email: invitation.email, groups: ['TEACHER'], joinedAt: now },
        select: { id: true, username: true, name: true },
      })
      await db.invitation.update({ where: { id: invitation.id }, data: { inviteeId: user.id }, select: { id: true } })
      note({ subject: 'Invitation', ids: [invitation.id], actorId: user.id, data: { userId: user.id } })
      return user
    }),
  )
}
