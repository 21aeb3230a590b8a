import { expect, it } from 'vitest'
import { findStudents, type RosterRow, type Student, studentsOf } from './students.ts'

const instruments = [
  { id: 1, name: 'Viola' },
  { id: 2, name: 'Tuba' },
]

const row = (id: number, name: string, own: number | null, account: number | null, role = 'STUDENT') =>
  ({
    id,
    role,
    instrument: own === null ? null : { id: own },
    user: { username: `user-${id}`, name, grade: String(id), instrumentId: account },
  }) as RosterRow

const students = studentsOf(
  [row(1, 'Zoë Adams', 2, 1), row(2, 'Ben Okafor', null, 1), row(10, '', null, null), row(4, 'Tanya', 1, 1, 'TEACHER')],
  instruments,
)

const names = (found: Student[]): string[] => found.map(({ name }) => name)
const byName = { column: 'name', isDescending: false } as const

it('students play the instrument of the course, else that of their account', () => {
  expect(students.map(({ name, instrument, ownInstrumentId }) => [name, instrument, ownInstrumentId])).toEqual([
    ['Zoë Adams', 'Tuba', 2],
    ['Ben Okafor', 'Viola', null],
    ['user-10', '', null],
  ])
})

it('are found by every word, whatever accents and case', () => {
  expect(names(findStudents(students, 'zoe', byName))).toEqual(['Zoë Adams'])
  expect(names(findStudents(students, 'ADAMS tub', byName))).toEqual(['Zoë Adams'])
  expect(names(findStudents(students, 'adams viola', byName))).toEqual([])
  expect(names(findStudents(students, ' ', byName))).toHaveLength(3)
})

it('are sorted by a column, numbers as numbers', () => {
  expect(names(findStudents(students, '', byName))).toEqual(['Ben Okafor', 'user-10', 'Zoë Adams'])
  const byGrade = (isDescending: boolean) => names(findStudents(students, '', { column: 'grade', isDescending }))
  expect(byGrade(false)).toEqual(['Zoë Adams', 'Ben Okafor', 'user-10'])
  expect(byGrade(true)).toEqual(['user-10', 'Ben Okafor', 'Zoë Adams'])
})
