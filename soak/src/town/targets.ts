/** What requests are about: things of a course, by its first student. */
import { ask, callOf, decoded } from './ask.ts'
import { markOf } from './marks.ts'
import type { Served } from './serve.ts'
import { beginUpload } from './uploads.ts'

/** What of a course can be named in a request. */
export type Target = {
  course: string
  courseId: number
  pieceId: number
  pieceSlug: string
  planId: number
  curriculumId: number
  /** With a submission of the student's. */
  assignmentId: number
  /** Of a group of the student and another. */
  groupAssignmentId: number
  otherGroupAssignmentId: number
  enrollmentId: number
  otherEnrollmentId: number
  /** Of somebody who handed nothing in. */
  idleEnrollmentId: number
  studentId: number
  teacherId: number
  username: string
  submissionId: number
  gradeId: number
  attachmentId: number
  /** A media key. */
  file: string
  configId: number
  removalId: number
  sessionId: number
  /** Somebody who can be enrolled. */
  joinerId: number
  /** A begun upload of the student's. */
  uploadId: string
}

/** @throws {Error} where there is none */
export const first = async <T>(served: Served, sql: string): Promise<T> => {
  const { rows } = await served.database.pool.query(sql)
  if (!rows[0]) throw new Error(`There is no row: ${sql}`)
  return rows[0] as T
}

/** What a course's student and teacher have, and what they do first: an upload begun, a grade taken away. */
export const targetOf = async (served: Served, course: number, tokens: { student: string; teacher: string }) => {
  const found = await first<Omit<Target, 'removalId' | 'joinerId' | 'uploadId'>>(
    served,
    `SELECT c.slug AS course, c.id AS "courseId", p.id AS "pieceId", p.slug AS "pieceSlug",
      plan.id AS "planId", cu.id AS "curriculumId", s.course_assignment_id AS "assignmentId",
      g1.course_assignment_id AS "groupAssignmentId", g2.course_assignment_id AS "otherGroupAssignmentId",
      e.id AS "enrollmentId", g2.enrollment_id AS "otherEnrollmentId", idle.id AS "idleEnrollmentId",
      u.id AS "studentId", c.owner_id AS "teacherId", u.username,
      s.id AS "submissionId", g.id AS "gradeId", a.id AS "attachmentId", a.file, ic.id AS "configId", se.id AS "sessionId"
    FROM courses c
    JOIN curricula cu ON cu.course_id = c.id
    JOIN curriculum_entries ce ON ce.curriculum_id = cu.id JOIN piece_plans plan ON plan.id = ce.piece_plan_id
    JOIN enrollments e ON e.course_id = c.id AND e.role = 'student' JOIN users u ON u.id = e.user_id
    JOIN enrollments idle ON idle.course_id = c.id AND idle.id % 100000000 > 400000
    JOIN group_assignments g1 ON g1.enrollment_id = e.id
    JOIN group_assignments g2 ON g2.group_id = g1.group_id AND g2.id > g1.id
    JOIN submissions s ON s.enrollment_id = e.id JOIN course_assignments ca ON ca.id = s.course_assignment_id
    JOIN pieces p ON p.id = ca.piece_id JOIN grades g ON g.submission_id = s.id
    JOIN submission_attachments a ON a.submission_id = s.id
    JOIN instrument_configs ic ON ic.user_id = u.id JOIN sessions se ON se.user_id = u.id
    WHERE c.name LIKE '%' || '${markOf([course])}' || '%' ORDER BY s.id LIMIT 1`,
  )
  const spare = await first<{ id: number }>(
    served,
    `SELECT g.id FROM grades g JOIN submissions s ON s.id = g.submission_id JOIN enrollments e ON e.id = s.enrollment_id
    WHERE e.course_id = ${found.courseId} AND e.id <> ${found.enrollmentId} ORDER BY g.id LIMIT 1`,
  )
  const removed = await ask(served.address, {
    ...callOf('grades.remove', { _def: { type: 'mutation' } }, { course: found.course, id: spare.id }),
    token: tokens.teacher,
  })
  if (removed.status !== 200) throw new Error(`A grade could not be removed: ${decoded(removed.text)}`)
  const uploadId = await beginUpload(served, found, tokens.student)
  const { id: removalId } = await first<{ id: number }>(
    served,
    `SELECT id FROM removals WHERE course_id = ${found.courseId}`,
  )
  const { id: joinerId } = await first<{ id: number }>(served, `SELECT id FROM users WHERE username = 'newcomer'`)
  return { ...found, removalId, joinerId, uploadId }
}
