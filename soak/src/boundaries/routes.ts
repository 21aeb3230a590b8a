/** How each operation of the REST surface is asked for, by whom it may be, about what; under its name in the description. */
import type { Who } from '../town/people.ts'
import type { Secrets } from '../town/secrets.ts'
import type { Target } from '../town/targets.ts'
import { wav } from '../town/uploads.ts'

export type Route = {
  by: Who
  /** What stands in its path, in order. */
  path?: (about: Target) => (string | number)[]
  query?: (about: Target) => Record<string, string>
  body?: (about: Target, own: Secrets) => object
  /** Sent as the file of a form. */
  file?: Buffer
}

const roster = Buffer.from('fullname,username,password,grade\nWalked In,walked-in-by-file,long enough,7\n')
const dates = { start_date: '2026-08-20', end_date: '2026-12-18' }

const slug = ({ course }: Target) => [course]
const onAssignment = ({ course, assignmentId }: Target) => [course, assignmentId]
const onSubmission = ({ course, assignmentId, submissionId }: Target) => [course, assignmentId, submissionId]
const onGrade = ({ course, gradeId }: Target) => [course, gradeId]
const progress = 'POST /api/courses/{slug}/assignments/{assignment}/activity-progress/'
const own = '/api/courses/{slug}/assignments/{assignment}/submissions/'

export const routes: Record<string, Route> = {
  'GET /dashboards/export/csv/': { by: 'administrator' },
  'POST /auth-token/': { by: 'anonymous', body: ({ username }, { password }) => ({ username, password }) },
  'DELETE /auth-token/': { by: 'student' },
  'GET /api/users/': { by: 'student' },
  'GET /api/users/me/': { by: 'student' },
  'POST /api/users/bulk_create_teachers/': { by: 'administrator', file: Buffer.from('new@example.org\n') },
  'GET /api/users/{username}/': { by: 'student', path: ({ username }) => [username] },
  'PUT /api/users/{username}/': { by: 'teacher', path: ({ username }) => [username], body: () => ({ grade: '8' }) },
  'PATCH /api/users/{username}/': { by: 'teacher', path: ({ username }) => [username], body: () => ({ grade: '8' }) },
  'GET /api/enrollments/': { by: 'student' },
  'POST /api/enrollments/': {
    by: 'teacher',
    body: ({ courseId, joinerId }) => ({ user: joinerId, course: courseId, role: 2 }),
  },
  'GET /api/enrollments/{id}/': { by: 'student', path: ({ enrollmentId }) => [enrollmentId] },
  'PUT /api/enrollments/{id}/': {
    by: 'teacher',
    path: ({ enrollmentId }) => [enrollmentId],
    body: () => ({ instrument: 1 }),
  },
  'PATCH /api/enrollments/{id}/': {
    by: 'teacher',
    path: ({ enrollmentId }) => [enrollmentId],
    body: () => ({ instrument: 1 }),
  },
  'DELETE /api/enrollments/{id}/': { by: 'teacher', path: ({ idleEnrollmentId }) => [idleEnrollmentId] },
  'POST /api/courses/': {
    by: 'teacher',
    body: ({ teacherId }) => ({ name: 'Walked In', slug: 'walked-in', owner: teacherId, ...dates }),
  },
  'GET /api/courses/{slug}/': { by: 'student', path: slug },
  'PUT /api/courses/{slug}/': { by: 'teacher', path: slug, body: () => ({ name: 'Changed', ...dates }) },
  'PATCH /api/courses/{slug}/': { by: 'teacher', path: slug, body: () => ({ name: 'Changed' }) },
  'GET /api/courses/{slug}/roster/': { by: 'teacher', path: slug },
  'POST /api/courses/{slug}/roster/': { by: 'teacher', path: slug, file: roster },
  'POST /api/courses/{slug}/assign/': { by: 'teacher', path: slug, body: ({ pieceId }) => ({ piece_id: pieceId }) },
  'POST /api/courses/{slug}/assign_piece_plan/': {
    by: 'teacher',
    path: slug,
    body: ({ planId }) => ({ piece_plan_id: planId }),
  },
  'POST /api/courses/{slug}/assign_curriculum/': {
    by: 'teacher',
    path: slug,
    body: ({ curriculumId }) => ({ curriculum_id: curriculumId }),
  },
  'POST /api/courses/{slug}/unassign/': { by: 'teacher', path: slug, body: () => ({ piece_id: 5 }) },
  'PATCH /api/courses/{slug}/change_piece_instrument/': {
    by: 'teacher',
    path: slug,
    body: ({ pieceId }) => ({ piece_id: pieceId, instrument_id: 2 }),
  },
  'GET /api/courses/{slug}/assignments/': { by: 'student', path: slug },
  'GET /api/courses/{slug}/assignments/{id}/': { by: 'student', path: onAssignment },
  'GET /api/courses/{slug}/activities/': { by: 'teacher', path: slug },
  'GET /api/courses/{slug}/activities/{id}/': { by: 'teacher', path: ({ course }) => [course, 1] },
  'GET /api/courses/{slug}/piece-plans/': { by: 'teacher', path: slug },
  'GET /api/courses/{slug}/piece-plans/{id}/': { by: 'teacher', path: ({ course, planId }) => [course, planId] },
  'GET /api/courses/{slug}/submissions/': { by: 'teacher', path: slug },
  'GET /api/courses/{slug}/submissions/recent/': {
    by: 'teacher',
    path: slug,
    query: ({ pieceSlug }) => ({ piece_slug: pieceSlug, activity_name: 'Bassline' }),
  },
  'GET /api/courses/{slug}/submissions/{id}/': {
    by: 'teacher',
    path: ({ course, submissionId }) => [course, submissionId],
  },
  'GET /api/courses/{slug}/grades/': { by: 'teacher', path: slug },
  'POST /api/courses/{slug}/grades/': {
    by: 'teacher',
    path: slug,
    body: ({ submissionId, teacherId }) => ({
      grader: teacherId,
      student_submission: [submissionId],
      own_submission: [],
      rhythm: 4,
    }),
  },
  'GET /api/courses/{slug}/grades/{id}/': { by: 'teacher', path: onGrade },
  'PUT /api/courses/{slug}/grades/{id}/': {
    by: 'teacher',
    path: onGrade,
    body: ({ submissionId, teacherId }) => ({
      grader: teacherId,
      student_submission: [submissionId],
      own_submission: [],
      rhythm: 3,
    }),
  },
  'PATCH /api/courses/{slug}/grades/{id}/': { by: 'teacher', path: onGrade, body: () => ({ rhythm: 3 }) },
  'DELETE /api/courses/{slug}/grades/{id}/': { by: 'teacher', path: onGrade },
  [`GET ${own}`]: { by: 'student', path: onAssignment },
  [`POST ${own}`]: { by: 'student', path: onAssignment, body: () => ({ content: 'walked in' }) },
  [`GET ${own}{submission}/`]: { by: 'student', path: onSubmission },
  [`GET ${own}{submission}/attachments/`]: { by: 'student', path: onSubmission },
  [`POST ${own}{submission}/attachments/`]: { by: 'student', path: onSubmission, file: wav },
  [`GET ${own}{submission}/attachments/{id}/`]: {
    by: 'student',
    path: (about) => [...onSubmission(about), about.attachmentId],
  },
  [progress.replace('POST', 'GET')]: { by: 'student', path: onAssignment },
  [`${progress}log_event/`]: { by: 'student', path: onAssignment, body: () => ({ operation: 'play', step: 1 }) },
  [`${progress}submit_step/`]: { by: 'student', path: onAssignment, body: () => ({ step: 1 }) },
  [`${progress}save_response/`]: {
    by: 'student',
    path: onAssignment,
    body: () => ({ question_id: 'q1', response: 'yes' }),
  },
  [`${progress}save_audio_state/`]: { by: 'student', path: onAssignment, body: () => ({ metadata: {} }) },
  'GET /api/instruments/': { by: 'student' },
  'GET /api/instruments/{id}/': { by: 'student', path: () => [1] },
  'GET /api/pieces/': { by: 'student' },
  'POST /api/pieces/': {
    by: 'teacher',
    body: () => ({ name: 'Walked In', ensemble_type: 'Band', accompaniment: '', parts: [] }),
  },
  'GET /api/pieces/{id}/': { by: 'student', path: ({ pieceId }) => [pieceId] },
  'GET /api/configs/': { by: 'student' },
  'POST /api/configs/': { by: 'student', body: () => ({ name: 'Walked In' }) },
  'GET /api/configs/{id}/': { by: 'student', path: ({ configId }) => [configId] },
  'PUT /api/configs/{id}/': { by: 'student', path: ({ configId }) => [configId], body: () => ({ name: 'Changed' }) },
  'PATCH /api/configs/{id}/': { by: 'student', path: ({ configId }) => [configId], body: () => ({ name: 'Changed' }) },
  'DELETE /api/configs/{id}/': { by: 'student', path: ({ configId }) => [configId] },
  'GET /api/schema/': { by: 'anonymous' },
}
