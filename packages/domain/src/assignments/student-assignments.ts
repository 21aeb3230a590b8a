import type { Ctx } from '../context.ts'
import { answerOf } from '../json.ts'
import type { StudentAssignmentsInput } from './schemas.ts'
import { readStudentView, type StudentView } from './student-view.ts'

/** The list that one student of the course sees, for a teacher. @throws {DomainError} `not-found` */
export const studentAssignments = async (ctx: Ctx, input: StudentAssignmentsInput): Promise<StudentView> =>
  answerOf(ctx, await readStudentView(ctx, 'assignments.ofStudent', input))
