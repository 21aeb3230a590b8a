import { text } from '../../text/index.ts'
import { daysUntil, formatDay } from '../../text/time.ts'

type DueProps = { deadline: string | null; isDone: boolean; today: string }

/** When something is due, in the words of the moment; nothing without a deadline. */
export const Due = ({ deadline, isDone, today }: DueProps) => {
  if (deadline === null) return null
  const days = daysUntil(deadline, today)
  const day = formatDay(deadline, today)
  if (!isDone && days < 0) return <span>{text.music.lateBy(-days)}</span>
  if (!isDone && days === 0) return <span>{text.music.dueToday}</span>
  if (!isDone && days === 1) return <span>{text.music.dueTomorrow}</span>
  return <span>{text.music.due(day)}</span>
}
