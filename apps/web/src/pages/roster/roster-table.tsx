import { Checkbox, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import classes from './roster-table.module.css'
import { StudentRow } from './student-row.tsx'
import { type Column, columns, type Sorting, type Student } from './students.ts'

const words = text.roster

type RosterTableProps = {
  students: Student[]
  instruments: Outputs['instruments']['list']
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  selected: ReadonlySet<number>
  onSelect: (selected: ReadonlySet<number>) => void
}

/** The students of a course, a row each. */
export const RosterTable = (props: RosterTableProps) => {
  const { students, instruments, sorting, onSort, selected, onSelect } = props
  const chosen = students.filter(({ enrollmentId }) => selected.has(enrollmentId)).length
  const toggle = (id: number): void => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelect(next)
  }
  return (
    <ScrollRegion label={words.table} className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <Checkbox
                aria-label={words.selectAll}
                checked={chosen > 0 && chosen === students.length}
                indeterminate={chosen > 0 && chosen < students.length}
                onChange={() => onSelect(new Set(chosen > 0 ? [] : students.map(({ enrollmentId }) => enrollmentId)))}
              />
            </th>
            {columns.map((column) => (
              <SortableHeader key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {students.map((student) => (
            <StudentRow
              key={student.enrollmentId}
              student={student}
              instruments={instruments}
              isSelected={selected.has(student.enrollmentId)}
              onToggle={toggle}
            />
          ))}
          {students.length === 0 && (
            <tr>
              <td colSpan={columns.length + 2} className={classes.nobody}>
                {words.nobody}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

type SortableHeaderProps = { column: Column; sorting: Sorting; onSort: (sorting: Sorting) => void }

const SortableHeader = ({ column, sorting, onSort }: SortableHeaderProps) => {
  const isSorted = sorting.column === column
  const Icon = !isSorted ? IconArrowsSort : sorting.isDescending ? IconArrowDown : IconArrowUp
  const order = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : 'none'
  return (
    <th scope="col" aria-sort={order}>
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort({ column, isDescending: isSorted && !sorting.isDescending })}
      >
        {words.columns[column]}
        <Icon size={14} aria-hidden data-sorted={isSorted || undefined} />
      </UnstyledButton>
    </th>
  )
}
