/** Multipart bodies: their fields, and for routes that take one their file. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import multipart, { type MultipartFile, type MultipartValue } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bodyLimitBytes, toFields } from './bodies.ts'
import { multipartError, Refusal } from './errors.ts'

/** A file on its way in, to be opened once. */
export type Upload = { kind: 'upload'; filename: string; open: () => Readable; bytes: () => Promise<Buffer> }

export const isUpload = (value: unknown): value is Upload => value instanceof Received

/**
 * How a route takes the file in its body:
 * - `stream`: straight on, and of the fields those that come before it
 * - `spool`: by way of a temporary file, so that all fields are known before it is read
 */
type Taking = 'stream' | 'spool'

declare module 'fastify' {
  interface FastifyRequest {
    /** The file that is on its way to whoever takes it. */
    upload: Readable | null
  }
  interface FastifyContextConfig {
    /** Nothing unless told: files are read and dropped. */
    file?: Taking
    /** The most bytes of a file; the site's limit unless told. */
    fileLimitBytes?: number
  }
}

class Received implements Upload {
  readonly kind = 'upload'
  readonly filename: string
  readonly open: () => Readable

  constructor(filename: string, open: () => Readable) {
    // Without a name the file still has to be called something.
    this.filename = filename.slice(-255) || 'file'
    this.open = open
  }

  async bytes(): Promise<Buffer> {
    return Buffer.concat(await this.open().toArray())
  }
}

export const takeFiles = async (server: FastifyInstance): Promise<void> => {
  await server.register(multipart, {
    limits: { fields: 100, fieldSize: bodyLimitBytes, files: 1, parts: 101, fileSize: Number.POSITIVE_INFINITY },
  })
  server.decorateRequest('upload', null)
  server.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = await read(request)
  })
}

const read = async (request: FastifyRequest): Promise<Record<string, unknown>> => {
  try {
    return request.routeOptions.config.file === 'spool' ? await spool(request) : await stream(request)
  } catch (error) {
    // What the parser says of a body that is none has no status.
    if (error instanceof Refusal || (error as { statusCode?: unknown }).statusCode !== undefined) throw error
    throw multipartError(error)
  }
}

/** Fields, and the file, which is still on its way where the route takes one. */
const stream = async (request: FastifyRequest): Promise<Record<string, unknown>> => {
  const fields: [string, string][] = []
  let characters = 0
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      characters += part.fieldname.length + textOf(part).length
      if (characters > bodyLimitBytes) throw tooLarge()
      fields.push([part.fieldname, textOf(part)])
    } else if (request.routeOptions.config.file === 'stream' && part.fieldname === 'file') {
      request.upload = part.file
      return { ...toFields(fields), file: new Received(part.filename, () => part.file) }
    } else part.file.resume()
  }
  return toFields(fields)
}

/** Fields, and the file by way of a temporary one, which is gone when the answer is out. */
const spool = async (request: FastifyRequest): Promise<Record<string, unknown>> => {
  const fileSize = request.routeOptions.config.fileLimitBytes ?? request.maxUploadBytes
  const { files, values } = await request.saveRequestFiles({ limits: { fileSize } })
  const parts = Object.values(values).flat() as (MultipartValue | MultipartFile)[]
  const fields = parts.flatMap((part): [string, string][] =>
    part.type === 'field' ? [[part.fieldname, textOf(part)]] : [],
  )
  const file = files.find(({ fieldname }) => fieldname === 'file')
  return {
    ...toFields(fields),
    ...(file ? { file: new Received(file.filename, () => Readable.from(chunksOf(file.filepath))) } : {}),
  }
}

/** Opened by whoever reads it: what nobody reads has no error that nobody hears. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path)
}

/** A field that came as JSON was parsed on the way; here it is what every field of a form is. */
const textOf = ({ value, valueTruncated }: MultipartValue): string => {
  if (valueTruncated) throw tooLarge()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const tooLarge = (): Refusal => new Refusal(413, { detail: 'The request is too large.' })
