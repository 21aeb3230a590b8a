import { z } from 'zod'
import { id, inCourse, requiredText, text } from '../schemas.ts'

/** Half a megabyte: a composition in notation is some hundred kilobytes; recordings are attachments. */
const content = text(500_000)

export const createSubmissionInput = inCourse.extend({
  courseAssignmentId: id,
  content: content.default(''),
  index: z.int().min(0).max(100_000).optional().describe('The attempt, from 0; the next one unless told'),
})
export type CreateSubmissionInput = z.infer<typeof createSubmissionInput>

export const mySubmissionsInput = inCourse.extend({ courseAssignmentId: id })
export type MySubmissionsInput = z.infer<typeof mySubmissionsInput>

export const getSubmissionInput = inCourse.extend({ id })
export type GetSubmissionInput = z.infer<typeof getSubmissionInput>

const latestOf = z.object({ pieceSlug: requiredText(255), activityType: requiredText(100) })
export type LatestOf = z.infer<typeof latestOf>

export const recentSubmissionsInput = inCourse.extend(latestOf.shape)
export type RecentSubmissionsInput = z.infer<typeof recentSubmissionsInput>

export const standingsInput = inCourse
export type StandingsInput = z.infer<typeof standingsInput>
export const forGradingInput = inCourse.extend({ id: id.optional(), latestOf: latestOf.optional() })
export type ForGradingInput = z.infer<typeof forGradingInput>

export const takesInput = inCourse.extend({ enrollmentId: id, courseAssignmentId: id.optional() })
export type TakesInput = z.infer<typeof takesInput>

export const watchWorkInput = inCourse
export type WatchWorkInput = z.infer<typeof watchWorkInput>

/** 1 to 5 in quarter steps. */
export const mark = z.number().min(1).max(5).multipleOf(0.25)

const marks = inCourse.extend({
  submissionId: id,
  rhythm: mark.nullable().default(null),
  tone: mark.nullable().default(null),
  expression: mark.nullable().default(null),
  graderId: id.optional().describe('Whoever asks; another is refused'),
})
const someMark = ({ rhythm, tone, expression }: { rhythm: unknown; tone: unknown; expression: unknown }): boolean =>
  [rhythm, tone, expression].some((value) => value !== null)
const noMark = { path: ['rhythm'], error: 'A grade has at least one mark: rhythm, tone or expression.' }

export const gradeInput = marks.refine(someMark, noMark)
export type GradeInput = z.infer<typeof gradeInput>

export const gradeSelfInput = marks.refine(someMark, noMark)
export type GradeSelfInput = z.infer<typeof gradeSelfInput>

export const gradeHistoryInput = inCourse.extend({ submissionId: id })
export type GradeHistoryInput = z.infer<typeof gradeHistoryInput>

export const courseGradesInput = inCourse
export type CourseGradesInput = z.infer<typeof courseGradesInput>

export const getGradeInput = inCourse.extend({ id })
export type GetGradeInput = z.infer<typeof getGradeInput>

export const changeGradeInput = inCourse.extend({
  id,
  rhythm: mark.nullable().optional(),
  tone: mark.nullable().optional(),
  expression: mark.nullable().optional(),
})
export type ChangeGradeInput = z.infer<typeof changeGradeInput>

export const removeGradeInput = inCourse.extend({ id })
export type RemoveGradeInput = z.infer<typeof removeGradeInput>
