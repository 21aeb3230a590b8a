/** The recorded contract of the REST surface: stories, and what makes two answers the same. */
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../legacy-rest/test/contract/', import.meta.url)

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

type File = { filename: string; type: string; content?: string; base64?: string }

export type Answer = { status: number; body?: Json; location?: string }

export type Step = {
  as?: string
  password?: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  headers?: Record<string, string>
  json?: Json
  form?: Record<string, string>
  multipart?: Record<string, string | File>
  raw?: string
  save?: Record<string, string>
  mask?: string[]
  sort?: string[]
  /** Why the backend's answer is not the one to give. */
  decided?: string
  expect: Answer
}

export type Story = { name: string; about: string; steps: Step[] }

const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8')

/** The data set that every story begins with, as `manage.py dumpdata` writes it. */
export const worldDump = (): string => read('world.json')

export const stories: Story[] = readdirSync(new URL('cases/', folder))
  .sort()
  .map((file) => ({ name: file.replace(/\.json$/, ''), ...JSON.parse(read(`cases/${file}`)) }))

const aTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const dayMs = 86_400_000

/** A text without what no two runs share: the host, the moment, the random part of a file's name, a signature. */
const settledText = (text: string, base: string, startedAt: number): string => {
  if (aTime.test(text)) {
    // A time without a zone is some zone's.
    const time = new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
    return Math.abs(time.getTime() - startedAt) < dayMs ? '<now>' : time.toISOString()
  }
  return text
    .replaceAll(base, 'http://testserver')
    .replace(/(\/media\/[^?]*)\?.*/, '$1')
    .replace(/_[A-Za-z0-9]{7}(?=\.\w+$)/, '')
}

const settled = (value: Json, base: string, startedAt: number): Json => {
  if (typeof value === 'string') return settledText(value, base, startedAt)
  if (Array.isArray(value)) return value.map((item) => settled(item, base, startedAt))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settled(item, base, startedAt)]))
}

/** Changes what a pointer leads to; `*` leads to everything. */
const changedAt = (value: Json, pointer: string[], change: (value: Json) => Json): Json => {
  const [head, ...rest] = pointer
  if (head === undefined) return change(value)
  if (value === null || typeof value !== 'object') return value
  const inside = (key: string, item: Json) => (head === '*' || head === key ? changedAt(item, rest, change) : item)
  if (Array.isArray(value)) return value.map((item, index) => inside(String(index), item))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]))
}

const pathOf = (pointer: string): string[] => pointer.split('/').slice(1)

const text = (value: Json): string => JSON.stringify(value)

const inOrder = (list: Json): Json =>
  Array.isArray(list) ? [...list].sort((a, b) => (text(a) < text(b) ? -1 : 1)) : list

/** An answer as the contract writes answers down. */
export const settledAnswer = (
  { status, body, location }: Answer,
  { mask = [], sort = [] }: Step,
  { base, startedAt }: { base: string; startedAt: number },
): Answer => {
  let shown = settled(body ?? '', base, startedAt)
  for (const pointer of mask) shown = changedAt(shown, pathOf(pointer), () => '<masked>')
  for (const pointer of sort) shown = changedAt(shown, pathOf(pointer), inOrder)
  return {
    status,
    body: shown,
    ...(location === undefined ? {} : { location: settledText(location, base, startedAt) }),
  }
}

/** What a pointer leads to, to be used in later steps. */
export const foundAt = (value: Json, pointer: string): Json | undefined =>
  pathOf(pointer).reduce<Json | undefined>(
    (at, key) => (at !== null && typeof at === 'object' ? (at as { [key: string]: Json })[key] : undefined),
    value,
  )
