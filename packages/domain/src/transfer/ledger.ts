/** What an import read, wrote and had to repair. */
import type { Repair } from './repairs.ts'
import type { TableName } from './tables.ts'

export type Outcome = 'repaired' | 'merged' | 'skipped'

export type Finding = { table: TableName; id: number | string; outcome: Outcome; repair: Repair; detail?: string }

export type Ledger = {
  read: (table: TableName, rows: number) => void
  wrote: (table: string, rows: number) => void
  found: (outcome: Outcome, table: TableName, id: number | string, repair: Repair, detail?: string) => void
  readRows: Map<TableName, number>
  writtenRows: Map<string, number>
  findings: Finding[]
}

/** For rows that are looked at before they are read. */
export const silent: Ledger = {
  read: () => {},
  wrote: () => {},
  found: () => {},
  readRows: new Map(),
  writtenRows: new Map(),
  findings: [],
}

export const createLedger = (onRead: (table: TableName, rows: number) => void = () => {}): Ledger => {
  const readRows = new Map<TableName, number>()
  const writtenRows = new Map<string, number>()
  const findings: Finding[] = []
  return {
    read: (table, rows) => {
      const sum = (readRows.get(table) ?? 0) + rows
      readRows.set(table, sum)
      onRead(table, sum)
    },
    wrote: (table, rows) => writtenRows.set(table, (writtenRows.get(table) ?? 0) + rows),
    found: (outcome, table, id, repair, detail) => {
      findings.push({ table, id, outcome, repair, ...(detail === undefined ? {} : { detail }) })
    },
    readRows,
    writtenRows,
    findings,
  }
}
