import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'
import { type CellState, type Column, gradebookOf, meanOf, type Standing } from './standing.ts'

const today = '2026-05-05'
const column = (id: number, deadline: string | null = null, isShared = false): Column => ({
  id,
  pieceName: 'Ode to Joy',
  activity: 'Play the melody',
  deadline,
  isShared,
  hasSteps: false,
})
const inSteps = (deadline: string | null = null): Column => ({ ...column(1, deadline), hasSteps: true })

const standing = (enrollmentId: number, courseAssignmentId: number, more: Partial<Standing> = {}): Standing => ({
  enrollmentId,
  courseAssignmentId,
  takes: 0,
  submissionId: null,
  submittedAt: null,
  deadline: null,
  grade: null,
  progress: null,
  ...more,
})

const handedIn = { takes: 1, submissionId: 5, submittedAt: '2026-05-02T12:00:00.000Z' }
const grade = { rhythm: 4, tone: 3.5, expression: null }

describe('a cell of the gradebook', () => {
  it.each<[what: string, rows: Standing[], col: Column, state: CellState]>([
    ['nothing handed in', [], column(1), 'missing'],
    ['nothing handed in, past the deadline', [], column(1, '2026-05-04'), 'late'],
    [
      'nothing handed in, with more time than the others',
      [standing(7, 1, { deadline: '2026-05-09' })],
      column(1, '2026-05-04'),
      'missing',
    ],
    ['handed in', [standing(7, 1, handedIn)], column(1), 'handed-in'],
    ['graded', [standing(7, 1, { ...handedIn, grade })], column(1), 'graded'],
    ['of a group that others are in', [standing(8, 1)], column(1, '2026-05-01', true), 'none'],
    ['of the own group', [standing(7, 1)], column(1, null, true), 'missing'],
  ])('%s', (_what, rows, col, state) => {
    expect(gradebookOf(rows, today)(7, col).state).toBe(state)
  })

  it('of an activity in steps says how many are finished, and when all of them are that nothing is missing', () => {
    const at = (currentStep: number, finishedAt: string | null, col = inSteps()) =>
      gradebookOf([standing(7, 1, { progress: { currentStep, finishedAt } })], today)(7, col)
    expect(gradebookOf([], today)(7, inSteps())).toMatchObject({ state: 'missing', steps: null })
    expect(at(3, null)).toMatchObject({ state: 'missing', steps: 2 })
    expect(at(3, null, inSteps('2026-05-04'))).toMatchObject({ state: 'late', steps: 2 })
    const done = '2026-05-02T12:00:00.000Z'
    expect(at(4, done, inSteps('2026-05-04'))).toMatchObject({ state: 'finished', steps: null, isLateWork: false })
    expect(at(4, done, inSteps('2026-05-01'))).toMatchObject({ state: 'finished', isLateWork: true })
    expect(at(4, done, column(1))).toMatchObject({ state: 'missing', steps: null })
  })

  it('says what came late', () => {
    const book = gradebookOf([standing(7, 1, handedIn)], today)
    expect(book(7, column(1, '2026-05-01')).isLateWork).toBe(true)
    expect(book(7, column(1, '2026-05-02')).isLateWork).toBe(false)
  })

  it('has the mean of the marks that were given', () => {
    expect(meanOf(grade)).toBe(3.75)
    expect(meanOf({ rhythm: 4, tone: 4, expression: 3 })).toBe(3.67)
    expect(meanOf({ rhythm: null, tone: null, expression: null })).toBeNull()
  })
})

it('the export has a row for each student, and no cell that a spreadsheet would run', () => {
  const student = {
    enrollmentId: 7,
    name: '=cmd()',
    username: 'ava',
    grade: '6',
    instrumentId: 1,
    instrument: 'Flute',
    ownInstrumentId: null,
  }
  const csv = csvOf([student], [column(1), column(2)], gradebookOf([standing(7, 1, { ...handedIn, grade })], today))
  expect(csv.split('\r\n')).toEqual([
    'Name,Username,Instrument,Ode to Joy: Play the melody,Ode to Joy: Play the melody',
    "'=cmd(),ava,Flute,3.75,Missing",
    '',
  ])
})
