/** Pieces of input that several rooms share. */
import { z } from 'zod'
import type { Json } from './json.ts'

/** Ids are PostgreSQL integers. */
export const id = z.int().min(1).max(2_147_483_647)

/** PostgreSQL text holds everything but NUL. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not contain NUL characters')

export const requiredText = (max: number) => text(max).trim().min(1)

/** Deeper than anybody's data, and no deeper than PostgreSQL and whoever reads it walk. */
const deepestJson = 100

/** Whether a value is JSON that PostgreSQL keeps as it is: no NUL, no half of a surrogate pair, not endlessly deep. */
const isKeptJson = (value: unknown): value is Json => {
  const isKeptText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestJson) return false
    const below: unknown[] = []
    for (const item of level) {
      if (typeof item === 'string') {
        if (!isKeptText(item)) return false
      } else if (typeof item === 'number') {
        if (!Number.isFinite(item)) return false
      } else if (Array.isArray(item)) below.push(...item)
      else if (typeof item === 'object' && item !== null) {
        if (!Object.keys(item).every(isKeptText)) return false
        below.push(...Object.values(item))
      } else if (typeof item !== 'boolean' && item !== null) return false
    }
    level = below
  }
  return true
}

const kept = <T extends Json>(what: string, is: (value: unknown) => boolean, max: number) =>
  z
    .custom<T>(is, { error: `takes ${what}`, abort: true })
    .refine(isKeptJson, { error: 'holds NUL characters or is too deep, and cannot be kept', abort: true })
    .refine((value) => JSON.stringify(value).length <= max, { error: `takes at most ${max} characters` })

/** JSON of the client's own making, up to a size in characters: of any shape, an object, a list. */
export const json = (max: number) => kept<Json>('JSON', (value) => value !== undefined, max)

export const jsonObject = (max: number) =>
  kept<{ [key: string]: Json }>(
    'an object',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    max,
  )

export const jsonList = (max: number) => kept<Json[]>('a list', Array.isArray, max)

/** A day without time or zone, `YYYY-MM-DD`: a deadline is that day wherever the school is. */
export const day = z.iso.date().refine((value) => value >= '1000-01-01', 'must be a year of four digits')

export const courseSlug = requiredText(255)

export const inCourse = z.object({ course: courseSlug.describe('The slug of the course') })
