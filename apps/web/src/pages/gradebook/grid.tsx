import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { text } from '../../text/index.ts'
import type { Student } from '../roster/students.ts'
import classes from './grid.module.css'
import { GridCell } from './grid-cell.tsx'
import { moveIn, type Place } from './move.ts'
import type { Column, Gradebook } from './standing.ts'

const rowHeight = 40
const columnWidth = 112
const nameWidth = 176
const headerHeight = 92

type GridProps = { course: string; students: Student[]; columns: Column[]; book: Gradebook }

/**
 * Students × assignments, of which those in sight alone are drawn: a grid of roles, since a table element cannot be drawn in
 * part. The heads stay where they are; one cell is in the tab order, and the arrow keys go from there.
 */
export const Grid = ({ course, students, columns, book }: GridProps) => {
  const scroll = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const rows = useVirtualizer({
    count: students.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingStart: headerHeight,
  })
  const cols = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => columnWidth,
    overscan: 3,
    scrollPaddingStart: nameWidth,
  })
  const go = (event: KeyboardEvent): void => {
    const next = moveIn(active, event.key, { rows: students.length, columns: columns.length })
    if (!next) return
    event.preventDefault()
    setActive(next)
    rows.scrollToIndex(next.row)
    cols.scrollToIndex(next.column)
    // It may only now be drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroll.current?.querySelector<HTMLElement>(`[data-place="${next.row}:${next.column}"]`)?.focus(),
      ),
    )
  }
  return (
    <div
      ref={scroll}
      role="grid"
      tabIndex={-1}
      aria-label={text.gradebook.caption}
      aria-rowcount={students.length + 1}
      aria-colcount={columns.length + 1}
      className={classes.scroll}
      onKeyDown={go}
    >
      <div
        role="presentation"
        className={classes.sheet}
        style={{ width: nameWidth + cols.getTotalSize(), height: headerHeight + rows.getTotalSize() }}
      >
        <div role="row" aria-rowindex={1} className={classes.header} style={{ height: headerHeight }}>
          <div role="columnheader" aria-colindex={1} className={classes.corner} style={{ width: nameWidth }}>
            {text.gradebook.student}
          </div>
          {cols.getVirtualItems().map(({ index, start }) => (
            <div
              key={columns[index]?.id}
              role="columnheader"
              aria-colindex={index + 2}
              className={classes.columnHead}
              style={{ left: nameWidth + start, width: columnWidth }}
            >
              <small>{columns[index]?.pieceName}</small>
              <span>{columns[index]?.activity}</span>
            </div>
          ))}
        </div>
        {rows.getVirtualItems().map(({ index: row, start }) => {
          const student = students[row]
          if (!student) return null
          return (
            <div
              key={student.enrollmentId}
              role="row"
              aria-rowindex={row + 2}
              className={classes.row}
              style={{ top: headerHeight + start, height: rowHeight }}
            >
              <div role="rowheader" aria-colindex={1} className={classes.name} style={{ width: nameWidth }}>
                {student.name}
              </div>
              {cols.getVirtualItems().map(({ index, start: left }) => {
                const column = columns[index]
                if (!column) return null
                return (
                  <GridCell
                    key={column.id}
                    course={course}
                    student={student}
                    column={column}
                    cell={book(student.enrollmentId, column)}
                    place={{ row, column: index }}
                    isActive={active.row === row && active.column === index}
                    onFocus={setActive}
                    style={{ left: nameWidth + left, width: columnWidth }}
                  />
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
