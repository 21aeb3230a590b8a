/** Bodies as Django's parsers take them: JSON, forms and multipart forms, in any encoding that is known. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'

/** Deeper than any body that means something. */
const deepest = 100

export const bodyLimitBytes = 1_000_000

export const takeBodies = (server: FastifyInstance): void => {
  server.removeContentTypeParser(['application/json', 'text/plain'])
  const options = { parseAs: 'buffer' as const, bodyLimit: bodyLimitBytes }
  server.addContentTypeParser('application/json', options, async (request: FastifyRequest, body: Buffer) =>
    parseJson(decode(request, body)),
  )
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    options,
    async (request: FastifyRequest, body: Buffer) => toFields([...new URLSearchParams(decode(request, body))]),
  )
  server.addHook('preParsing', async (request) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity')
      throw new Refusal(415, { detail: `Unsupported content encoding "${encoding}" in request.` })
  })
}

/** @throws {Refusal} 415 for a charset that nobody knows, 400 for bytes that are none of it */
const decode = (request: FastifyRequest, body: Buffer): string => {
  const [, charset = 'utf-8'] = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '') ?? []
  const decoder = decoderOf(charset)
  try {
    return decoder.decode(body)
  } catch {
    throw new Refusal(400, { detail: `The request is not text in ${charset}.` })
  }
}

const decoderOf = (charset: string) => {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    throw new Refusal(415, { detail: `Unsupported charset "${charset}" in request.` })
  }
}

/** @throws {Refusal} 400 for what is not JSON, for a key that would change what an object is, and for what is too deep */
const parseJson = (text: string): unknown => {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw jsonError(error instanceof SyntaxError ? error.message : 'It cannot be read.')
  }
  refuseOddities(value)
  return value
}

const jsonError = (message: string): Refusal => new Refusal(400, { detail: `JSON parse error - ${message}` })

/** Level by level: what is deep is not to be walked by recursion. */
const refuseOddities = (value: unknown): void => {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw jsonError(`It is more than ${deepest} levels deep.`)
    level = level.flatMap((item) => {
      if (typeof item !== 'object' || item === null) return []
      if (Object.hasOwn(item, '__proto__')) throw jsonError('"__proto__" is no name of a field.')
      return Object.values(item)
    })
  }
}

/** Fields of a form as an object; a field that is there several times is a list. */
export const toFields = (entries: [name: string, value: string][]): Record<string, unknown> =>
  Object.fromEntries(
    [...Map.groupBy(entries, ([name]) => name)].map(([name, rows]) => {
      const values = rows.map(([, value]) => value)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
