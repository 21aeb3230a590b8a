/** Files on their way to the server, in one request. */
import { TRPCClientError } from '@trpc/client'
import { connectionLost } from './connection.ts'
import { answerAsError } from './sent-error.ts'

/**
 * Sends a file as the body of a request.
 * @returns what the server answers
 * @throws {TRPCClientError} with `data` where the server refuses, without where it was not reached
 */
export const uploadFile = async <T>(path: string, query: Record<string, string | number>, file: File): Promise<T> => {
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
  let answer: Response
  try {
    answer = await fetch(`${path}?${search}`, { method: 'POST', body: file })
  } catch (error) {
    void connectionLost()
    throw TRPCClientError.from(error as Error)
  }
  if (!answer.ok) throw answerAsError(answer.status, await answer.text())
  return (await answer.json()) as T
}
