import { IconCheck, IconChecks, IconClockExclamation, IconStarFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { text } from '../../text/index.ts'
import type { Student } from '../roster/students.ts'
import classes from './grid.module.css'
import type { Place } from './move.ts'
import type { Cell, CellState, Column } from './standing.ts'

const words = text.gradebook

const icons: Partial<Record<CellState, typeof IconCheck>> = {
  graded: IconStarFilled,
  'handed-in': IconCheck,
  finished: IconChecks,
  late: IconClockExclamation,
}

type GridCellProps = {
  course: string
  student: Student
  column: Column
  cell: Cell
  place: Place
  isActive: boolean
  onFocus: (place: Place) => void
  style: CSSProperties
}

/** How a student stands with an assignment: by colour, sign and word; where there is work it opens it. */
export const GridCell = ({ course, student, column, cell, place, isActive, onFocus, style }: GridCellProps) => {
  const { state, steps, mean, isLateWork } = cell
  const Icon = icons[state]
  const said = [words.cells[state], mean, steps !== null && words.steps(steps), isLateWork && words.handedInLate]
    .filter(Boolean)
    .join(', ')
  const label = words.cell(student.name, column.activity, said)
  const shared = {
    'data-place': `${place.row}:${place.column}`,
    'data-state': state,
    tabIndex: isActive ? 0 : -1,
    onFocus: () => onFocus(place),
    className: classes.cell,
    'aria-label': label,
  }
  const content = (
    <>
      {Icon && <Icon size={14} aria-hidden />}
      <span aria-hidden>
        {mean ?? (steps !== null ? words.steps(steps) : state === 'none' ? '' : words.short[state])}
      </span>
      {isLateWork && <IconClockExclamation size={12} aria-hidden />}
    </>
  )
  const hasWork = state === 'graded' || state === 'handed-in'
  return (
    <div role="gridcell" aria-colindex={place.column + 2} className={classes.place} style={style}>
      {column.hasSteps ? (
        <Link
          to="/courses/$course/steps/$assignment"
          params={{ course, assignment: String(column.id) }}
          preload={false}
          {...shared}
        >
          {content}
        </Link>
      ) : hasWork ? (
        <Link
          to="/courses/$course/grade/$assignment"
          params={{ course, assignment: String(column.id) }}
          search={{ student: student.enrollmentId }}
          preload={false}
          {...shared}
        >
          {content}
        </Link>
      ) : (
        <span role="img" {...shared}>
          {content}
        </span>
      )}
    </div>
  )
}
