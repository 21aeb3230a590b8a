/** What the converters of an import share. */
import type { EnrollmentRole } from '@cpr/db'
import type { SubjectType } from '../audit/index.ts'
import { Unusable } from './fields.ts'
import { createIds, type Ids } from './ids.ts'
import type { Ledger } from './ledger.ts'
import type { Repair } from './repairs.ts'
import { type RawRow, type Row, type Source, type TableName, tables } from './tables.ts'
import type { Target, WrittenTable } from './target.ts'

export type Member = { courseId: number; userId: number; role: EnrollmentRole; instrumentId: number | null }

export type Conversion = {
  source: Source
  target: Target
  ledger: Ledger
  now: Date
  ids: (table: WrittenTable) => Ids
  /** What has no place in our tables, and is kept in the audit trail. */
  kept: { subject: SubjectType; id: number; repair: Repair; was: string }[]
  /** What later tables need to know of earlier ones. */
  facts: {
    userInstruments: Map<number, number | null>
    members: Map<number, Member>
    courseStart: Map<number, string>
    studentsOfCourse: Map<number, number[]>
    planPieces: Map<number, number>
    partPieces: Map<number, number>
    partsOfPiece: Map<number, { id: number; partType: { name: string } }[]>
    /** The name of the part type that an activity is about. */
    activityPartTypes: Map<number, string | null>
    /** `plan:activity` to the position. */
    positions: Map<string, number>
    /** Who teaches, by group or in a course. */
    teachers: Set<number>
    /** `enrollment:piece` to the group that was made for it. */
    ownGroups: Map<string, number>
  }
}

export const createConversion = (source: Source, target: Target, ledger: Ledger, now: Date): Conversion => {
  const byTable = new Map<WrittenTable, Ids>()
  return {
    source,
    target,
    ledger,
    now,
    ids: (table) => {
      const ids = byTable.get(table) ?? createIds()
      byTable.set(table, ids)
      return ids
    },
    kept: [],
    facts: {
      userInstruments: new Map(),
      members: new Map(),
      courseStart: new Map(),
      studentsOfCourse: new Map(),
      planPieces: new Map(),
      partPieces: new Map(),
      partsOfPiece: new Map(),
      activityPartTypes: new Map(),
      positions: new Map(),
      teachers: new Set(),
      ownGroups: new Map(),
    },
  }
}

export const append = <K, V>(lists: Map<K, V[]>, key: K, value: V): void => {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Hands out one string for all that are equal: of hundreds of thousands of rows most have the times of a few moments. */
export const createShared = (): ((text: string) => string) => {
  const known = new Map<string, string>()
  return (text) => {
    const first = known.get(text)
    if (first === undefined) known.set(text, text)
    return first ?? text
  }
}

/** One row, read by its fields. @throws {Unusable} */
export const readRow = <T extends TableName>(
  name: T,
  raw: RawRow,
  found: (repair: Repair, detail?: string) => void = () => {},
): Row<T> =>
  Object.fromEntries(
    Object.entries(tables[name].fields).map(([column, field]) => [column, field(raw[column], found)]),
  ) as Row<T>

export const keyOf = (name: TableName, raw: RawRow): number | string => {
  const key = raw[tables[name].key]
  return typeof key === 'number' ? key : /^\d+$/.test(String(key)) ? Number(key) : String(key)
}

/** The rows of a table, some at a time; what cannot be read is in the ledger. */
export async function* readBatches<T extends TableName>(
  { source, ledger }: Pick<Conversion, 'source' | 'ledger'>,
  name: T,
): AsyncGenerator<Row<T>[]> {
  for await (const batch of source.batches(name)) {
    ledger.read(name, batch.length)
    const rows: Row<T>[] = []
    for (const raw of batch) {
      const key = keyOf(name, raw)
      try {
        rows.push(readRow(name, raw, (repair, detail) => ledger.found('repaired', name, key, repair, detail)))
      } catch (error) {
        if (!(error instanceof Unusable)) throw error
        ledger.found('skipped', name, key, 'unusable-row', error.message)
      }
    }
    yield rows
  }
}

/** All rows of a table that is small. */
export const readAll = async <T extends TableName>(
  conversion: Pick<Conversion, 'source' | 'ledger'>,
  name: T,
): Promise<Row<T>[]> => {
  const all: Row<T>[] = []
  for await (const batch of readBatches(conversion, name)) all.push(...batch)
  return all
}

/** Reads a table and writes what `convert` makes of each row; null leaves it out. */
export const carryOver = async <T extends TableName>(
  conversion: Conversion,
  from: T,
  to: WrittenTable,
  convert: (row: Row<T>) => Record<string, unknown> | null,
): Promise<void> => {
  const { ids, target } = conversion
  for await (const batch of readBatches(conversion, from)) {
    const rows = batch.map(convert).filter((row) => row !== null)
    for (const row of rows) if (typeof row.id === 'number') ids(to).add(row.id)
    await target.write(to, rows)
  }
}
