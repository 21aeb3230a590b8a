/** Inputs that a schema of zod's describes, made up. */
import fc from 'fast-check'
import type { z } from 'zod'

type Schema = z.core.$ZodType
type Check = z.core.$ZodCheckDef & { minimum?: number; maximum?: number; value?: number }

/** Values that mean something here, by the names of fields. */
export type Known = Record<string, unknown[]>

/** Of what is left out: tells `undefined`, which JSON has not, from a value. */
const absent = Symbol('left out')

/** @returns valid inputs mostly: what a schema's own functions look for is not to be seen. @throws {Error} for a kind it does not know */
export const inputsOf = (schema: Schema, known: Known): fc.Arbitrary<unknown> =>
  ofSchema(schema, '', known).map((value) => (value === absent ? undefined : value))

const ofSchema = (schema: Schema, name: string, known: Known): fc.Arbitrary<unknown> => {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const inner = (of: Schema): fc.Arbitrary<unknown> => ofSchema(of, name, known)
  switch (def.type) {
    case 'string':
      return meant(name, known, stringOf(def))
    case 'number':
      return meant(name, known, numberOf(checksOf(def)))
    case 'boolean':
      return fc.boolean()
    case 'literal':
      return fc.constantFrom(...def.values)
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries))
    case 'array': {
      const { minimum = 0, maximum = 3 } = limitsOf(def)
      return fc.array(inner(def.element), { minLength: minimum, maxLength: Math.max(minimum, Math.min(maximum, 3)) })
    }
    case 'object':
      return fc
        .record(Object.fromEntries(Object.entries(def.shape).map(([key, of]) => [key, ofSchema(of, key, known)])))
        .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== absent)))
    case 'union':
      return fc.oneof(...def.options.map(inner))
    case 'nullable':
      return fc.oneof({ weight: 3, arbitrary: inner(def.innerType) }, fc.constant(null))
    case 'optional':
    case 'default':
      return fc.oneof(inner(def.innerType), fc.constant(absent))
    case 'nonoptional':
      return inner(def.innerType).filter((value) => value !== absent)
    case 'pipe':
      return inner(def.in)
    // Only its own function knows: JSON of any shape, or a stream, which is none.
    case 'custom':
      return fc.oneof(
        fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue()),
        fc.array(fc.jsonValue()),
        fc.jsonValue(),
      )
    default:
      throw new Error(`Nobody says what to make up for ${def.type}, as ${name || 'an input'}.`)
  }
}

const meant = (name: string, known: Known, madeUp: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const values = Object.hasOwn(known, name) ? (known[name] ?? []) : []
  return values.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, madeUp) : madeUp
}

const checksOf = ({ checks = [] }: z.core.$ZodTypeDef): Check[] => checks.map((check) => check._zod.def as Check)

const limitsOf = (def: z.core.$ZodTypeDef): { minimum?: number; maximum?: number } =>
  Object.assign(
    {},
    ...checksOf(def).map(({ minimum, maximum }) => ({
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
    })),
  )

/** By the formats of strings that inputs have. */
const formats: Record<string, fc.Arbitrary<string>> = {
  email: fc.emailAddress(),
  url: fc.webUrl({ withQueryParameters: true }),
  uuid: fc.uuid(),
  date: fc
    .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  datetime: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  base64: fc.oneof(fc.base64String(), rosters()),
}

function rosters(): fc.Arbitrary<string> {
  const cell = fc.string({ maxLength: 12, unit: 'grapheme' })
  return fc
    .array(
      fc.array(cell, { minLength: 3, maxLength: 5 }).map((cells) => cells.join(',')),
      { maxLength: 4 },
    )
    .map((lines) => Buffer.from(lines.join('\n')).toString('base64'))
}

const stringOf = (def: z.core.$ZodTypeDef & { format?: string }): fc.Arbitrary<string> => {
  if (def.format !== undefined) {
    const format = formats[def.format]
    if (!format) throw new Error(`Nobody says what to make up for a string of the format ${def.format}.`)
    return format
  }
  const pattern = checksOf(def).find((check) => 'pattern' in check)?.['pattern' as keyof Check] as RegExp | undefined
  if (pattern) return fc.stringMatching(pattern)
  const { minimum = 0, maximum = 200 } = limitsOf(def)
  const maxLength = Math.max(minimum, Math.min(maximum, 40))
  const lengths = { minLength: minimum, maxLength }
  return fc.oneof(
    fc.string(lengths),
    fc.string({ ...lengths, unit: 'grapheme' }),
    fc.constant('x'.repeat(Math.min(maximum, 20_000))),
  )
}

/** Ids are small where nothing is known of them: of the library. */
const smallest = 12

const numberOf = (checks: Check[]): fc.Arbitrary<number> => {
  const min = Math.max(...checks.flatMap((check) => (check.check === 'greater_than' ? [Number(check.value)] : [])), 0)
  const max = Math.min(
    ...checks.flatMap((check) => (check.check === 'less_than' ? [Number(check.value)] : [])),
    2 ** 31,
  )
  const step = checks.find(({ check }) => check === 'multiple_of')?.value ?? 1
  const steps = (to: number) =>
    fc.integer({ min: Math.ceil(min / step), max: Math.floor(to / step) }).map((n) => n * step)
  return fc.oneof({ weight: 3, arbitrary: steps(Math.min(max, min + smallest)) }, steps(max))
}
