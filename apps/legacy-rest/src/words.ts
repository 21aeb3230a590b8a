/** What Django REST framework says of bad input, of what zod found wrong with it. */
import type { z } from 'zod'

export type FieldErrors = { [field: string]: FieldErrors[] | FieldErrors | string[] }

/** An issue as an error map gets it, with the input, or as it is found in an error, without. */
type Issue = z.core.$ZodRawIssue | z.core.$ZodIssue

export const required = 'This field is required.'
const notNull = 'This field may not be null.'

/** For `safeParse`: zod's issue in Django's words; undefined leaves it to zod. */
export const words = (issue: Issue): string | undefined => {
  if ('input' in issue && issue.input === undefined) return required
  if ('input' in issue && issue.input === null) return notNull
  const message = issue.message ?? ''
  if (message.endsWith('received undefined')) return required
  if (message.endsWith('received null')) return notNull
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected as string]
    case 'too_big':
      return issue.origin === 'string'
        ? `Ensure this field has no more than ${issue.maximum} characters.`
        : issue.origin === 'array'
          ? `Ensure this field has no more than ${issue.maximum} elements.`
          : `Ensure this value is less than or equal to ${issue.maximum}.`
    case 'too_small':
      return issue.origin === 'string'
        ? issue.minimum === 1
          ? 'This field may not be blank.'
          : `Ensure this field has at least ${issue.minimum} characters.`
        : `Ensure this value is greater than or equal to ${issue.minimum}.`
    case 'not_multiple_of':
      return `Ensure this value is a multiple of ${issue.divisor}.`
    case 'invalid_format':
      return issue.format === 'date'
        ? 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'
        : issue.format === 'email'
          ? 'Enter a valid email address.'
          : undefined
    case 'custom':
      return message.includes('NUL') ? 'Null characters are not allowed.' : undefined
    default:
      return undefined
  }
}

const typeWords: Record<string, string> = {
  string: 'Not a valid string.',
  int: 'A valid integer is required.',
  number: 'A valid number is required.',
  boolean: 'Must be a valid boolean.',
  array: 'Expected a list of items.',
  object: 'Invalid data. Expected a dictionary.',
  record: 'Invalid data. Expected a dictionary.',
}

/** `startDate` is `start_date`, and a key of another row goes by the name of that row. */
const fieldName = (key: string): string =>
  key === 'instrumentId' ? 'instrument' : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const sentence = (text: string): string => {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** All issues by field, those of no field as `non_field_errors`; rows of a list stand in a list, as Django has them. */
export const fieldErrors = (
  issues: readonly z.core.$ZodIssue[],
  say: (issue: z.core.$ZodIssue) => string = (issue) => words(issue) ?? sentence(issue.message),
): FieldErrors => {
  const errors: FieldErrors = {}
  for (const issue of issues) {
    const path = issue.path.length > 0 ? issue.path.map(nameOf) : ['non_field_errors']
    put(errors, path, say(issue))
  }
  return errors
}

const nameOf = (key: PropertyKey): string | number => (typeof key === 'number' ? key : fieldName(String(key)))

const put = (at: FieldErrors, [key, ...rest]: (string | number)[], message: string): void => {
  const name = String(key)
  const [next, ...below] = rest
  const there = at[name]
  if (next === undefined) at[name] = Array.isArray(there) ? [...(there as string[]), message] : [message]
  else if (typeof next === 'number' && below.length > 0) {
    const rows = (Array.isArray(there) ? there : []) as FieldErrors[]
    while (rows.length <= next) rows.push({})
    put(rows[next] as FieldErrors, below, message)
    at[name] = rows
  } else if (typeof next === 'number') at[name] = [...((there as string[] | undefined) ?? []), message]
  else {
    const nested = (Array.isArray(there) || there === undefined ? {} : there) as FieldErrors
    put(nested, rest, message)
    at[name] = nested
  }
}

/** What is wrong with one field, for views that Django's serializers have no part in. */
export const fieldError = (field: string, message: string): FieldErrors => ({ [fieldName(field)]: [sentence(message)] })
