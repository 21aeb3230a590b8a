import { IconCheck, IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type StepNumber, stepNumbers } from '../../steps/catalogue.ts'
import { type Progress, stateOf } from '../../steps/rules.ts'
import { text } from '../../text/index.ts'
import classes from './step-list.module.css'

const words = text.steps

type StepListProps = {
  course: string
  assignmentId: number
  far: Pick<Progress, 'currentStep' | 'isFinished'>
  /** The step that is shown; none on the page of the activity. */
  current?: StepNumber
}

/** The four steps, with how each stands, and the way to those that are open. */
export const StepList = ({ course, assignmentId, far, current }: StepListProps) => (
  <nav aria-label={words.all}>
    <ol className={classes.steps}>
      {stepNumbers.map((number) => {
        const state = stateOf(number, far)
        const content = (
          <>
            <span className={classes.number} aria-hidden>
              {state === 'finished' ? <IconCheck size={16} /> : state === 'closed' ? <IconLock size={15} /> : number}
            </span>
            <span>
              <span className={classes.name}>{words.title(number, words.titles[number])}</span>
              <span className={classes.state}>{words.states[state]}</span>
            </span>
          </>
        )
        return (
          <li key={number}>
            {state === 'closed' ? (
              <span className={classes.step} data-state={state}>
                {content}
              </span>
            ) : (
              <Link
                to="/music/$course/$assignment/steps/$step"
                params={{ course, assignment: String(assignmentId), step: String(number) }}
                preload={false}
                className={classes.step}
                data-state={state}
                aria-current={number === current ? 'step' : undefined}
              >
                {content}
              </Link>
            )}
          </li>
        )
      })}
    </ol>
  </nav>
)
