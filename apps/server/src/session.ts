import type { FastifyReply, FastifyRequest } from 'fastify'

const cookieName = 'cpr_session'

/** The session token of a request: `Authorization: Bearer …` or `Token …`, else the cookie; null without any. */
export const tokenOf = ({ headers, cookies }: FastifyRequest): string | null => {
  const [, token] = /^(?:bearer|token) +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  // Whoever sends a header means it: a bad one is not made good by a cookie.
  if (headers.authorization !== undefined) return token ?? null
  return cookies[cookieName] || null
}

/** Whether it is the cookie that says who asks, which a browser sends by itself. */
export const sentByCookie = ({ headers: { authorization, cookie } }: FastifyRequest): boolean =>
  authorization === undefined && (cookie?.includes(`${cookieName}=`) ?? false)

/** Gives a browser its session as a cookie that scripts in the page do not see, or takes it back (null). */
export const setSessionCookie = (
  reply: FastifyReply,
  session: { token: string; expiresAt: string } | null,
  secure: boolean,
): void => {
  reply.setCookie(cookieName, session?.token ?? '', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    expires: session ? new Date(session.expiresAt) : new Date(0),
  })
}
