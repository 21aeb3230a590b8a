import { DomainError, type ErrorCode, type ErrorDetails, isUnavailable } from '@cpr/domain'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'

type TrpcCode = TRPCError['code']

/** The one place where the domain's codes become tRPC's. */
const codes = {
  unauthenticated: 'UNAUTHORIZED',
  'bad-credentials': 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  'instrument-missing': 'CONFLICT',
  'too-few-students': 'CONFLICT',
  'work-handed-in': 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  // tRPC has no name for 507: `httpStatusOf` has the number.
  'storage-full': 'INTERNAL_SERVER_ERROR',
  'too-many-tries': 'TOO_MANY_REQUESTS',
  'too-many-streams': 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ErrorCode, TrpcCode>

/** The HTTP status of an error, on every transport. */
export const httpStatusOf = (error: TRPCError): number =>
  domainErrorOf(error)?.code === 'storage-full' ? 507 : getHTTPStatusCodeFromError(error)

/** What a client hears of an error that nobody foresaw: nothing of its text, which may quote data. */
const hidden = 'Something went wrong on the server. It is written down; try again, and tell us if it stays.'

/** An error of a procedure as tRPC sends it. The cause stays inside, for the log and for `domainErrorOf`. */
export const toTrpcError = (error: TRPCError): TRPCError => {
  const { cause } = error
  if (cause instanceof DomainError) {
    const { code, message }: DomainError = cause
    return new TRPCError({ code: codes[code], message, cause })
  }
  if (isUnavailable(cause)) {
    const unavailable = new DomainError('unavailable', 'The database is out of reach for the moment; try again soon.')
    return new TRPCError({ code: codes.unavailable, message: unavailable.message, cause: unavailable })
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') return new TRPCError({ code: error.code, message: hidden, cause })
  return error
}

/** The domain's code with the details that belong to it. */
export type DomainErrorShape = { [C in ErrorCode]: { code: C; details: ErrorDetails[C] } }[ErrorCode]

/** The domain's code and details in an error, for clients and for the REST shim; null where it has none. */
export const domainErrorOf = ({ cause }: TRPCError): DomainErrorShape | null =>
  cause instanceof DomainError ? ({ code: cause.code, details: cause.details } as DomainErrorShape) : null
