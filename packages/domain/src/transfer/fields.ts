/** How values of a Django database are read, the same out of PostgreSQL as out of a dump. */
import type { Json } from '../json.ts'
import type { Repair } from './repairs.ts'

/** Hears of a repair that a value needed. */
export type Say = (repair: Repair, detail?: string) => void

export type Field<T> = (raw: unknown, say: Say) => T

/** A value without which its row cannot come over; the message is the reason. */
export class Unusable extends Error {
  override name = 'Unusable'
}

const largestId = 2_147_483_647

const toNumber = (raw: unknown): number =>
  typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN

/** A key of our tables, which are PostgreSQL integers. */
export const id: Field<number> = (raw) => {
  const number = toNumber(raw)
  if (!Number.isInteger(number) || number < 1 || number > largestId)
    throw new Unusable(`${JSON.stringify(raw)} is no id that fits`)
  return number
}

/** A reference; whether there is such a row is for whoever follows it. */
export const reference: Field<number | null> = (raw) => {
  if (raw === null || raw === undefined || raw === '') return null
  const number = toNumber(raw)
  return Number.isInteger(number) && number >= 1 && number <= largestId ? number : -1
}

/** What PostgreSQL holds as text: everything but NUL and halves of characters. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

export const text: Field<string> = (raw, say) => {
  if (raw === null || raw === undefined) return ''
  const value = typeof raw === 'string' ? raw : typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
  const fitting = storable(value)
  if (fitting !== value) say('unstorable-characters')
  return fitting
}

export const optionalText: Field<string | null> = (raw, say) =>
  raw === null || raw === undefined ? null : text(raw, say)

export const flag: Field<boolean> = (raw) => raw === true || raw === 'true' || raw === 't' || raw === 1 || raw === '1'

export const whole: Field<number | null> = (raw) => {
  const number = toNumber(raw)
  return Number.isFinite(number) ? Math.trunc(number) : null
}

export const decimal: Field<number | null> = (raw) => {
  const number = toNumber(raw)
  return Number.isFinite(number) ? number : null
}

const timePattern =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?(?::\d\d)?)?$/

/**
 * A point in time as `2026-02-10T15:00:00.000000Z`: to the microsecond, which a Date would lose.
 * @returns null for what is no time; `naive` where it had no zone and was taken for UTC
 */
export const parseTime = (raw: unknown): { at: string; naive: boolean } | null => {
  const match = typeof raw === 'string' ? timePattern.exec(raw.trim()) : null
  if (!match) return null
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = match
  const offset = zone === undefined || zone === 'Z' ? '+00:00' : withMinutes(zone)
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  // Day 30 of February is day 2 of March to a Date.
  const local = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || local.getUTCDate() !== Number(day)) return null
  const iso = date.toISOString()
  if (iso.length !== 24) return null
  return { at: `${iso.slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`, naive: zone === undefined }
}

/** `+00`, `+0530` and `+05:30:00` as `+05:30`. */
const withMinutes = (zone: string): string => {
  const digits = zone.slice(1).replaceAll(':', '')
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2, 4).padEnd(2, '0')}`
}

export const optionalTime: Field<string | null> = (raw, say) => {
  if (raw === null || raw === undefined || raw === '') return null
  const time = parseTime(raw)
  if (!time) say('unreadable-time', String(raw))
  else if (time.naive) say('naive-time')
  return time?.at ?? null
}

/** For a time that a row must have and has not: the first moment that Django's own tables know. */
export const unknownTime = '1970-01-01T00:00:00.000000Z'

export const time: Field<string> = (raw, say) => {
  const read = optionalTime(raw, say)
  if (read === null && (raw === null || raw === undefined || raw === '')) say('unreadable-time', 'none')
  return read ?? unknownTime
}

/** `YYYY-MM-DD`. */
export const optionalDay: Field<string | null> = (raw, say) => {
  if (raw === null || raw === undefined || raw === '') return null
  const day = /^(\d{4}-\d\d-\d\d)/.exec(String(raw))?.[1]
  const date = new Date(`${day}T00:00:00Z`)
  if (day !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)) return day
  say('unreadable-day', String(raw))
  return null
}

/**
 * JSON as Django keeps it: parsed, or as text, in a column of text or within JSON. Text that is no JSON comes as
 * `{ unreadable: text }`, so that nothing is lost.
 */
export const json: Field<Json> = (raw, say) => {
  if (raw === null || raw === undefined) return null
  if (typeof raw !== 'string') return fitJson(raw as Json, say)
  if (raw.trim() === '') return null
  try {
    const value: Json = JSON.parse(raw)
    return typeof value === 'string' ? json(value, say) : fitJson(value, say)
  } catch {
    say('unreadable-json', raw.length > 60 ? `${raw.slice(0, 60)}…` : raw)
    return { unreadable: text(raw, say) }
  }
}

const fitJson = (value: Json, say: Say): Json => {
  if (typeof value === 'string') return text(value, say)
  if (Array.isArray(value)) return value.map((item) => fitJson(item, say))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key, say), fitJson(item, say)]))
}
