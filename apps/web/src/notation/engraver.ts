import type { Engraving } from './engrave.ts'

export type EngravingRequest = { id: number; notation: string; width: number }
export type EngravingAnswer = { id: number } & ({ engraving: Engraving } | { error: string })

let worker: Worker | undefined
let requests = 0

/** Draws notation in the worker, which is started with the first of it. @throws {Error} where it cannot be read */
export const engraveInWorker = (notation: string, width: number): Promise<Engraving> => {
  worker ??= new Worker(new URL('./engraver.worker.ts', import.meta.url), { type: 'module' })
  const engraver = worker
  requests += 1
  const id = requests
  return new Promise((done, fail) => {
    const listen = ({ data }: MessageEvent<EngravingAnswer>): void => {
      if (data.id !== id) return
      stop()
      if ('engraving' in data) done(data.engraving)
      else fail(new Error(data.error))
    }
    // The worker could not be fetched: the next try begins with another one.
    const broken = (): void => {
      stop()
      worker = undefined
      fail(new Error('The engraver did not start.'))
    }
    const stop = (): void => {
      engraver.removeEventListener('message', listen)
      engraver.removeEventListener('error', broken)
    }
    engraver.addEventListener('message', listen)
    engraver.addEventListener('error', broken)
    engraver.postMessage({ id, notation, width } satisfies EngravingRequest)
  })
}
