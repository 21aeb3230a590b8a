/** The published description of the REST surface, read as a client would. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { FastifyInstance } from 'fastify'
import { type NamedOperation, operationsOf, type Paths } from './operations.ts'
import type { Json } from './stories.ts'

export type Document = {
  openapi: string
  paths: Paths
  operations: NamedOperation[]
  /** The path of the document that an address belongs to; one without parameters before one with. */
  pathOf: (address: string) => string | undefined
  /** What is wrong with an answer by the document; null where it is as described. */
  mistakes: (method: string, address: string, status: number, body: Json) => string | null
}

export const readDocument = async (server: FastifyInstance): Promise<Document> => {
  const answer = await server.inject('/api/schema/')
  if (answer.statusCode !== 200) throw new Error(`no description: ${answer.body}`)
  const document: { openapi: string; paths: Paths } = answer.json()
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'document')

  const patterns = Object.keys(document.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
  const pathOf = (address: string) =>
    patterns.find(({ pattern }) => pattern.test(address.split('?')[0] as string))?.path

  const validators = new Map<string, ValidateFunction>()
  const validatorAt = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` })
    validators.set(pointer, known)
    return known
  }
  const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

  return {
    openapi: document.openapi,
    paths: document.paths,
    operations: operationsOf(document.paths),
    pathOf,
    mistakes: (method, address, status, body) => {
      const path = pathOf(address)
      const operation = path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()]
      // What a route does not do is no operation of the document.
      if (!operation) return status === 405 || path === undefined ? null : `${method} ${path} is not described`
      const described = operation.responses[status]
      if (!described) return `${status} is not described`
      const [type] = Object.keys(described.content ?? {})
      if (type === undefined || typeof body === 'string') return null
      const at = ['paths', path as string, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
      const validate = validatorAt(`/${at.map(escaped).join('/')}`)
      return validate(body) ? null : ajv.errorsText(validate.errors)
    },
  }
}
