/** What becomes of an input on its way: one thing about it made wrong, or the request around it. */
import { oddValues } from '@cpr/server/testing/odd-values'
import fc from 'fast-check'
import { callOf, type Request } from '../town/ask.ts'

type Sent = Omit<Request, 'token'>
type Procedure = { name: string; type: string }

/** Texts where JSON has no way to say it; `JSON.stringify` would not write them. */
const unwritten = [
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '{"__proto__":{"a":1}}',
  '"\\ud800"',
  '"\\u0000"',
  '[,]',
  '0x10',
  "'a'",
  '1n',
]

/** Takes the place of what is not written in JSON, until it is. */
const placeholder = 'the place of something else'

const odd = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...oddValues) },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(placeholder),
)

/** A value with one thing in it replaced, somewhere: `pick` goes down with it. */
const replaced = (value: unknown, pick: number[], by: unknown): unknown => {
  const [nth = 0, ...rest] = pick
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by
  const keys = Object.keys(value)
  const key = keys[nth % keys.length] as string
  // Half of the time no deeper.
  const inner = rest.length > 0 && nth % 2 === 0 ? replaced((value as Record<string, unknown>)[key], rest, by) : by
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      name !== key ? [[name, item]] : inner === undefined ? [] : [[name, inner]],
    ),
  )
}

const extraKeys = ['idempotencyKey', 'constructor', 'toString', 'id', 'course', 'a\0b', '\ud800', 'x'.repeat(2000), '']

/** An input with a field odd, missing, or too many; or something else altogether. */
const mutated = (input: unknown): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom('odd', 'odd', 'odd', 'missing', 'more', 'whole', 'list'),
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      odd,
      fc.constantFrom(...extraKeys),
    )
    .map(([how, pick, value, key]) => {
      if (how === 'whole') return value
      if (how === 'list') return [input, value]
      if (how === 'missing') return replaced(input, pick, undefined)
      if (how === 'more') return { ...(typeof input === 'object' ? input : {}), [key]: value }
      return replaced(input, pick, value)
    })

const json = { 'content-type': 'application/json' }

/** A request with a body as it stands, to a procedure of any type. */
const posted = ({ name }: Procedure, body: string | Buffer, headers: Record<string, string> = json): Sent => ({
  method: 'POST',
  path: `/trpc/${name}`,
  headers,
  body,
})

const inAddress = ({ name }: Procedure, text: string): Sent => ({
  method: 'GET',
  path: `/trpc/${name}?input=${encodeURIComponent(text.toWellFormed())}`,
})

/** Sends text where JSON is meant, by the way that the procedure is called. */
const asText = (procedure: Procedure, text: string): Sent =>
  procedure.type === 'mutation' ? posted(procedure, text) : inAddress(procedure, text)

/** Ways to send what no client would. */
const breakages: ((procedure: Procedure, text: string) => Sent)[] = [
  (procedure, text) => asText(procedure, text.slice(0, -1)),
  (procedure, text) => asText(procedure, `${text}}`),
  (procedure) => asText(procedure, ''),
  (procedure) => asText(procedure, '['.repeat(3000)),
  (procedure) => posted(procedure, `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  (procedure) => posted(procedure, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
  (procedure) => posted(procedure, JSON.stringify({ content: 'x'.repeat(1_100_000) })),
  (procedure) => posted(procedure, Buffer.alloc(5_100_000, 0x20)),
  (procedure) => posted(procedure, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  (procedure, text) => posted(procedure, Buffer.from(text, 'utf16le')),
  (procedure, text) => posted(procedure, text, { 'content-type': 'text/plain' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'application/xml' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'application/json; charset=klingon' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'multipart/form-data' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'multipart/form-data; boundary=x' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'application/octet-stream' }),
  (procedure, text) => posted(procedure, text, { 'content-type': 'application/x-www-form-urlencoded' }),
  (procedure, text) => posted(procedure, text, {}),
  (procedure, text) => posted(procedure, text, { ...json, 'content-encoding': 'gzip' }),
  (procedure, text) => posted(procedure, text, { ...json, 'idempotency-key': 'x'.repeat(2000) }),
  (procedure, text) => posted(procedure, text, { ...json, 'trpc-accept': 'application/jsonl' }),
  (procedure, text) => inAddress(procedure, text),
  (procedure) => inAddress(procedure, 'x'.repeat(12_000)),
  (procedure) => ({ method: 'GET', path: `/trpc/${procedure.name}?input=%E0%A4%A` }),
  (procedure) => ({ method: 'GET', path: `/trpc/${procedure.name}?input[]=1&input=2&batch=2` }),
  (procedure) => ({ method: 'GET', path: `/trpc/${procedure.name}?connectionParams=%7B` }),
  (procedure, text) => ({ method: 'PUT', path: `/trpc/${procedure.name}`, headers: json, body: text }),
  (procedure) => ({ method: 'DELETE', path: `/trpc/${procedure.name}` }),
  ({ name }) => ({ method: 'GET', path: `/trpc/${name.replace('.', '.__proto__.')}` }),
  ({ name }) => ({ method: 'GET', path: `/trpc/${name},constructor?batch=1` }),
]

/** How the inputs of several calls go in one request: as they are meant, or not. */
const batches: ((procedure: Procedure, text: string) => Sent)[] = [
  ({ name, type }, text) => batch(type, [name, name], `{"0":${text},"1":${text}}`),
  ({ name, type }, text) => batch(type, [name, 'auth.me'], `{"0":${text}}`),
  ({ name, type }, text) => batch(type, [name], `[${text}]`),
  ({ name, type }, text) => batch(type, [name, 'no.such'], `{"0":${text}}`),
  ({ name, type }) => batch(type, [name], 'null'),
  ({ name, type }) => batch(type, [name], '"text"'),
  ({ name, type }) => batch(type, [name, ''], '{"-1":1,"1e9":2,"__proto__":{"0":{}}}'),
  // As many as an address holds.
  ({ name, type }, text) =>
    batch(
      type,
      Array.from({ length: 150 }, () => name),
      `{"0":${text}}`,
    ),
]

const batch = (type: string, names: string[], text: string): Sent => {
  const path = `/trpc/${names.join(',')}?batch=1`
  return type === 'mutation'
    ? { method: 'POST', path, headers: json, body: text }
    : { method: 'GET', path: `${path}&input=${encodeURIComponent(text.toWellFormed())}` }
}

const written = (input: unknown, by: string): string =>
  (JSON.stringify(input) ?? '').replaceAll(JSON.stringify(placeholder), () => by)

/** Requests for a procedure, from inputs that are meant: more than half as they are, the others wrong in one way. */
export const requestsOf = (procedure: Procedure, inputs: fc.Arbitrary<unknown>): fc.Arbitrary<Sent> => {
  const meant = inputs.map((input) => callOf(procedure.name, { _def: procedure }, input))
  const wrong = fc
    .tuple(inputs.chain(mutated), fc.constantFrom(...unwritten))
    .map(([input, by]) =>
      input === undefined ? callOf(procedure.name, { _def: procedure }, input) : asText(procedure, written(input, by)),
    )
  const broken = (ways: typeof breakages) =>
    fc.tuple(inputs, fc.constantFrom(...ways)).map(([input, way]) => way(procedure, JSON.stringify(input) ?? '{}'))
  return fc.oneof(
    { weight: 10, arbitrary: meant },
    { weight: 7, arbitrary: wrong },
    { weight: 2, arbitrary: broken(breakages) },
    { weight: 1, arbitrary: broken(batches) },
  )
}
