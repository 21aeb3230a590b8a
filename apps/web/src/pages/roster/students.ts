/** The students of a course as a list that is searched and sorted: pure. */
import type { Outputs } from '../../api/client.ts'

export type RosterRow = Outputs['roster']['list'][number]

export type Student = {
  enrollmentId: number
  name: string
  username: string
  /** The school grade. */
  grade: string
  /** The instrument that counts; null without any. */
  instrumentId: number | null
  instrument: string
  /** The enrollment's own, before the account's. */
  ownInstrumentId: number | null
}

export const columns = ['name', 'username', 'grade', 'instrument'] as const
export type Column = (typeof columns)[number]
export type Sorting = { column: Column; isDescending: boolean }

/** The students among everybody in a course, with the names of their instruments. */
export const studentsOf = (rows: RosterRow[], instruments: { id: number; name: string }[]): Student[] => {
  const nameOf = new Map(instruments.map(({ id, name }) => [id, name]))
  return rows
    .filter(({ role }) => role === 'STUDENT')
    .map(({ id, instrument, user }) => {
      const instrumentId = instrument?.id ?? user.instrumentId
      return {
        enrollmentId: id,
        name: user.name || user.username,
        username: user.username,
        grade: user.grade,
        instrumentId,
        instrument: instrumentId === null ? '' : (nameOf.get(instrumentId) ?? ''),
        ownInstrumentId: instrument?.id ?? null,
      }
    })
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Letters without their accents, so that Zoe finds Zoë. */
const folded = (value: string): string =>
  value
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

/** Those in whose name, username or instrument every word of the search is, in the order asked for. */
export const findStudents = (students: Student[], search: string, { column, isDescending }: Sorting): Student[] => {
  const words = folded(search).split(/\s+/).filter(Boolean)
  return students
    .filter(({ name, username, instrument }) => {
      const where = folded(`${name} ${username} ${instrument}`)
      return words.every((word) => where.includes(word))
    })
    .sort((a, b) => {
      const order = collator.compare(a[column], b[column]) || collator.compare(a.name, b.name)
      return isDescending ? -order : order
    })
}
