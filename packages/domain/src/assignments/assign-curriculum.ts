import type { Ctx } from '../context.ts'
import { fromDayOrNull } from '../serialize.ts'
import { assign } from './assign.ts'
import { curriculumSource } from './assign-source.ts'
import type { AssignCurriculumInput } from './schemas.ts'

/**
 * Assigns every plan of a curriculum to its course, in the curriculum's order: all of them or none.
 * @throws {DomainError} `not-found` for a curriculum that is not the course's, `instrument-missing`, `too-few-students`,
 *   `conflict`
 */
export const assignCurriculum = (ctx: Ctx, { course, curriculumId, deadline }: AssignCurriculumInput) =>
  assign(ctx, { course, action: 'assignments.assignCurriculum', deadline: fromDayOrNull(deadline) }, (courseId) =>
    curriculumSource(curriculumId, courseId),
  )
