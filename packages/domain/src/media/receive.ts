/** Takes a file in: its kind sniffed, its size limited, its sha-256 counted, streamed into the store. */
import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import type { Ctx } from '../context.ts'
import { DomainError, invalid } from '../errors.ts'
import { isFull, storageFull } from './full.ts'
import { type MediaKind, sampleBytes, sniffKind } from './kinds.ts'

export type ReceivedFile = { key: string; kind: MediaKind; contentType: string; sizeBytes: number; sha256: string }

type Options = { body: Readable; filename: string; folder?: string }

/**
 * Streams a file into the store, of which no more than a few chunks are in memory at once.
 * @returns what it is, under a new key made of the cleaned `filename`
 * @throws {DomainError} `invalid` for an empty file and for a kind that is not taken, `too-large`, `storage-full`; nothing is
 *   left then
 */
export const receiveFile = async (ctx: Ctx, { body, filename, folder }: Options): Promise<ReceivedFile> => {
  const { start, rest } = await peek(body)
  if (start.length === 0) throw invalid('file', 'The submitted file is empty.')
  const what = await sniffKind(start)
  if (!what) {
    body.destroy()
    throw invalid('file', 'MusicCPR takes recordings, videos, images, MusicXML and MIDI; this file is none of them.')
  }
  const key = newKey(ctx, filename, folder)
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      sizeBytes += chunk.length
      hash.update(chunk)
      if (sizeBytes > ctx.maxUploadBytes) done(tooLarge(ctx.maxUploadBytes))
      else done(null, chunk)
    },
  })
  // Heard of by whoever reads it; the store may not have begun to.
  count.on('error', () => {})
  rest.on('error', (error) => count.destroy(error))
  rest.pipe(count)
  try {
    await ctx.media.write(key, count, what.contentType)
  } catch (error) {
    body.destroy()
    throw isFull(error) ? storageFull() : error
  }
  return { key, ...what, sizeBytes, sha256: hash.digest('hex') }
}

const tooLarge = (maxBytes: number) => {
  const megabytes = Math.floor(maxBytes / 1_000_000)
  return new DomainError('too-large', `A file has at most ${megabytes} MB.`, { maxBytes })
}

/** The first bytes of a stream, and the stream with them still in front. */
const peek = async (body: Readable): Promise<{ start: Buffer; rest: Readable }> => {
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const chunks: Buffer[] = []
  let length = 0
  let ended = false
  while (length < sampleBytes && !ended) {
    const { value, done } = await iterator.next()
    if (done) ended = true
    else {
      const chunk = Buffer.from(value)
      chunks.push(chunk)
      length += chunk.length
    }
  }
  const start = Buffer.concat(chunks)
  const rest = Readable.from(
    (async function* () {
      yield start
      while (!ended) {
        const { value, done } = await iterator.next()
        if (done) return
        yield value
      }
    })(),
  )
  return { start: start.subarray(0, sampleBytes), rest }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `take one.wav` as `take_one_x8Kq2Zf.wav`: readable, of no harm in any address or folder, and never the same twice. */
export const newKey = ({ random }: Pick<Ctx, 'random'>, filename: string, folder?: string): string => {
  const name = filename.normalize('NFKC').split(/[/\\]/).at(-1) ?? ''
  const cleaned = name
    .replace(/\s+/g, '_')
    .replace(/[^\p{L}\p{N}._-]/gu, '')
    .replace(/^[._-]+/, '')
  const dot = cleaned.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [cleaned.slice(0, dot), cleaned.slice(dot)] : [cleaned, '']
  // 62 letters do not divide 256: the bias is a quarter of a bit, and the key is no secret.
  const suffix = [...random.bytes(7)].map((byte) => alphabet[byte % alphabet.length]).join('')
  const short = `${[...(stem || 'file')].slice(0, 40).join('')}_${suffix}${[...extension].slice(0, 10).join('')}`
  return folder ? `${folder}/${short}` : short
}
