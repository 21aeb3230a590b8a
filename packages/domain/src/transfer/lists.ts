/** Rows that put something into a list at a position: activities into plans, plans into curricula. */
import { type Conversion, carryOver, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import { createPositions } from './positions.ts'
import type { Row } from './tables.ts'
import type { WrittenTable } from './target.ts'

type ListTable = 'assignments_curriculumentry' | 'assignments_plannedactivity'

/** What a row refers to: the table of ours, the column that names it there, and what the report calls it. */
type Reference = { table: WrittenTable; column: string; called: string }

type Lists<T extends ListTable> = {
  from: T
  to: WrittenTable
  list: Reference
  member: Reference
  /** The list and the member of a row, by the ids of the source, and where it stands. */
  read: (row: Row<T>) => { id: number; listId: number | null; memberId: number | null; order: number | null }
  /** Hears of each row that is written: `list:member` in our ids, and its position. */
  onPlaced?: (pair: string, position: number) => void
}

/** Carries rows of lists over: a member stands in a list once, at the position that `createPositions` finds. */
export const carryOverLists = async <T extends ListTable>(
  conversion: Conversion,
  { from, to, list, member, read, onPlaced }: Lists<T>,
): Promise<void> => {
  const { ids, ledger } = conversion
  const positions = createPositions()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, from))
    for (const { id, listId, order } of batch.map(read)) positions.add(listId, id, order)

  const taken = new Map<string, number>()
  await carryOver(conversion, from, to, (row) => {
    const { id, listId, memberId, order } = read(row)
    const ofList = ids(list.table).get(listId)
    const ofMember = ids(member.table).get(memberId)
    if (ofList === null || ofMember === null) {
      const missing = ofList === null ? `${list.called} ${listId}` : `${member.called} ${memberId}`
      ledger.found('skipped', from, id, 'missing-row', missing)
      return null
    }
    const pair = `${ofList}:${ofMember}`
    const first = taken.get(pair)
    if (first !== undefined) {
      ledger.found('merged', from, id, 'duplicate', String(first))
      return null
    }
    taken.set(pair, id)
    const position = positions.of(id, order)
    if (position !== order) ledger.found('repaired', from, id, 'positions', `${order}: ${position}`)
    onPlaced?.(pair, position)
    return { id, [list.column]: ofList, [member.column]: ofMember, position }
  })
}
