/** Somebody with a browser of their own: whatever they ask is counted and timed. */
import { Agent } from 'node:http'
import { type Answer, ask, decoded, type Request } from '../town/ask.ts'
import { uploadHeaders } from '../town/uploads.ts'
import type { Tally } from './tally.ts'

/** Refused, or not answered at all: it is in the tally, and whoever wanted it goes on with something else. */
export class Refused extends Error {}

export type Person = {
  signIn: (username: string, password: string) => Promise<void>
  query: <T>(procedure: string, input: object) => Promise<T>
  mutate: (procedure: string, input: object) => Promise<void>
  /** Fetches a file by the address that the server gave. */
  listen: (url: string) => Promise<void>
  /** Hands a recording in as the web client does, by tus: begun, then sent whole. @returns where it is heard */
  upload: (to: { course: string; courseAssignmentId: number }, recording: Buffer) => Promise<string>
  /** Once everything that was asked is answered. */
  leave: () => Promise<void>
}

type Receipt = { attachments: { url: string; sizeBytes: number }[] }

/** As many connections as a browser keeps. */
const connections = 6
/**
 * Shorter than the server keeps them (Fastify: 72 s): Node's agent would else write on one that is being closed at that moment,
 * which a browser sees to by sending again.
 */
const idleMs = 60_000

export const newPerson = (address: string, tally: Tally): Person => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: idleMs })
  const running = new Set<Promise<unknown>>()
  let token: string | null = null

  /** @throws {Refused} */
  const sent = async (request: Request): Promise<Answer> => {
    const answer = await ask(address, { token, agent, ...request }).catch((error: unknown) => {
      throw new Refused(`was not answered: ${error instanceof Error ? error.message : error}`)
    })
    if (answer.status >= 300) throw new Refused(`${answer.status} ${decoded(answer.text).slice(0, 200)}`)
    return answer
  }

  const counted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const done = work()
    running.add(done)
    try {
      const result = await done
      tally.note(name, performance.now() - began)
      return result
    } catch (error) {
      tally.note(name, performance.now() - began, error instanceof Error ? error.message : String(error))
      throw error
    } finally {
      running.delete(done)
    }
  }

  const dataOf = <T>({ text }: Answer): T => (JSON.parse(decoded(text)) as { result: { data: T } }).result.data

  const post = (procedure: string, input: object): Promise<Answer> =>
    counted(procedure, () =>
      sent({
        method: 'POST',
        path: `/trpc/${procedure}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    )

  return {
    signIn: async (username, password) => {
      ;({ token } = dataOf<{ token: string }>(await post('auth.signIn', { username, password })))
    },
    query: async (procedure, input) => {
      const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
      return dataOf(await counted(procedure, () => sent({ method: 'GET', path })))
    },
    mutate: async (procedure, input) => {
      await post(procedure, input)
    },
    listen: async (url) => {
      const { pathname, search } = new URL(url, address)
      await counted('media', () => sent({ method: 'GET', path: pathname + search }))
    },
    upload: (to, recording) =>
      counted('upload', async () => {
        const begun = await sent({ method: 'POST', path: '/uploads', headers: uploadHeaders(to, recording.length) })
        const headers = {
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        }
        const { location = '' } = begun.headers
        const receipt = await sent({ method: 'PATCH', path: location, headers, body: recording })
        const [file] = (JSON.parse(decoded(receipt.text)) as Receipt).attachments
        if (file?.sizeBytes !== recording.length)
          throw new Refused(`has another receipt: ${decoded(receipt.text).slice(0, 200)}`)
        return file.url
      }),
    leave: async () => {
      await Promise.allSettled(running)
      agent.destroy()
    },
  }
}
