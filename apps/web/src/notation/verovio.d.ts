/** The part of Verovio that is used here; the package brings no types. */
declare module 'verovio/wasm' {
  export default function createVerovioModule(): Promise<unknown>
}

declare module 'verovio/esm' {
  export type TimemapEntry = {
    /** From the beginning, in quarter notes. */
    qstamp: number
    on?: string[]
    off?: string[]
    measureOn?: string
    /** Quarter notes a minute, where it changes. */
    tempo?: number
  }
  export class VerovioToolkit {
    constructor(module: unknown)
    setOptions(options: object): void
    loadData(data: string): boolean
    renderToSVG(page: number): string
    renderToTimemap(options: object): TimemapEntry[]
    getMIDIValuesForElement(id: string): { pitch: number }
  }
}
