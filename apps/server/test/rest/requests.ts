/** Requests made up from the description: mostly such as are meant, and every way to get them wrong. */
import fc from 'fast-check'
import { oddValues } from './odd-values.ts'
import type { Operation } from './operations.ts'
import type { Json } from './stories.ts'

type Schema = { [key: string]: Json }

export type Request = {
  as: string | null
  url: string
  headers: Record<string, string>
  payload: Buffer | undefined
}

/** Who asks: `stranger` with a token that is none, null without one. */
export const people = ['teacher1', 'teacher2', 'student10', 'student11', 'admin', 'newcomer'] as const

const oddValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddValues) },
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
)

/** Values that mean something in the world of the contract, by the names of fields. */
const known: Record<string, Json[]> = {
  slug: ['concert-band', 'string-orchestra', 'jazz-ensemble', 'duo', 'renamed'],
  username: ['teacher1', 'student10', 'student11', 'student20', 'newcomer', 'gone'],
  password: ['pass-teacher1', 'pass-student10', 'wrong'],
  start_date: ['2026-01-12', '2026-08-20'],
  end_date: ['2026-06-05', '2026-12-18'],
  ensemble_type: ['Band', 'Orchestra'],
  part_type: ['Melody', 'Bassline', 'Combined'],
  transposition: ['Bb', 'F', 'Eb'],
  piece_slug: ['hot-cross-buns', 'round-robin', 'nothing'],
  activity_name: ['Melody', 'Aural', 'Reflection'],
  rhythm: [1, 4.25, '5', null],
  tone: [1, 4.25, '5', null],
  expression: [1, 4.25, '5', null],
  step: [1, 2, 4, 9, '3'],
  settings: [{ gain: 1 }, '{"a":1}'],
}

const id = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 1, max: 45 }))

const valueFor = (schema: Schema, name: string): fc.Arbitrary<Json> => {
  const meant = known[name]
  const options = [...(meant ? [{ weight: 3, arbitrary: fc.constantFrom(...meant) }] : []), ofSchema(schema, name)]
  return fc.oneof(...options)
}

const ofSchema = (schema: Schema, name: string): fc.Arbitrary<Json> => {
  if ('const' in schema) return fc.constant(schema.const as Json)
  const branches = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (branches) return fc.oneof(...branches.map((branch) => ofSchema(branch, name)))
  const [type] = [schema.type].flat()
  if (type === 'null') return fc.constant(null)
  if (type === 'boolean') return fc.boolean()
  if (type === 'number' || type === 'integer') return id
  if (type === 'array') return fc.array(valueFor((schema.items ?? {}) as Schema, name), { maxLength: 3 })
  if (type === 'object' && schema.properties) return objectOf(schema)
  if (type === 'object') return fc.dictionary(fc.string(), fc.jsonValue()).map((value) => value as Json)
  if (type === 'string' && typeof schema.pattern === 'string' && !schema.format)
    return fc.oneof(id.map(String), fc.stringMatching(new RegExp(schema.pattern, 'u')))
  if (type === 'string') return fc.oneof(fc.string({ maxLength: 25 }), fc.string({ unit: 'grapheme', maxLength: 12 }))
  return fc.jsonValue().map((value) => value as Json)
}

const objectOf = (schema: Schema): fc.Arbitrary<{ [key: string]: Json }> =>
  fc.record(
    Object.fromEntries(
      Object.entries((schema.properties ?? {}) as { [key: string]: Schema }).map(([name, inner]) => [
        name,
        valueFor(inner, name),
      ]),
    ),
    { requiredKeys: (schema.required ?? []) as string[] },
  ) as fc.Arbitrary<{ [key: string]: Json }>

/** A body as described, or with one field that is odd, or one left out. */
const fieldsOf = (schema: Schema): fc.Arbitrary<{ [key: string]: Json }> => {
  const names = Object.keys((schema.properties ?? {}) as object)
  return fc
    .tuple(objectOf(schema), fc.constantFrom('as it is', 'as it is', 'odd', 'missing', 'more'), fc.nat(), oddValue)
    .map(([fields, how, nth, value]) => {
      const name = names[nth % Math.max(1, names.length)] ?? 'none'
      if (how === 'odd') return { ...fields, [name]: value }
      if (how === 'more') return { ...fields, [textOf(value).slice(0, 20)]: value }
      if (how === 'missing') return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))
      return fields
    })
}

const wav = Buffer.concat([Buffer.from('RIFF\x24\x08\0\0WAVEfmt ', 'latin1'), Buffer.alloc(200)])

const files = [
  wav,
  Buffer.alloc(0),
  Buffer.from('<html><script>alert(1)</script>'),
  Buffer.from('fullname,username,password,grade\nAda,ada,adapass12,5\n'),
  Buffer.from('\0\0\0'),
  Buffer.from('a@example.org\nnonsense\nstudent10@example.org'),
  Buffer.from([0xff, 0xfe, 0x41, 0x00]),
]
const fileNames = [
  'take.wav',
  'été à la fête.mp3',
  '../../up.wav',
  'a"b.wav',
  '.hidden',
  'x'.repeat(400),
  '漢字',
  'n\0l.wav',
]

const boundary = 'b0undary'

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

const multipart = (
  fields: { [key: string]: Json },
  file: { bytes: Buffer; name: string } | null,
  whole: boolean,
): Buffer => {
  const head = (name: string, more = ''): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name.replace(/["\r\n\0]/g, '_')}"${more}\r\n\r\n`
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`${head(name)}${textOf(value)}\r\n`),
  )
  if (file)
    parts.push(
      Buffer.from(head('file', `; filename="${file.name.replace(/["\r\n]/g, '_')}"`)),
      file.bytes,
      Buffer.from('\r\n'),
    )
  return Buffer.concat([...parts, Buffer.from(whole ? `--${boundary}--\r\n` : '')])
}

type Encoded = { headers: Record<string, string>; payload: Buffer | undefined }

const asJson = (value: Json, type = 'application/json'): Encoded => ({
  headers: { 'content-type': type },
  payload: Buffer.from(JSON.stringify(value)),
})

const bodyOf = (operation: Operation): fc.Arbitrary<Encoded> => {
  const content = operation.requestBody?.content
  if (!content) return fc.constantFrom({ headers: {}, payload: undefined }, asJson({}), asJson([1]))
  const schema = Object.values(content)[0]?.schema ?? {}
  const fields = fieldsOf(schema)
  const file = fc.option(fc.record({ bytes: fc.constantFrom(...files), name: fc.constantFrom(...fileNames) }), {
    freq: 4,
  })
  const json = fields.map((value) => asJson(value))
  const form = fields.map((value) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: Buffer.from(
      new URLSearchParams(
        Object.entries(value).map(([name, item]) => [name, textOf(item)] as [string, string]),
      ).toString(),
    ),
  }))
  const parts = fc.tuple(fields, file, fc.boolean(), fc.boolean()).map(([value, upload, most, whole]) => ({
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: multipart(value, upload, most || whole),
  }))
  const broken = fc.tuple(fields, fc.constantFrom(...breakages)).map(([value, breakage]) => breakage(value))
  const takesFile = Object.keys((schema.properties ?? {}) as object).includes('file')
  return fc.oneof(
    { weight: takesFile ? 2 : 6, arbitrary: json },
    { weight: 2, arbitrary: form },
    { weight: takesFile ? 6 : 1, arbitrary: parts },
    { weight: 2, arbitrary: broken },
  )
}

const breakages: ((fields: { [key: string]: Json }) => Encoded)[] = [
  () => ({ headers: {}, payload: undefined }),
  () => ({ headers: { 'content-type': 'application/json' }, payload: undefined }),
  (fields) => asJson(fields, 'text/plain'),
  (fields) => asJson(fields, 'application/xml'),
  (fields) => asJson(fields, 'nonsense'),
  (fields) => asJson(fields, 'application/json; charset=klingon'),
  (fields) => asJson(fields, 'application/json; charset=utf-16'),
  (fields) => ({ ...asJson(fields), payload: Buffer.from(JSON.stringify(fields), 'utf16le') }),
  (fields) => ({ ...asJson(fields), payload: Buffer.from(JSON.stringify(fields).slice(0, -1)) }),
  () => ({ ...asJson({}), payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }),
  () => ({ ...asJson({}), payload: Buffer.from('{"__proto__": {"a": 1}}') }),
  () => ({ ...asJson({}), payload: Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) }),
  () => ({ ...asJson({}), payload: Buffer.from(`{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`) }),
  () => ({ ...asJson({}), payload: Buffer.from('{"index": 1e999, "step": 1e999}') }),
  () => asJson({ content: 'x'.repeat(1_100_000) }),
  () => asJson('text'),
  () => asJson(null),
  () => asJson([1, 2]),
  (fields) => ({ ...asJson(fields), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }),
  () => ({ headers: { 'content-type': 'multipart/form-data' }, payload: Buffer.from('no boundary') }),
  () => ({
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.from('nothing of the kind'),
  }),
  () => ({
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: multipart(Object.fromEntries(Array.from({ length: 200 }, (_, nth) => [`f${nth}`, 'x'])), null, true),
  }),
]

const oddSegments = [
  '0',
  '-1',
  '1.5',
  'abc',
  '%00',
  'a%00b',
  '9223372036854775808',
  '2147483648',
  '%20',
  '%F0%9F%8E%BA',
  'x'.repeat(300),
  '%E0%A4',
  '..',
  '%2e%2e',
  '1%2F2',
  '１２',
]

const segmentOf = (name: string): fc.Arbitrary<string> => {
  const meant = known[name]
  const right = meant ? fc.constantFrom(...meant).map(String) : id.map(String)
  return fc.oneof(
    { weight: 7, arbitrary: right },
    { weight: 1, arbitrary: fc.constantFrom(...oddSegments) },
    {
      weight: 1,
      arbitrary: fc.string({ minLength: 1, maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
    },
  )
}

const queryOf = (operation: Operation): fc.Arbitrary<string> => {
  const names = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  if (names.length === 0) return fc.constantFrom('', '', '?format=json', '?%00=%00', '?a[b]=1')
  const value = (name: string) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...(known[name] ?? ['x'])).map(String) },
      fc.constantFrom('', '\0', 'x'.repeat(500), '%', '\ud83c\udfba'),
    )
  return fc
    .array(
      fc.constantFrom(...names).chain((name) => value(name).map((text) => `${name}=${encodeURIComponent(text)}`)),
      { maxLength: 4 },
    )
    .map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''))
}

type Aim = { as: (typeof people)[number]; segments?: string[]; fields?: { [key: string]: Json }; file?: Buffer }

/** What hits something in the world of the contract, where made-up requests seldom do. */
const aims: Record<string, Aim> = {
  'POST /api/enrollments/': { as: 'teacher1', fields: { user: 40, course: 1, role: 2 } },
  'POST /api/courses/{slug}/assign_curriculum/': {
    as: 'teacher2',
    segments: ['string-orchestra'],
    fields: { curriculum_id: 2 },
  },
  'PATCH /api/courses/{slug}/change_piece_instrument/': {
    as: 'teacher1',
    segments: ['concert-band'],
    fields: { piece_id: 2, instrument_id: 12 },
  },
  'GET /api/courses/{slug}/submissions/{id}/': { as: 'teacher1', segments: ['concert-band', '2'] },
  'POST /api/courses/{slug}/grades/': {
    as: 'teacher1',
    segments: ['concert-band'],
    fields: { grader: 2, student_submission: [3], own_submission: [], rhythm: 4 },
  },
  ...Object.fromEntries(
    ['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => [
      `${method} /api/courses/{slug}/grades/{id}/`,
      { as: 'teacher1' as const, segments: ['concert-band', '1'], fields: { rhythm: 3 } },
    ]),
  ),
  ...Object.fromEntries(
    ['', 'attachments/', 'attachments/{id}/'].map((rest) => [
      `GET /api/courses/{slug}/assignments/{assignment}/submissions/{submission}/${rest}`,
      { as: 'student10' as const, segments: ['concert-band', '2', '1', '1'] },
    ]),
  ),
  'POST /api/courses/{slug}/assignments/{assignment}/submissions/{submission}/attachments/': {
    as: 'student10',
    segments: ['concert-band', '2', '1'],
    file: wav,
  },
  ...Object.fromEntries(
    ['log_event', 'submit_step', 'save_response', 'save_audio_state'].map((action) => [
      `POST /api/courses/{slug}/assignments/{assignment}/activity-progress/${action}/`,
      {
        as: 'student10' as const,
        segments: ['concert-band', '6'],
        fields: { operation: 'play', step: 2, question_id: 'q', response: 'r', metadata: { a: 1 }, edit_history: [1] },
      },
    ]),
  ),
  ...Object.fromEntries(
    ['PUT', 'PATCH'].map((method) => [
      `${method} /api/configs/{id}/`,
      { as: 'student10' as const, segments: ['2'], fields: { name: 'Mine', settings: { gain: 2 } } },
    ]),
  ),
}

const filled = (path: string, segments: string[]): string => {
  let nth = 0
  return path.replace(/\{\w+\}/g, () => segments[nth++] as string)
}

/** A request that hits, or misses by one field. */
const aimed = (path: string, { as, segments = [], fields = {}, file }: Aim): fc.Arbitrary<Request> =>
  fc.tuple(fc.constantFrom('as it is', 'odd'), fc.nat(), oddValue).map(([how, nth, value]) => {
    const names = Object.keys(fields)
    const name = names[nth % Math.max(1, names.length)]
    const sent = how === 'odd' && name !== undefined ? { ...fields, [name]: value } : fields
    const body = file
      ? {
          headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
          payload: multipart(sent, { bytes: file, name: 'take.wav' }, true),
        }
      : asJson(sent)
    return { as, url: filled(path, segments), ...body }
  })

/** Requests for one operation of the description. */
export const requestsFor = (method: string, path: string, operation: Operation): fc.Arbitrary<Request> => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  const madeUp = fc
    .record({
      as: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...people) }, fc.constantFrom('stranger', null)),
      segments: fc.tuple(...names.map(segmentOf)),
      query: queryOf(operation),
      body: bodyOf(operation),
    })
    .map(({ as, segments, query, body }) => ({ as, url: `${filled(path, segments as string[])}${query}`, ...body }))
  const aim = aims[`${method} ${path}`]
  return aim ? fc.oneof({ weight: 3, arbitrary: madeUp }, { weight: 1, arbitrary: aimed(path, aim) }) : madeUp
}
