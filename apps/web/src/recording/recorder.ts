/** Records what a microphone hears. */

/** What browsers can write, the best first. */
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus', 'audio/webm']

/** Enough for a tuba and a piccolo, and a megabyte a minute. */
const bitsPerSecond = 128_000

/** The first of `types` that this browser writes; its own choice where it writes none of them. */
export const typeFor = (isSupported: (type: string) => boolean): string | undefined => types.find(isSupported)

export type Recorded = { recording: Blob; seconds: number }
export type RunningRecorder = { stop: () => Promise<Recorded> }

/** Begins to record. */
export const startRecorder = (stream: MediaStream): RunningRecorder => {
  const mimeType = typeFor((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: bitsPerSecond,
    ...(mimeType === undefined ? {} : { mimeType }),
  })
  const parts: Blob[] = []
  const begun = performance.now()
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const ended = new Promise<Recorded>((done, fail) => {
    recorder.addEventListener('stop', () =>
      done({
        // Without what the codec is called: that is for players of streams.
        recording: new Blob(parts, { type: recorder.mimeType.split(';', 1)[0] ?? '' }),
        seconds: (performance.now() - begun) / 1000,
      }),
    )
    recorder.addEventListener('error', () => fail(new Error('The recording broke off.')))
  })
  recorder.start()
  return {
    stop: () => {
      // A microphone that was pulled out has stopped it already.
      if (recorder.state !== 'inactive') recorder.stop()
      return ended
    },
  }
}

const extensions: Record<string, string> = { 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }

/** What a recording is called on the server. */
export const filenameOf = (type: string): string => `take.${extensions[type] ?? 'webm'}`
