/**
 * What a backup file is: a tar archive with, in this order,
 * - `backup.json`: what it is of, the shape of the database, and how many rows each table has
 * - `rows/<table>/<nth>.jsonl.gz`: rows as JSON objects, one a line, every value as PostgreSQL writes it
 * - `media/<key>`: every file that a row names, as it is: recordings hardly compress
 * - `manifest.json`: size and sha-256 of every member before it; a file without it was cut off
 */
import { z } from 'zod'

export const firstMember = 'backup.json'
export const lastMember = 'manifest.json'

/** Raised when a program of before could no longer read what is written. */
export const formatVersion = 1

export const about = z.object({
  format: z.literal('musiccpr-backup'),
  version: z.int(),
  madeAt: z.iso.datetime(),
  /** What it was made of; it can be restored into either. */
  database: z.enum(['embedded', 'server']),
  /** Names of the migrations that made the tables, oldest first. */
  migrations: z.array(z.string()),
  /** In an order in which every row finds what it refers to. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  /** How many files rows name. */
  files: z.int(),
})
export type About = z.infer<typeof about>

export const manifest = z.object({
  members: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  /** Keys of files that rows name and that were nowhere to be found. */
  missing: z.array(z.string()),
})
export type Manifest = z.infer<typeof manifest>

export const rowsMember = (table: string, nth: number): string =>
  `rows/${table}/${String(nth).padStart(6, '0')}.jsonl.gz`

/** The table of a member of rows; null for another member. */
export const tableOf = (name: string): string | null => /^rows\/([^/]+)\/\d+\.jsonl\.gz$/.exec(name)?.[1] ?? null

export const fileMember = (key: string): string => `media/${key}`

/** The media key of a member that is a file; null for another member. */
export const keyOf = (name: string): string | null => (name.startsWith('media/') ? name.slice('media/'.length) : null)
