/** Everything that can be asked of a server, each as a request about something. */
import { appRouter } from '@cpr/api'
import { type NamedOperation, operationsOf } from '@cpr/server/testing/operations'
import { ask, callOf, type Request } from '../town/ask.ts'
import type { Who } from '../town/people.ts'
import type { Secrets } from '../town/secrets.ts'
import type { Target } from '../town/targets.ts'
import { files } from './files.ts'
import { calls } from './procedures.ts'
import { type Route, routes } from './routes.ts'

export type Errand = {
  name: string
  transport: 'tRPC' | 'REST' | 'files'
  by: Who
  /** Nobody is let in, as it is sent. */
  never: boolean
  usesUp: boolean
  request: (about: Target, own: Secrets) => Omit<Request, 'token'>
}

export const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>

const ofProcedures = (): Errand[] =>
  Object.entries(procedures).map(([name, procedure]) => {
    const call = calls[name]
    if (!call) throw new Error(`Nobody says how ${name} is called.`)
    return {
      name,
      transport: 'tRPC',
      by: call.by,
      never: call.takesFile ?? false,
      usesUp: false,
      request: (about, own) => callOf(name, procedure, call.input?.(about, own)),
    }
  })

const boundary = 'b0undary'

const formOf = (file: Buffer): Pick<Request, 'headers' | 'body'> => ({
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="take.wav"\r\n\r\n`),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
})

const bodyOf = ({ body, file }: Route, about: Target, own: Secrets): Pick<Request, 'headers' | 'body'> => {
  if (file) return formOf(file)
  if (!body) return {}
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body(about, own)) }
}

const ofRoutes = (operations: NamedOperation[]): Errand[] =>
  operations.map(({ name, method, path }) => {
    const route = routes[name]
    if (!route) throw new Error(`Nobody says how ${name} is asked for.`)
    return {
      name,
      transport: 'REST',
      by: route.by,
      never: false,
      usesUp: false,
      request: (about, own) => {
        const segments = route.path?.(about) ?? []
        const query = route.query ? `?${new URLSearchParams(route.query(about))}` : ''
        let nth = 0
        const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(segments[nth++] as string))
        return { method, path: `${filled}${query}`, ...bodyOf(route, about, own) }
      },
    }
  })

const ofFiles = (): Errand[] =>
  Object.entries(files).map(([name, { by, never = false, usesUp = false, request }]) => ({
    name,
    transport: 'files',
    by,
    never,
    usesUp,
    request,
  }))

/** @throws {Error} for a procedure or an operation that the tables beside do not know */
export const errandsOf = async (address: string): Promise<Errand[]> => {
  const { text } = await ask(address, { method: 'GET', path: '/api/schema/' })
  return [...ofProcedures(), ...ofRoutes(operationsOf(JSON.parse(text).paths)), ...ofFiles()]
}

/** What of a target a request names. */
export const fieldsOf = (errand: Errand, about: Target, own: Secrets): (keyof Target)[] => {
  const fields = new Set<keyof Target>()
  const seen = new Proxy(about, {
    get: (target, field: string) => {
      fields.add(field as keyof Target)
      return target[field as keyof Target]
    },
  })
  errand.request(seen, own)
  return [...fields]
}
