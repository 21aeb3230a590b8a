import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { invalid, notFound } from '../errors.ts'
import { toldSql, workOf } from '../events/index.ts'
import { type Action, signedInActor } from '../policy.ts'
import { removalCte } from '../removals/index.ts'
import { gradesThatCount, toGrade } from './queries.ts'
import type { ChangeGradeInput, RemoveGradeInput } from './schemas.ts'

/**
 * Changes what is given of a teacher's grade that counts. It keeps its id, and the marks as they were go into the
 * submission's history; whoever changes it is its grader.
 * @throws {DomainError} `forbidden` unless the actor teaches the course, `not-found`, `invalid` where no mark is left
 */
export const changeGrade = async (ctx: Ctx, { course, id, ...changes }: ChangeGradeInput) => {
  const grader = signedInActor(ctx)
  const { courseId, grade } = await teachersGrade(ctx, 'grades.change', course, id)
  const given = Object.fromEntries(Object.entries(changes).filter(([, mark]) => mark !== undefined))
  const changed = { ...grade, ...given, graderId: grader.id, createdAt: ctx.clock.now() }
  const { submissionId, rhythm, tone, expression, createdAt } = changed
  if (rhythm === null && tone === null && expression === null)
    throw invalid('rhythm', 'A grade has at least one mark: rhythm, tone or expression.')
  const audited = auditCte(ctx, 'grades.change', {
    subject: 'Grade',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId,
    data: { submissionId, rhythm, tone, expression },
  })
  const written = await ctx.db.$queryRaw<{ id: number }[]>(Prisma.sql`
    WITH before AS (
      SELECT * FROM grades WHERE id = ${id} FOR UPDATE
    ), history AS (
      INSERT INTO grades (submission_id, grader_id, kind, rhythm, tone, expression, created_at)
      -- Before the change by all means: of two grades of one moment the one with the higher id would count.
      SELECT submission_id, grader_id, kind, rhythm, tone, expression,
        LEAST(created_at, ${createdAt}::timestamptz - interval '1 microsecond') FROM before
    ), written AS (
      UPDATE grades SET grader_id = ${grader.id}, rhythm = ${rhythm}::float8, tone = ${tone}::float8,
        expression = ${expression}::float8, created_at = ${createdAt}
      FROM before WHERE grades.id = before.id RETURNING grades.id, grades.submission_id
    ), ${audited}
    SELECT id, ${told(courseId)} FROM written`)
  if (written.length === 0) throw notFound('Grade')
  return toGrade(changed)
}

/**
 * Takes a teacher's grade away with its history: the submission is not graded then, and stays.
 * @returns the removal that brings them back
 * @throws {DomainError} `forbidden` unless the actor teaches the course, `not-found`
 */
export const removeGrade = async (ctx: Ctx, { course, id }: RemoveGradeInput) => {
  const { courseId, grade } = await teachersGrade(ctx, 'grades.remove', course, id)
  const { submissionId, rhythm, tone, expression } = grade
  const audited = auditCte(ctx, 'grades.remove', {
    subject: 'Grade',
    ids: Prisma.sql`SELECT id FROM removed`,
    courseId,
    data: { submissionId, rhythm, tone, expression },
  })
  const remembered = removalCte(ctx, {
    kind: 'GRADE',
    courseId,
    title: Prisma.sql`(
      SELECT concat_ws(' · ', COALESCE(NULLIF(u.name, ''), u.username), t.name, p.name) FROM submissions s
      JOIN enrollments e ON e.id = s.enrollment_id JOIN users u ON u.id = e.user_id
      JOIN course_assignments ca ON ca.id = s.course_assignment_id JOIN pieces p ON p.id = ca.piece_id
      JOIN activities a ON a.id = ca.activity_id JOIN activity_types t ON t.id = a.activity_type_id
      WHERE s.id = ${submissionId})`,
    gone: [{ table: 'grades', rows: Prisma.sql`SELECT * FROM removed` }],
  })
  const [outcome] = await ctx.db.$queryRaw<{ removal: number }[]>(Prisma.sql`
    WITH removed AS (
      -- As long as it is the one that counts: what a colleague gives at this moment is not taken away with it.
      DELETE FROM grades WHERE submission_id = ${submissionId} AND kind = 'teacher' AND ${id} = (
        SELECT counting.id FROM grades counting WHERE counting.submission_id = ${submissionId} AND counting.kind = 'teacher'
        ORDER BY counting.created_at DESC, counting.id DESC LIMIT 1)
      RETURNING *
    ), ${remembered}, ${audited}
    SELECT (SELECT id FROM remembered) AS removal, ${told(courseId)} FROM removed`)
  if (!outcome) throw notFound('Grade')
  return { removed: true, removal: outcome.removal }
}

const told = (courseId: number): Prisma.Sql =>
  toldSql(workOf(courseId), { kind: 'graded', submissionId: Prisma.sql`submission_id` })

/** A student's own grade is not for teachers to change. */
const teachersGrade = async (ctx: Ctx, action: Action, slug: string, id: number) => {
  const course = await courseForWriting(ctx, action, slug)
  const [grade] = await gradesThatCount(ctx, course.id, id)
  if (grade?.kind !== 'TEACHER') throw notFound('Grade')
  return { courseId: course.id, grade }
}
