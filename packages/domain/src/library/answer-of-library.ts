import { isOnPool } from '@cpr/db'
import type { Ctx } from '../context.ts'
import type { Action } from '../policy.ts'

/**
 * The answer of a verb that depends on the library and its input alone, to be asked for behind `authorize`. What it reads are
 * the tables that triggers tell of; a test holds that.
 * @param input as its schema parsed it
 * @returns what `read` does, as plain JSON; as a `LibraryText` for a transport that asked for text (`asText`)
 */
export const answerOfLibrary = async <T>(
  { library, db, asText = false }: Pick<Ctx, 'library' | 'db' | 'asText'>,
  verb: Action,
  input: object,
  read: () => Promise<T>,
): Promise<T> => {
  // A transaction sees what it wrote itself, which nobody else may see yet.
  if (!isOnPool(db)) return read()
  const answer = await library.answer(`${verb} ${JSON.stringify(input)}`, read)
  return asText ? (answer as T) : JSON.parse(answer.text)
}
