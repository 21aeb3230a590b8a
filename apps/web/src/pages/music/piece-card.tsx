import { Progress, Title } from '@mantine/core'
import { type PieceOfMusic, progressOf } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { ActivityRow } from './activity-row.tsx'
import classes from './piece-card.module.css'

type PieceCardProps = { course: string; piece: PieceOfMusic; today: string }

/** A piece with its activities in the order in which they are worked through. */
export const PieceCard = ({ course, piece: { piece, assignments }, today }: PieceCardProps) => {
  const { done, all } = progressOf(assignments)
  const progress = text.music.progress(done, all)
  return (
    <Surface as="section" aria-labelledby={`piece-${piece.id}`}>
      <header className={classes.header}>
        <div>
          <Title order={2} size="h4" id={`piece-${piece.id}`}>
            {piece.name}
          </Title>
          {piece.composer && <p className={classes.composer}>{piece.composer.name}</p>}
        </div>
        <div className={classes.progress}>
          <span>{progress}</span>
          <Progress value={(100 * done) / all} aria-label={progress} size="sm" w="7rem" />
        </div>
      </header>
      <ol className={classes.activities}>
        {assignments.map((assignment, index) => (
          <ActivityRow key={assignment.id} course={course} assignment={assignment} position={index + 1} today={today} />
        ))}
      </ol>
    </Surface>
  )
}
