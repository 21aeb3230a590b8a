import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { kindOf, titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { AssignedPieceRow, TelephoneGroup } from './assigned.ts'
import classes from './assigned-piece.module.css'
import { DeadlineField } from './deadline-field.tsx'
import { GroupCards } from './group-cards.tsx'
import { PieceMenu } from './piece-menu.tsx'

const words = text.assignments

const toDo = (toGrade: number): string => (toGrade > 0 ? words.toGrade(toGrade) : words.look)

type AssignedPieceProps = { course: string; piece: AssignedPieceRow; groups: TelephoneGroup[] }

/** A piece with its activities: a deadline each, and the way to what was handed in. */
export const AssignedPiece = ({ course, piece: row, groups }: AssignedPieceProps) => {
  const { piece, assignments } = row
  return (
    <Surface as="section" aria-labelledby={`piece-${piece.id}`}>
      <header className={classes.header}>
        <div>
          <Title order={2} size="h4" id={`piece-${piece.id}`}>
            {piece.name}
          </Title>
          <p className={classes.about}>{[piece.composer?.name, piece.ensembleType.name].filter(Boolean).join(' · ')}</p>
        </div>
        <PieceMenu course={course} piece={row} />
      </header>
      <ScrollRegion label={words.activitiesOf(piece.name)} className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.columns.activity}</th>
              <th scope="col">{words.columns.deadline}</th>
              <th scope="col">{words.columns.handedIn}</th>
              <th scope="col">{words.columns.toGrade}</th>
            </tr>
          </thead>
          <tbody>
            {assignments.map((assignment) => {
              const { id, activity, handedIn, toGrade, finished, groups: shared } = assignment
              const title = titleOf(activity)
              return (
                <tr key={id}>
                  <th scope="row">
                    {title}
                    {shared > 0 && <span className={classes.shared}> {words.inGroups(shared)}</span>}
                  </th>
                  <td>
                    <DeadlineField course={course} assignment={assignment} />
                  </td>
                  <td>{kindOf(activity) === 'steps' ? words.finished(finished) : handedIn}</td>
                  <td>
                    <Link
                      to={
                        kindOf(activity) === 'steps'
                          ? '/courses/$course/steps/$assignment'
                          : '/courses/$course/grade/$assignment'
                      }
                      params={{ course, assignment: String(id) }}
                      className={classes.grade}
                      data-waits={toGrade > 0 || undefined}
                      aria-label={`${toDo(toGrade)}: ${words.gradeNamed(title, piece.name)}`}
                    >
                      {toDo(toGrade)}
                    </Link>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {groups.length > 0 && <GroupCards course={course} groups={groups} />}
    </Surface>
  )
}
