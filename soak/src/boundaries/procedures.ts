/** How each procedure is called, by whom it may be, about what. */
import type { Who } from '../town/people.ts'
import type { Secrets } from '../town/secrets.ts'
import type { Target } from '../town/targets.ts'
import { wav } from '../town/uploads.ts'

export type Call = {
  /** Who may, where all that it names is of their own course. */
  by: Who
  /** Where it takes a file, which JSON cannot bring: it is refused here always, and let in by a route of `files.ts`. */
  takesFile?: true
  input?: (about: Target, own: Secrets) => unknown
}

const dates = { startDate: '2026-08-20', endDate: '2026-12-18' }
const rosterFile = Buffer.from('Walked In,walked-in-by-file,long enough,7').toString('base64')

const administrator = (input?: Call['input']): Call => ({ by: 'administrator', ...(input ? { input } : {}) })
const teacher = (input?: Call['input']): Call => ({ by: 'teacher', ...(input ? { input } : {}) })
const student = (input?: Call['input']): Call => ({ by: 'student', ...(input ? { input } : {}) })
const researcher = (input?: Call['input']): Call => ({ by: 'researcher', ...(input ? { input } : {}) })
const file = (call: Call): Call => ({ ...call, takesFile: true })

const inCourse = ({ course }: Target) => ({ course })
const onAssignment = ({ course, assignmentId }: Target) => ({ course, courseAssignmentId: assignmentId })
const upload = { filename: 'take.wav', body: wav.toString('latin1') }

export const calls: Record<string, Call> = {
  'auth.signIn': { by: 'anonymous', input: ({ username }, { password }) => ({ username, password }) },
  'auth.signOut': student(),
  'auth.me': student(),
  'auth.sessions': student(),
  'auth.endSession': student(({ sessionId }) => ({ id: sessionId })),
  'auth.changePassword': student((_, { password }) => ({ currentPassword: password, newPassword: 'long enough' })),
  'auth.requestReset': { by: 'anonymous', input: (_, { email }) => ({ email }) },
  'auth.resetPassword': {
    by: 'anonymous',
    input: (_, { resetToken }) => ({ token: resetToken, newPassword: 'long enough' }),
  },
  'users.create': administrator(() => ({ username: 'walked-in', password: 'long enough' })),
  'users.setPassword': administrator(({ username }) => ({ username, password: 'long enough' })),
  'users.search': administrator(({ username }) => ({ search: username })),
  'users.setActive': administrator(({ username }) => ({ username, active: false })),
  'users.inviteTeachers': administrator(() => ({ addresses: 'new@example.org' })),
  'users.invitation': { by: 'anonymous', input: (_, { invitationToken }) => ({ token: invitationToken }) },
  'users.acceptInvitation': {
    by: 'anonymous',
    input: (_, { invitationToken }) => ({
      token: invitationToken,
      username: 'invited',
      name: 'Invited',
      password: 'long enough',
    }),
  },
  'users.updateStudent': teacher(({ username }) => ({ username, grade: '8' })),
  'users.resetStudentPassword': teacher(({ enrollmentId }) => ({ enrollmentId })),
  'courses.list': teacher(() => ({})),
  'courses.waiting': teacher(),
  'courses.create': teacher(() => ({ name: 'Walked In', ...dates })),
  'courses.get': student(inCourse),
  'courses.update': teacher(({ course }) => ({ course, name: 'Changed' })),
  'courses.archive': teacher(inCourse),
  'enrollments.mine': student(),
  'enrollments.get': student(({ enrollmentId }) => ({ id: enrollmentId })),
  'enrollments.enroll': teacher(({ course, joinerId }) => ({ course, user: { id: joinerId } })),
  'enrollments.changeInstrument': teacher(({ enrollmentId }) => ({ id: enrollmentId, instrumentId: 1 })),
  'enrollments.remove': teacher(({ idleEnrollmentId }) => ({ id: idleEnrollmentId })),
  'roster.list': teacher(inCourse),
  'roster.preview': teacher(({ course }) => ({ course, file: rosterFile })),
  'roster.import': teacher(({ course }) => ({ course, file: rosterFile })),
  'instruments.list': student(),
  'instruments.get': student(() => ({ id: 1 })),
  'music.pieces': student(() => ({})),
  'music.piece': student(({ pieceId }) => ({ id: pieceId })),
  'music.choices': student(),
  'music.createPiece': teacher(() => ({ name: 'Walked In', ensembleType: 'Band', parts: [] })),
  'music.deletePiece': administrator(() => ({ id: 6 })),
  'music.updatePiece': administrator(({ pieceId }) => ({ id: pieceId, name: 'Changed' })),
  'music.pieceUse': administrator(({ pieceId }) => ({ id: pieceId })),
  'music.attachRecording': file(administrator(({ pieceId }) => ({ place: { pieceId }, ...upload }))),
  'music.removeRecording': administrator(() => ({ place: { pieceId: 6 } })),
  'plans.ofCourse': teacher(inCourse),
  'plans.all': teacher(),
  'plans.activities': teacher(),
  'plans.createPlan': teacher(({ pieceId }) => ({ name: 'Walked In', pieceId, activityIds: [1] })),
  'plans.updatePlan': teacher(({ planId }) => ({ id: planId, name: 'Changed' })),
  'plans.use': teacher(({ planId }) => ({ id: planId })),
  'plans.curricula': teacher(inCourse),
  'plans.createCurriculum': teacher(({ course, planId }) => ({ course, name: 'Walked In', planIds: [planId] })),
  'plans.updateCurriculum': teacher(({ curriculumId }) => ({ id: curriculumId, name: 'Changed' })),
  'assignments.assignPiece': teacher(({ course, pieceId }) => ({ course, pieceId })),
  'assignments.assignPlan': teacher(({ course, planId }) => ({ course, planId })),
  'assignments.assignCurriculum': teacher(({ course, curriculumId }) => ({ course, curriculumId })),
  'assignments.placeLateJoiners': teacher(inCourse),
  'assignments.swapMembers': teacher((about) => ({
    course: about.course,
    first: { enrollmentId: about.enrollmentId, courseAssignmentId: about.groupAssignmentId },
    second: { enrollmentId: about.otherEnrollmentId, courseAssignmentId: about.otherGroupAssignmentId },
  })),
  'assignments.unassign': teacher(({ course }) => ({ course, pieceId: 5 })),
  'assignments.changeInstrument': teacher(({ course, pieceId }) => ({ course, pieceId, instrumentId: 2 })),
  'assignments.setMyInstrument': student(({ course, pieceId }) => ({ course, pieceId, instrumentId: 2 })),
  'assignments.setOverride': teacher((about) => ({
    ...onAssignment(about),
    enrollmentId: about.enrollmentId,
    deadline: '2026-05-02',
  })),
  'assignments.setDeadlines': teacher(({ course, assignmentId }) => ({
    course,
    deadlines: [{ courseAssignmentId: assignmentId, deadline: '2026-05-02' }],
  })),
  'assignments.ofCourse': teacher(inCourse),
  'assignments.groups': teacher(inCourse),
  'assignments.preview': teacher(({ course, planId }) => ({ course, source: { planId } })),
  'assignments.list': student(inCourse),
  'assignments.mine': student(inCourse),
  'assignments.ofStudent': teacher(({ course, enrollmentId }) => ({ course, enrollmentId })),
  'assignments.get': student(({ course, assignmentId }) => ({ course, id: assignmentId })),
  'assignments.activities': teacher(inCourse),
  'submissions.create': student((about) => ({ ...onAssignment(about), content: 'walked in' })),
  'submissions.handIn': file(student((about) => ({ ...onAssignment(about), ...upload }))),
  'submissions.mine': student(onAssignment),
  'submissions.get': student(({ course, submissionId }) => ({ course, id: submissionId })),
  'submissions.recent': teacher(({ course, pieceSlug }) => ({ course, pieceSlug, activityType: 'Bassline' })),
  'submissions.standings': teacher(inCourse),
  'submissions.forGrading': teacher(({ course, submissionId }) => ({ course, id: submissionId })),
  'submissions.takes': teacher((about) => ({ ...onAssignment(about), enrollmentId: about.enrollmentId })),
  'submissions.watch': teacher(inCourse),
  'grades.grade': teacher(({ course, submissionId, teacherId }) => ({
    course,
    submissionId,
    graderId: teacherId,
    rhythm: 4,
  })),
  'grades.gradeSelf': student(({ course, submissionId }) => ({ course, submissionId, rhythm: 4 })),
  'grades.history': student(({ course, submissionId }) => ({ course, submissionId })),
  'grades.ofCourse': teacher(inCourse),
  'grades.get': teacher(({ course, gradeId }) => ({ course, id: gradeId })),
  'grades.change': teacher(({ course, gradeId }) => ({ course, id: gradeId, tone: 3 })),
  'grades.remove': teacher(({ course, gradeId }) => ({ course, id: gradeId })),
  'attachments.create': file(student(({ course, submissionId }) => ({ course, submissionId, ...upload }))),
  'attachments.list': student(({ course, submissionId }) => ({ course, id: submissionId })),
  'configs.list': student(),
  'configs.get': student(({ configId }) => ({ id: configId })),
  'configs.create': student(() => ({ name: 'Walked In' })),
  'configs.update': student(({ configId }) => ({ id: configId, description: 'Changed' })),
  'configs.delete': student(({ configId }) => ({ id: configId })),
  'configs.attach': file(student(({ configId }) => ({ id: configId, ...upload }))),
  'progress.open': student(onAssignment),
  'progress.logEvent': student((about) => ({ ...onAssignment(about), operation: 'play', step: 1 })),
  'progress.logEvents': student((about) => ({
    ...onAssignment(about),
    events: [{ key: '0b5b4a0e-6a49-4c0b-9d62-0d0f4c2b7a11', operation: 'play', step: 1, ago: 0 }],
  })),
  'progress.submitStep': student((about) => ({ ...onAssignment(about), step: 1 })),
  'progress.saveResponse': student((about) => ({ ...onAssignment(about), questionId: 'q1', response: 'yes' })),
  'progress.saveAudioState': student((about) => ({ ...onAssignment(about), metadata: {} })),
  'progress.ofAssignment': teacher(onAssignment),
  'research.export': researcher(({ course }) => ({ course })),
  'research.codebook': researcher(),
  'research.choices': researcher(),
  'research.submissionsOverTime': researcher(inCourse),
  'research.ratingsByActivity': researcher(inCourse),
  'research.teacherAndSelf': researcher(inCourse),
  'audit.list': administrator(({ course, username }) => ({ course, person: username })),
  'removals.list': teacher(inCourse),
  'removals.restore': teacher(({ removalId }) => ({ id: removalId })),
}
