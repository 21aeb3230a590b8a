/** What went wrong, in words for whoever sits in front of it. */
import type { AppRouter } from '@cpr/api'
import { TRPCClientError } from '@trpc/client'
import { text } from '../text/index.ts'

export type CallError = TRPCClientError<AppRouter>

export const isCallError = (error: unknown): error is CallError => error instanceof TRPCClientError

/** The server was not reached, or something on the way answered in its place. */
export const isConnectionError = (error: unknown): boolean => isCallError(error) && !error.data

export const domainErrorOf = (error: unknown) => (isCallError(error) ? (error.data?.domain ?? null) : null)

export const isSignedOut = (error: unknown): boolean => domainErrorOf(error)?.code === 'unauthenticated'

/** Whether the same call may well succeed a little later. */
export const isPassing = (error: unknown): boolean =>
  isConnectionError(error) || (isCallError(error) && (error.data?.httpStatus ?? 0) >= 500)

export type Failure = { title: string; message: string; names: string[] }

/** What to show of an error: a title, a sentence that says what to do, and the people whom it is about. */
export const failureOf = (error: unknown): Failure => {
  const words = text.errors
  if (!isCallError(error)) return { title: words.unknownTitle, message: words.unknown, names: [] }
  if (!error.data) return { title: words.connectionTitle, message: words.connection, names: [] }
  const domain = error.data.domain
  switch (domain?.code) {
    case 'unauthenticated':
      return { title: words.signedOutTitle, message: words.signedOut, names: [] }
    case 'bad-credentials':
      return { title: words.refusedTitle, message: error.message, names: [] }
    case 'forbidden':
      return { title: words.forbiddenTitle, message: error.message, names: [] }
    case 'not-found':
      return { title: words.notFoundTitle, message: error.message, names: [] }
    case 'too-many-tries':
      return { title: words.tooManyTitle, message: words.tooMany(domain.details.retryAfterSeconds), names: [] }
    case 'unavailable':
      return { title: words.unavailableTitle, message: words.unavailable, names: [] }
    case 'instrument-missing':
      return {
        title: words.refusedTitle,
        message: error.message,
        names: domain.details.students.map(({ name, username }) => name || username),
      }
    case undefined:
      return { title: words.unknownTitle, message: error.message, names: [] }
    default:
      return { title: words.refusedTitle, message: error.message, names: [] }
  }
}

/** What is wrong with each field of a form, as the server found it; empty where no field is to blame. */
export const fieldErrorsOf = (error: unknown): Record<string, string> => {
  if (!isCallError(error)) return {}
  const fields: Record<string, string[] | undefined> = error.data?.fields ?? {}
  const found = Object.entries(fields).flatMap(([field, messages]) => (messages?.[0] ? [[field, messages[0]]] : []))
  const domain = domainErrorOf(error)
  if (domain?.code === 'invalid') found.push([domain.details.field, (error as CallError).message])
  return Object.fromEntries(found)
}
