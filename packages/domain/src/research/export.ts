import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { batches } from './batches.ts'
import { type Column, columnsOf, headerLine } from './columns.ts'
import type { ExportResearchInput } from './schemas.ts'
import { type Scope, scopeOf } from './scope.ts'

type Options = {
  /** Hears how many rows were handed out so far, after each chunk. */
  onRows?: (rows: number) => void
}

/**
 * The research export as CSV: a row for each student, assignment, submission and attachment; `getCodebook` says what the
 * columns mean. That it was asked for, and with names or without, goes into the audit trail before the first chunk.
 *
 * It reads while it is consumed, so it must not outlive the transaction of a `ctx` that is in one. A row that is there
 * from beginning to end is in it exactly once, as it was when its batch was read.
 * @returns chunks of text, UTF-8 without a byte-order mark when encoded; the header is the first one
 * @throws {DomainError} before the first chunk: `unauthenticated`, `forbidden`; `not-found` for the course or the activity
 */
export const exportResearch = async (
  ctx: Ctx,
  input: ExportResearchInput,
  { onRows = () => {} }: Options = {},
): Promise<AsyncGenerator<string, void, undefined>> => {
  authorize(ctx, 'research.export')
  const scope = await recorded(ctx, 'research.export', async (tx, note) => {
    const found = await scopeOf(tx, input)
    const { course = null, from = null, to = null, activity = null, names } = input
    note({
      subject: 'Course',
      ids: found.courseId === null ? [] : [found.courseId],
      courseId: found.courseId,
      data: { course, from, to, activity, names },
    })
    return found
  })
  return chunks(ctx, columnsOf(input), scope, onRows)
}

async function* chunks(
  ctx: Ctx,
  columns: Column[],
  scope: Scope,
  onRows: (rows: number) => void,
): AsyncGenerator<string, void, undefined> {
  yield headerLine(columns)
  let total = 0
  for await (const { csv, rows } of batches(ctx, columns, scope)) {
    yield csv
    total += rows
    onRows(total)
  }
}
