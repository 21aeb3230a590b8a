import type { Words } from '../../address.ts'

/** What is looked for in the audit trail, as it stands in the address. */
export type Fields = Words<'person' | 'course' | 'action' | 'from' | 'to'>

/** The beginning of a day here, as a point in time. */
const beginningOf = (day: string): Date => new Date(`${day}T00:00:00`)

/** As the procedure takes it. Days are those of whoever looks; the last one counts as a whole. */
export const filterOf = ({ from, to, action = '', ...who }: Fields): Fields => {
  const name = action.trim()
  const end = to === undefined ? null : beginningOf(to)
  // Setting the day, not adding hours: a day may have 23 or 25 of them.
  end?.setDate(end.getDate() + 1)
  return {
    ...who,
    ...(name === '' ? {} : { action: name }),
    ...(from === undefined ? {} : { from: beginningOf(from).toISOString() }),
    ...(end === null ? {} : { to: end.toISOString() }),
  }
}
