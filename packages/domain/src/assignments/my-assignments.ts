import type { Ctx } from '../context.ts'
import { answerOf } from '../json.ts'
import type { MyAssignmentsInput } from './schemas.ts'
import { readStudentView, type StudentView } from './student-view.ts'

/**
 * What the asker is assigned in a course, under its pieces: instrument, part and deadline resolved, with the own
 * submissions, and for telephone plans the group. @throws {DomainError} `not-found` for outsiders
 */
export const myAssignments = async (ctx: Ctx, input: MyAssignmentsInput): Promise<StudentView> =>
  answerOf(ctx, await readStudentView(ctx, 'assignments.mine', input))
