/** The same asked at the same moment in two places, and what each of the two hears. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Asked, fetchAs, isPutOff } from '../fetch-as.ts'

export type Heard = {
  /** 0 where no answer came in time. */
  status: number
  text: string
  headers: Headers
}

/** On a machine that does other things a server turns away for a moment: that says nothing of what two at once do to each other. */
const mostTimesPutOff = 10

/** In the name of somebody of the district, who comes again where they are told to. */
export const ask = async (address: string, userId: number, path: string, asked?: Asked): Promise<Heard> => {
  try {
    const send = () => fetchAs(address, userId, path, asked)
    let answer = await send()
    for (let times = 0; isPutOff(answer) && times < mostTimesPutOff; times += 1) {
      await answer.body?.cancel()
      await sleep(Number(answer.headers.get('retry-after')) * 1000)
      answer = await send()
    }
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  } catch (error) {
    return { status: 0, text: `no answer came: ${error}`, headers: new Headers() }
  }
}

export const mutate = (address: string, userId: number, procedure: string, input: object): Promise<Heard> =>
  ask(address, userId, `/trpc/${procedure}`, { body: JSON.stringify(input) })

export const query = (address: string, userId: number, procedure: string, input: object): Promise<Heard> =>
  ask(address, userId, `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`)

/** @throws {Error} for a refusal */
export const dataOf = <T>({ status, text }: Heard): T => {
  if (!isDone({ status })) throw new Error(`It was refused with ${status}: ${text.slice(0, 300)}`)
  return (JSON.parse(text) as { result: { data: T } }).result.data
}

export const isDone = ({ status }: Pick<Heard, 'status'>): boolean => status >= 200 && status < 300

/** The message of a refusal, as tRPC, REST and tus say it. */
const messageOf = (text: string): string => {
  try {
    const { error, detail } = JSON.parse(text)
    return error?.message ?? detail ?? ''
  } catch {
    return text.trim()
  }
}

/** Done, or refused as the asker's own matter, in a sentence. */
export const isClear = (heard: Heard): boolean =>
  isDone(heard) || (heard.status >= 400 && heard.status < 500 && messageOf(heard.text).includes(' '))

/** What was heard, in short, to be counted: a code, and for a refusal its sentence with what differs left out. */
export const inShort = (heard: Heard): string => {
  if (isDone(heard)) return String(heard.status)
  const words = messageOf(heard.text)
    .replaceAll(/User \d+/g, 'somebody')
    .replaceAll(/\d+/g, 'N')
  return `${heard.status} “${words.slice(0, 100)}”`
}
