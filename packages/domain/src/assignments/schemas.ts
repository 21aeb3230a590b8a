import { z } from 'zod'
import { day, id, inCourse } from '../schemas.ts'

const assigning = inCourse.extend({
  deadline: day.nullable().default(null).describe('For what is newly assigned; earlier deadlines stay'),
})

export const assignPieceInput = assigning.extend({ pieceId: id })
export type AssignPieceInput = z.infer<typeof assignPieceInput>

export const assignPlanInput = assigning.extend({ planId: id })
export type AssignPlanInput = z.infer<typeof assignPlanInput>

export const assignCurriculumInput = assigning.extend({ curriculumId: id })
export type AssignCurriculumInput = z.infer<typeof assignCurriculumInput>

export const placeLateJoinersInput = inCourse
export type PlaceLateJoinersInput = z.infer<typeof placeLateJoinersInput>

const groupPlace = z.object({ enrollmentId: id, courseAssignmentId: id })

export const swapMembersInput = inCourse.extend({
  first: groupPlace.describe('A student, and the activity that a group gives them'),
  second: groupPlace,
})
export type SwapMembersInput = z.infer<typeof swapMembersInput>

export const unassignInput = inCourse.extend({ pieceId: id })
export type UnassignInput = z.infer<typeof unassignInput>

export const changePieceInstrumentInput = inCourse.extend({
  pieceId: id,
  instrumentId: id.nullable().describe('Null: everybody on their own instrument again'),
  /** A teacher may change it where the course does not let students; `false` asks for the course's rule to hold. */
  asTeacher: z.boolean().default(true),
})
export type ChangePieceInstrumentInput = z.infer<typeof changePieceInstrumentInput>

export const setMyInstrumentInput = inCourse.extend({
  pieceId: id,
  instrumentId: id.nullable().describe('Null: the instrument that one plays otherwise'),
})
export type SetMyInstrumentInput = z.infer<typeof setMyInstrumentInput>

export const setOverrideInput = inCourse.extend({
  courseAssignmentId: id,
  enrollmentId: id,
  instrumentId: id.nullable().optional().describe('Null clears it; left out, it stays'),
  deadline: day.nullable().optional().describe('Null clears it; left out, it stays'),
})
export type SetOverrideInput = z.infer<typeof setOverrideInput>

export const setDeadlinesInput = inCourse.extend({
  deadlines: z
    .array(z.object({ courseAssignmentId: id, deadline: day.nullable() }))
    .min(1)
    .max(1000)
    .refine(
      (rows) => new Set(rows.map(({ courseAssignmentId }) => courseAssignmentId)).size === rows.length,
      'names an assignment twice',
    ),
})
export type SetDeadlinesInput = z.infer<typeof setDeadlinesInput>

const listing = inCourse.extend({
  withNotation: z.boolean().default(false).describe('Notation of every part too: some ten kilobytes each'),
})

export const myAssignmentsInput = listing
export type MyAssignmentsInput = z.infer<typeof myAssignmentsInput>

export const courseAssignmentsInput = listing
export type CourseAssignmentsInput = z.infer<typeof courseAssignmentsInput>

export const listAssignmentsInput = listing
export type ListAssignmentsInput = z.infer<typeof listAssignmentsInput>

export const studentAssignmentsInput = listing.extend({ enrollmentId: id })
export type StudentAssignmentsInput = z.infer<typeof studentAssignmentsInput>

export const getAssignmentInput = inCourse.extend({ id })
export type GetAssignmentInput = z.infer<typeof getAssignmentInput>

export const courseGroupsInput = inCourse
export type CourseGroupsInput = z.infer<typeof courseGroupsInput>

export const previewAssignInput = inCourse.extend({
  source: z.union([z.object({ planId: id }), z.object({ pieceId: id })]),
})
export type PreviewAssignInput = z.infer<typeof previewAssignInput>

export const courseActivitiesInput = inCourse
export type CourseActivitiesInput = z.infer<typeof courseActivitiesInput>
