import type { Ctx } from '../context.ts'
import type { Column } from './columns.ts'
import type { Scope } from './scope.ts'
import { type Batch, batchStatement, beforeAll, type Key, type Limits } from './statement.ts'

/**
 * A batch is half a megabyte where work is recorded, and a megabyte where it is composed: small enough that nobody waits
 * for it on the one connection of the embedded database, large enough that planning the statement does not count.
 */
const usual = { rows: 2_000, bytes: 1_000_000 }

/** Few at first, so that the first rows come soon; at most so many where filters leave little of each. */
const firstStudents = 8
const mostStudents = 500

/** How many students are likely to fill the next batch, going by how many rows the last ones had. */
const studentsFor = ({ rows, found }: Batch, { students, rows: limit }: Limits): number => {
  const share = found > rows ? rows / found : Math.min(2, (0.95 * limit) / Math.max(found, 1))
  return Math.min(mostStudents, Math.max(1, Math.floor(students * share)))
}

/**
 * The rows of a scope, some thousand at a time, in their order. Each batch is one statement outside any transaction, so
 * that whoever else needs the database has it in between, and nothing of a batch is kept when the next one is read.
 */
export async function* batches(
  { db }: Pick<Ctx, 'db'>,
  columns: readonly Column[],
  scope: Scope,
  { rows, bytes }: Omit<Limits, 'students'> = usual,
): AsyncGenerator<{ csv: string; rows: number }, void, undefined> {
  const statement = batchStatement(columns)
  let after: Key | null = beforeAll
  let limits: Limits = { students: firstStudents, rows, bytes }
  while (after !== null) {
    const [batch]: Batch[] = await db.$queryRaw<Batch[]>(statement(scope, after, limits))
    if (!batch) return
    if (batch.csv !== null) yield { csv: batch.csv, rows: batch.rows }
    after = batch.next
    limits = { ...limits, students: studentsFor(batch, limits) }
  }
}
