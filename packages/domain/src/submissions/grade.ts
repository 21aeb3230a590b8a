import { type GradeKind, Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { refuseArchived } from '../courses/index.ts'
import { invalid } from '../errors.ts'
import { toldSql, workOf } from '../events/index.ts'
import { type Action, signedInActor } from '../policy.ts'
import { submissionFor, toGrade } from './queries.ts'
import type { GradeInput, GradeSelfInput } from './schemas.ts'

/**
 * Grades a submission as a teacher of its course. Earlier grades stay as its history; the newest counts.
 * @throws {DomainError} `forbidden` for students and other teachers, `not-found` for a submission of another course,
 *   `invalid` for a grade in another's name
 */
export const grade = (ctx: Ctx, input: GradeInput) => writeGrade(ctx, 'grades.grade', 'TEACHER', input)

/** Grades the asker's own submission. Earlier grades stay as its history; the newest counts. */
export const gradeSelf = (ctx: Ctx, input: GradeSelfInput) => writeGrade(ctx, 'grades.gradeSelf', 'SELF', input)

const writeGrade = async (
  ctx: Ctx,
  action: Action,
  kind: GradeKind,
  { course, submissionId, graderId, ...marks }: GradeInput,
) => {
  const grader = signedInActor(ctx)
  const { courseId, archivedAt } = await submissionFor(ctx, action, { course, id: submissionId })
  refuseArchived({ archivedAt })
  if (graderId !== undefined && graderId !== grader.id) throw invalid('grader', 'A grade is given in the own name.')
  const { rhythm, tone, expression } = marks
  const createdAt = ctx.clock.now()
  const audited = auditCte(ctx, action, {
    subject: 'Grade',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId,
    data: { submissionId, rhythm, tone, expression },
  })
  const told = toldSql(workOf(courseId), { kind: kind === 'TEACHER' ? 'graded' : 'rated', submissionId })
  const [row] = await ctx.db.$queryRaw<[{ id: number }]>(Prisma.sql`
    WITH written AS (
      INSERT INTO grades (submission_id, grader_id, kind, rhythm, tone, expression, created_at)
      VALUES (${submissionId}, ${grader.id}, ${kind.toLowerCase()}::grade_kind, ${rhythm}::float8, ${tone}::float8,
        ${expression}::float8, ${createdAt})
      RETURNING id
    ), ${audited}
    SELECT id, ${told} FROM written`)
  return toGrade({ id: row.id, submissionId, graderId: grader.id, kind, rhythm, tone, expression, createdAt })
}
