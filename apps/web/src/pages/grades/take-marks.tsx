import { criteria, formatMark } from '../../music/marks.ts'
import type { Submission } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import classes from './take-marks.module.css'

const words = text.grades

/** The marks of one take: the teacher's beside the own. */
export const TakeMarks = ({ activity, submission }: { activity: string; submission: Submission }) => {
  const { index, submittedAt, grade, selfGrade } = submission
  const take = words.take(index + 1)
  const raters = [
    { who: words.teacher, marks: grade, without: words.notGraded },
    { who: words.self, marks: selfGrade, without: words.notRated },
  ]
  return (
    <div className={classes.take}>
      <p className={classes.when}>
        {take}, {words.handedIn(formatTime(submittedAt))}
      </p>
      <table className={classes.marks}>
        <caption className={classes.caption}>{words.caption(activity, take)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.criterion}</th>
            {criteria.map((criterion) => (
              <th key={criterion} scope="col">
                {text.marks[criterion]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {raters.map(({ who, marks, without }) => (
            <tr key={who}>
              <th scope="row">{who}</th>
              {marks ? (
                criteria.map((criterion) => <td key={criterion}>{formatMark(marks[criterion])}</td>)
              ) : (
                <td colSpan={criteria.length} className={classes.without}>
                  {without}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
