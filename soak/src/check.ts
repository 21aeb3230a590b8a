/** What a check is: it is given a place of its own, and tells how often it tried something and how often that failed. */
import type { District } from '@cpr/bench/district'

/** A migrated database with a small district in it, that nobody else uses, and a folder for files. */
export type Place = {
  database: 'embedded' | 'postgres'
  district: District
  /** What a server is started with, to work on it. */
  env: Record<string, string>
  /** Of the database on PostgreSQL. */
  url: string | undefined
}

export type Outcome = {
  name: string
  /** How often it was tried, in what `detail` says. */
  tried: number
  failed: number
  /** What was seen, in figures; where something failed, what, first of all. */
  detail: string
  /** The machine has no means to try it, as `detail` says: that is told at the end, and no failure. */
  impossible?: boolean
}

export type Options = {
  /** A tenth of it or less: what CI runs. */
  short: boolean
  /** Tells how far it is. */
  say: (line: string) => void
}

export type Check = {
  name: string
  databases: Place['database'][]
  /** What it does, for `--help`. */
  about: string
  /** What its place is filled with; the bench's hamlet unless told. */
  district?: District
  /** Tries to the end, also where something fails. Ends every process that it starts. */
  run: (place: Place, options: Options) => Promise<Outcome[]>
}
