import { instrumentJson } from '../instruments/index.ts'
import { markedFile } from '../media/index.ts'
import { list, object, orNull, time, value } from '../sql.ts'

/** The newest grade of a kind of `submissions s`, which counts; null without one. */
const gradeJson = (kind: 'teacher' | 'self'): string =>
  orNull(
    `SELECT ${object({
      id: 'g.id',
      submissionId: 'g.submission_id',
      graderId: 'g.grader_id',
      kind: `'"${kind.toUpperCase()}"'`,
      rhythm: orNull('g.rhythm'),
      tone: orNull('g.tone'),
      expression: orNull('g.expression'),
      createdAt: time('g.created_at'),
    })} FROM grades g WHERE g.submission_id = s.id AND g.kind = '${kind}' ORDER BY g.created_at DESC, g.id DESC LIMIT 1`,
  )

/**
 * The fields of `submissions s` as `toSubmission` makes them, with what `joinInstrument` joins.
 * @param mark the parameter that is given `fileMark`
 */
export const submissionFields = (mark: string): Record<string, string> => ({
  id: 's.id',
  courseAssignmentId: 's.course_assignment_id',
  enrollmentId: 's.enrollment_id',
  index: 's.index',
  content: value('s.content'),
  submittedAt: time('s.submitted_at'),
  partId: orNull('s.part_id'),
  instrument: instrumentJson,
  attachments: list(
    object({
      id: 'at.id',
      file: value('at.file'),
      contentType: value('at.content_type'),
      sizeBytes: orNull('at.size_bytes'),
      sha256: orNull(value('at.sha256')),
      submittedAt: time('at.submitted_at'),
      url: markedFile(mark, 'at.file'),
    }),
    {
      from: 'FROM submission_attachments at WHERE at.submission_id = s.id',
      orderBy: 'at.submitted_at DESC, at.id DESC',
    },
  ),
  grade: gradeJson('teacher'),
  selfGrade: gradeJson('self'),
})

/** A CTE: of each student of the course the latest submission for a piece (by its slug) and an activity type. */
export const latestOf = (pieceSlug: string, activityType: string): string => `latest AS MATERIALIZED (
  SELECT DISTINCT ON (s.enrollment_id) s.*
  FROM asked JOIN course_assignments ca ON ca.course_id = asked.course_id
  JOIN submissions s ON s.course_assignment_id = ca.id
  WHERE ca.piece_id = (SELECT id FROM pieces WHERE slug = ${pieceSlug})
    AND ca.activity_id IN (SELECT a.id FROM activities a JOIN activity_types t ON t.id = a.activity_type_id
      WHERE t.name = ${activityType})
  ORDER BY s.enrollment_id, s.submitted_at DESC, s.id DESC
)`
