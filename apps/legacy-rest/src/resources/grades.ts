import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { mark, pk, pks } from '../fields.ts'
import { time } from './common.ts'

const number = z.number().nullable()

export const grade = z
  .strictObject({
    id: z.int(),
    rhythm: number,
    tone: number,
    expression: number,
    created_at: time,
    grader: z.int(),
    student_submission: z.array(z.int()),
    own_submission: z.array(z.int()),
  })
  .meta({ id: 'Grade' })
export type Grade = z.infer<typeof grade>

type Row = Outputs['grades']['get']

export const toGrade = (row: Row): Grade => {
  // Brought over from a backend that kept grades which no submission pointed at any more.
  const submissions = row.submissionId === null ? [] : [row.submissionId]
  return {
    id: row.id,
    rhythm: row.rhythm,
    tone: row.tone,
    expression: row.expression,
    created_at: row.createdAt,
    grader: row.graderId,
    student_submission: row.kind === 'TEACHER' ? submissions : [],
    own_submission: row.kind === 'SELF' ? submissions : [],
  }
}

export const toGradeOrNull = (row: Row | null): Grade | null => row && toGrade(row)

const marks = { rhythm: mark.optional(), tone: mark.optional(), expression: mark.optional() }

export const newGrade = z.object({ grader: pk, student_submission: pks, own_submission: pks, ...marks })
export type NewGrade = z.infer<typeof newGrade>

/** Whose grade it is and of what cannot be changed; both may be sent along. */
export const gradeChanges = z.object({
  grader: pk.optional(),
  student_submission: pks.optional(),
  own_submission: pks.optional(),
  ...marks,
})
