import { bareServices, type DatabaseClient, DomainError, type ErrorCode } from '@cpr/domain'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createRequestContext } from './context.ts'
import { domainErrorOf, httpStatusOf } from './errors.ts'
import { createCallerFactory, procedure, router } from './trpc.ts'

/** A procedure of the real kind that throws what it is given; it touches no database. */
const thrower = (error: () => unknown) => {
  const appRouter = router({
    fail: procedure.query((): string => {
      throw error()
    }),
    typed: procedure.input(z.object({ id: z.int() })).query(() => 'fine'),
  })
  return createCallerFactory(appRouter)(
    createRequestContext({
      ...bareServices,
      db: {} as DatabaseClient,
      token: null,
      address: null,
      setSession: () => {},
    }),
  )
}

const failure = async (error: () => unknown): Promise<TRPCError> => {
  const thrown = await thrower(error)
    .fail()
    .catch((caught: unknown) => caught)
  if (!(thrown instanceof TRPCError)) throw new Error(`not a tRPC error: ${thrown}`)
  return thrown
}

const statuses: Record<ErrorCode, number> = {
  unauthenticated: 401,
  'bad-credentials': 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 400,
  conflict: 409,
  'instrument-missing': 409,
  'too-few-students': 409,
  'work-handed-in': 409,
  'too-large': 413,
  'storage-full': 507,
  'too-many-tries': 429,
  'too-many-streams': 429,
  unavailable: 503,
}

describe('an error of a procedure', () => {
  it.each(Object.entries(statuses))(
    'of the domain, %s, is answered with %i, its message and its code',
    async (code, status) => {
      const details = { entity: 'Course' }
      const thrown = await failure(
        () => new DomainError(code as 'not-found', 'in words', details as { entity: 'Course' }),
      )
      expect(httpStatusOf(thrown)).toBe(status)
      expect(thrown.message).toBe('in words')
      expect(domainErrorOf(thrown)).toEqual({ code, details })
    },
  )

  it.each([
    ['an Error', () => new Error('select password from users')],
    ['a string', () => 'select password from users'],
    ['nothing', () => undefined],
  ])('that nobody foresaw, %s, is answered without its text and kept as the cause', async (_what, error) => {
    const thrown = await failure(error)
    expect(thrown.code).toBe('INTERNAL_SERVER_ERROR')
    expect(thrown.message).not.toContain('password')
    expect(domainErrorOf(thrown)).toBeNull()
  })

  it.each(['ECONNREFUSED', '57P01', 'P1001'])('of a database out of reach, %s, asks to come again', async (code) => {
    const thrown = await failure(() => Object.assign(new Error('connect'), { code }))
    expect(getHTTPStatusCodeFromError(thrown)).toBe(503)
    expect(domainErrorOf(thrown)?.code).toBe('unavailable')
  })

  it('of the input stays what tRPC made of it', async () => {
    const wrong = thrower(() => undefined).typed({ id: 'one' as unknown as number })
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
