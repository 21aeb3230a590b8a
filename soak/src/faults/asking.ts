/** What answers mean to whoever wants something written. */
import { isPutOff, TooLong } from '../fetch-as.ts'

/** Not done, as far as its sender knows: to be sent again with the same key. */
export class NotAcknowledged extends Error {}

/** Refused for good, which nothing here ought to be, or answered as nothing should be. */
export class Unforeseen extends Error {}

/** The same of every course and every upload. */
const nameless = (text: string): string => text.replaceAll(/[0-9a-f]{32}|\d+/g, 'N')

/**
 * The answer to a write, once it is there to its last byte.
 * @throws {NotAcknowledged} where none came, or 503 with `Retry-After`
 * @throws {Unforeseen} for every other refusal but `but`
 */
export const answerTo = async (
  sent: () => Promise<Response>,
  { but = [] }: { but?: number[] } = {},
): Promise<{ status: number; headers: Headers; text: string }> => {
  let answer: Response
  let text: string
  try {
    answer = await sent()
    text = await answer.text()
  } catch (error) {
    if (error instanceof TooLong) throw new Unforeseen(nameless(error.message))
    throw new NotAcknowledged('No answer came.', { cause: error })
  }
  if (isPutOff(answer)) throw new NotAcknowledged('It was put off.')
  if (!answer.ok && !but.includes(answer.status))
    throw new Unforeseen(
      `${nameless(new URL(answer.url).pathname)} answered ${answer.status}${
        answer.status === 503 ? ' without Retry-After' : ''
      }: ${text.slice(0, 200)}`,
    )
  return { status: answer.status, headers: answer.headers, text }
}
