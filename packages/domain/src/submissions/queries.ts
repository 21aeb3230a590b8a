import { type GradeKind, Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import { instrumentSelect } from '../instruments/index.ts'
import { signedAddress } from '../media/index.ts'
import { type Action, authorize } from '../policy.ts'
import { toTime } from '../serialize.ts'

export const gradeSelect = {
  id: true,
  submissionId: true,
  graderId: true,
  kind: true,
  rhythm: true,
  tone: true,
  expression: true,
  createdAt: true,
} as const satisfies Prisma.GradeSelect

type GradeRow = Prisma.GradeGetPayload<{ select: typeof gradeSelect }>

export const toGrade = ({ createdAt, ...grade }: GradeRow) => ({ ...grade, createdAt: toTime(createdAt) })

export const attachmentSelect = {
  id: true,
  file: true,
  contentType: true,
  sizeBytes: true,
  sha256: true,
  submittedAt: true,
} as const satisfies Prisma.SubmissionAttachmentSelect

type AttachmentRow = Prisma.SubmissionAttachmentGetPayload<{ select: typeof attachmentSelect }>

/** A file of a submission; `url` opens it for some hours, from the site's root. */
export const toAttachment = (
  { mediaSecret, clock }: Ctx,
  { sizeBytes, submittedAt, ...attachment }: AttachmentRow,
) => ({
  ...attachment,
  sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
  submittedAt: toTime(submittedAt),
  url: signedAddress(mediaSecret, attachment.file, clock.now()),
})

export const submissionSelect = {
  id: true,
  courseAssignmentId: true,
  enrollmentId: true,
  index: true,
  content: true,
  submittedAt: true,
  partId: true,
  instrument: { select: instrumentSelect },
  attachments: {
    select: attachmentSelect,
    orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
  },
  // The newest first: of each kind, the first one counts.
  grades: { select: gradeSelect, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] },
} as const satisfies Prisma.SubmissionSelect

export type SubmissionRow = Prisma.SubmissionGetPayload<{ select: typeof submissionSelect }>

/** A submission with the grades that count, the teacher's and the student's own. */
export const toSubmission = (ctx: Ctx, { submittedAt, attachments, grades, ...submission }: SubmissionRow) => ({
  ...submission,
  submittedAt: toTime(submittedAt),
  attachments: attachments.map((attachment) => toAttachment(ctx, attachment)),
  grade: newest(grades, 'TEACHER'),
  selfGrade: newest(grades, 'SELF'),
})

const newest = (grades: GradeRow[], kind: GradeRow['kind']) => {
  const grade = grades.find((row) => row.kind === kind)
  return grade ? toGrade(grade) : null
}

/**
 * A submission of a course, if the actor may do `action` with it. Two statements.
 * @throws {DomainError} as the policy says for `action`, or `not-found`
 */
export const submissionFor = async (ctx: Ctx, action: Action, { course: slug, id }: { course: string; id: number }) => {
  const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const row = await ctx.db.submission.findFirst({
    where: { id, courseAssignment: { course: { slug } } },
    select: {
      ...submissionSelect,
      enrollment: { select: { userId: true } },
      courseAssignment: {
        select: {
          course: {
            select: { id: true, archivedAt: true, enrollments: { where: { userId: actorId }, select: { role: true } } },
          },
        },
      },
    },
  })
  if (!row) {
    // Whether the course refuses, or has no such submission.
    await courseFor(ctx, action, slug)
    throw notFound('Submission')
  }
  const { enrollment, courseAssignment, ...submission } = row
  authorize(ctx, action, {
    role: courseAssignment.course.enrollments[0]?.role ?? null,
    ownerId: enrollment.userId,
    entity: 'Submission',
  })
  const { id: courseId, archivedAt } = courseAssignment.course
  return { submission, courseId, archivedAt }
}

type RawGrade = Omit<GradeRow, 'kind'> & { kind: Lowercase<GradeKind> }

/** The grades of a course that count, of each submission and kind the newest, by id; one alone where `id` is given. */
export const gradesThatCount = async ({ db }: Ctx, courseId: number, id: number | null): Promise<GradeRow[]> => {
  const rows = await db.$queryRaw<RawGrade[]>(Prisma.sql`
    SELECT * FROM (
      SELECT DISTINCT ON (g.submission_id, g.kind) g.id, g.submission_id AS "submissionId", g.grader_id AS "graderId",
        g.kind::text AS kind, g.rhythm, g.tone, g.expression, g.created_at AS "createdAt"
      FROM grades g
      JOIN submissions s ON s.id = g.submission_id
      JOIN course_assignments ca ON ca.id = s.course_assignment_id
      WHERE ca.course_id = ${courseId}
        AND (${id}::int IS NULL OR g.submission_id = (SELECT submission_id FROM grades WHERE id = ${id}::int))
      ORDER BY g.submission_id, g.kind, g.created_at DESC, g.id DESC
    ) counting
    WHERE ${id}::int IS NULL OR id = ${id}::int
    ORDER BY id`)
  return rows.map((row) => ({ ...row, kind: row.kind.toUpperCase() as GradeKind }))
}
