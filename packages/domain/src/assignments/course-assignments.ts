import type { Ctx } from '../context.ts'
import { answerOf } from '../json.ts'
import { type CourseView, readCourseView } from './course-view.ts'
import type { CourseAssignmentsInput } from './schemas.ts'

/**
 * What a course is assigned, for its teacher: one row per course assignment, whatever the roster. `handedIn` counts the
 * students who handed something in, `toGrade` those whose latest submission no teacher has graded,
 * `finished` those who are through all steps of an activity that has some.
 */
export const courseAssignments = async (ctx: Ctx, input: CourseAssignmentsInput): Promise<CourseView> =>
  answerOf(ctx, await readCourseView(ctx, 'assignments.ofCourse', input))
