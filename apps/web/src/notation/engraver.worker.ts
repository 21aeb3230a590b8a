/** Verovio, away from the page: it is large, and drawing must not hold up a click. */
import { VerovioToolkit } from 'verovio/esm'
import createVerovioModule from 'verovio/wasm'
import { engrave } from './engrave.ts'
import type { EngravingAnswer, EngravingRequest } from './engraver.ts'

const toolkit = createVerovioModule().then((module) => new VerovioToolkit(module))

const answer = async ({ id, notation, width }: EngravingRequest): Promise<EngravingAnswer> => {
  try {
    return { id, engraving: engrave(await toolkit, notation, width) }
  } catch (error) {
    return { id, error: String(error) }
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<EngravingRequest>) =>
  self.postMessage(await answer(data)),
)
