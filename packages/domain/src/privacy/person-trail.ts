/** What a person did, step by step, and what the audit trail has by them and about them. */
import type { Ctx } from '../context.ts'

type EventRow = { progressId: number; at: Date; step: number; operation: string; data: unknown }

/** Events of a person's activities, by the progress that they belong to. */
export const eventsOf = async ({ db }: Pick<Ctx, 'db'>, userId: number) => {
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT v.progress_id AS "progressId", v.at, v.step, v.operation, v.data
    FROM activity_events v JOIN activity_progress p ON p.id = v.progress_id JOIN enrollments e ON e.id = p.enrollment_id
    WHERE e.user_id = ${userId} ORDER BY v.id`
  const byProgress = new Map<number, Omit<EventRow, 'progressId'>[]>()
  for (const { progressId, ...event } of rows) {
    const events = byProgress.get(progressId) ?? []
    events.push(event)
    byProgress.set(progressId, events)
  }
  return byProgress
}

type AuditRow = {
  at: Date
  by: string
  action: string
  subjectType: string
  /** Of an entry by others about many, such as an import, this person's alone. */
  subjectIds: number[]
  course: string | null
  data: unknown
}

/** Entries by a person, and about the account, enrollments or work of a person, the oldest first. */
export const trailOf = ({ db }: Pick<Ctx, 'db'>, userId: number): Promise<AuditRow[]> => db.$queryRaw<AuditRow[]>`
  WITH about (kind, id) AS (
    SELECT 'User', ${userId}::int
    UNION ALL SELECT 'Enrollment', id FROM enrollments WHERE user_id = ${userId}
    UNION ALL SELECT 'Submission', s.id FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id
      WHERE e.user_id = ${userId}
    UNION ALL SELECT 'Grade', g.id FROM grades g JOIN submissions s ON s.id = g.submission_id
      JOIN enrollments e ON e.id = s.enrollment_id WHERE e.user_id = ${userId}
    UNION ALL SELECT 'SubmissionAttachment', a.id FROM submission_attachments a JOIN submissions s ON s.id = a.submission_id
      JOIN enrollments e ON e.id = s.enrollment_id WHERE e.user_id = ${userId}
  )
  SELECT t.at, CASE WHEN t.actor_id = ${userId} THEN 'themselves' ELSE t.actor_kind END AS by, t.action,
    t.subject_type AS "subjectType", CASE WHEN t.actor_id = ${userId} THEN t.subject_ids ELSE mine.ids END AS "subjectIds",
    c.slug AS course,
    -- What somebody did to others may name them.
    CASE WHEN mine.ids = '{}' AND (t.subject_type IN ('User', 'Enrollment', 'Invitation') OR t.action LIKE 'django.%')
      THEN NULL ELSE t.data END AS data
  FROM audit_entries t LEFT JOIN courses c ON c.id = t.course_id
  CROSS JOIN LATERAL (SELECT ARRAY(SELECT id FROM about WHERE kind = t.subject_type AND id = ANY (t.subject_ids))) AS mine (ids)
  WHERE t.actor_id = ${userId} OR mine.ids <> '{}'
  ORDER BY t.id`
