import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import type { GetAssignmentInput } from './schemas.ts'
import { readStudentAssignment, type StudentView } from './student-view.ts'

/**
 * One assignment in full for whoever asks, with the notation of its piece.
 * @throws {DomainError} `not-found` also for what the asker's group does not have
 */
export const getAssignment = async (ctx: Ctx, { course, id }: GetAssignmentInput) => {
  const options = { course, withNotation: true, id }
  const [found] = JSON.parse(await readStudentAssignment(ctx, 'assignments.get', options)) as StudentView
  const assignment = found?.assignments[0]
  if (!found || !assignment) throw notFound('CourseAssignment')
  const { parts, ...piece } = found.piece
  return { ...assignment, piece, part: parts.find((part) => part.id === assignment.partId) ?? null }
}
