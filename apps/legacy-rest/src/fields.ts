/** Pieces of request bodies and paths, each taking what Django REST framework takes for it. */
import { z } from 'zod'
import { isUpload, type Upload } from './files.ts'

/** An error map that leaves what is missing, or null, to the words that all fields have for it. */
const unlessMissing = (message: string | ((input: unknown) => string)) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null
    ? undefined
    : typeof message === 'string'
      ? message
      : message(issue.input)

const largest = 2_147_483_647

/** Text or a number, as a form and JSON have it; blanks around it are dropped. */
export const text = ({ max, blank = false }: { max?: number; blank?: boolean } = {}) => {
  const bounded = max === undefined ? z.string().trim() : z.string().trim().max(max)
  return z
    .union([z.string(), z.number().transform(String)], { error: unlessMissing('Not a valid string.') })
    .pipe(blank ? bounded : bounded.min(1))
}

/** Text kept to the last blank. */
export const verbatim = z.union([z.string(), z.number().transform(String)], {
  error: unlessMissing('Not a valid string.'),
})

export const integer = ({ min = 0, max = largest }: { min?: number; max?: number } = {}) =>
  z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\s*-?\d{1,30}\s*$/)
          .transform(Number),
      ],
      {
        error: unlessMissing('A valid integer is required.'),
      },
    )
    .pipe(z.number().min(min).max(max))

const empty = z.literal('').transform(() => null)

/** A mark, or null for none. */
export const mark = z.union(
  [
    z.number(),
    z.null(),
    empty,
    z
      .string()
      .regex(/^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/)
      .transform(Number),
  ],
  { error: unlessMissing('A valid number is required.') },
)

/** The type of a value as Python names it. */
const pythonType = (value: unknown): string =>
  typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'float' : typeof value === 'string' ? 'str' : 'dict'

const wrongPk = unlessMissing((input) => `Incorrect type. Expected pk value, received ${pythonType(input)}.`)

const isPk = (value: number): boolean => value >= 1 && value <= largest

const noSuchPk = { error: (issue: { input?: unknown }) => `Invalid pk "${issue.input}" - object does not exist.` }

const digits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(Number)

const plainPk = z.union([z.number().refine(Number.isInteger), digits], { error: wrongPk })

/** The id of another row. */
export const pk = plainPk.refine(isPk, noSuchPk)

/** The same, or null for none. */
export const nullablePk = z
  .union([z.null(), empty, z.number().refine(Number.isInteger), digits], { error: wrongPk })
  .refine((value) => value === null || isPk(value), noSuchPk)

/** One or several, as a list or, in a form, by itself. */
export const pks = z.union([z.array(pk), pk.transform((value) => [value])], {
  error: unlessMissing('Expected a list of items.'),
})

/** An id that a view reads out of the body by hand, and that it misses in words of its own. */
export const byHand = (name: string, missing: string) => {
  const error = (issue: { input?: unknown }) =>
    issue.input === undefined || issue.input === null ? missing : `${name} must be a number`
  return z.union([z.number().refine(Number.isInteger), digits], { error })
}

export const date = z.string().pipe(z.iso.date())

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = z.string().transform((json, ctx): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    ctx.addIssue('Value must be valid JSON.')
    return z.NEVER
  }
})

/** JSON of the client's own making, the procedure says of which shape; in a form it is text. */
export const json = z.unknown().meta({ description: 'Any JSON' })

export const jsonObject = z.union(
  [
    z.custom<Record<string, unknown>>(isObject).meta({ type: 'object' }),
    parsed.pipe(z.custom<Record<string, unknown>>(isObject)),
  ],
  { error: unlessMissing('Value must be valid JSON.') },
)

/** A file of a multipart body. */
export const file = z
  .custom<Upload>(isUpload, {
    error: (issue) =>
      issue.input === undefined || issue.input === null
        ? 'No file was submitted.'
        : 'The submitted data was not a file. Check the encoding type on the form.',
  })
  .meta({ type: 'string', format: 'binary' })

/** Ids and names in a path: what cannot be one is not found, by the name of what was looked for. */
export const pathId = (entity: string) => {
  const error = `No ${entity} matches the given query.`
  return z
    .string()
    .regex(/^\d{1,30}$/, error)
    .transform(Number)
    .refine(isPk, error)
}

const pathName = (entity: string, max: number) =>
  z
    .string()
    .refine(
      (name) => name.trim() !== '' && name.length <= max && !name.includes('\0'),
      `No ${entity} matches the given query.`,
    )

export const slug = pathName('Course', 255)
export const username = pathName('User', 150)
