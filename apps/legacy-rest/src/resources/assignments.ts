import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import type { Links } from '../links.ts'
import { objectOf, remembered, textsOf, written } from '../written.ts'
import { activity, planType, toActivity } from './activities.ts'
import { day, time } from './common.ts'
import { toCourse } from './courses.ts'
import { type Enrollment, enrollment, roleName } from './enrollments.ts'
import { grade, toGradeOrNull } from './grades.ts'
import { instrument, toInstrumentOrNull } from './instruments.ts'
import { type Part, part, partsOf } from './music.ts'
import { attachment, type SubmissionRow, submission, toAttachment, toSubmission } from './submissions.ts'
import { toUser } from './users.ts'

const group = z
  .strictObject({
    type: planType,
    members: z.array(
      z.strictObject({
        enrollment_id: z.int(),
        enrollment_username: z.string(),
        activity_type_name: z.string(),
        assignment_submitted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AssignmentGroup' })

type GroupRow = Outputs['assignments']['get']['group']

const toGroup = (row: GroupRow): z.infer<typeof group> | null =>
  row && {
    type: 'telephone_fixed',
    members: row.members.map((member) => ({
      enrollment_id: member.enrollmentId,
      enrollment_username: member.username,
      activity_type_name: member.activityType,
      assignment_submitted: member.submitted,
    })),
  }

const listedAssignment = z
  .strictObject({
    id: z.int(),
    activity: z.int(),
    activity_type_name: z.string(),
    activity_type_category: z.string(),
    activity_body: z.string(),
    part_type: z.string().nullable(),
    piece_name: z.string(),
    piece_id: z.int(),
    piece_slug: z.string(),
    instrument: z.string().nullable(),
    transposition: z.string().nullable(),
    group: group.nullable(),
    part: part.nullable(),
    submissions: z.array(submission),
  })
  .meta({ id: 'ListedAssignment' })

/** Assignments by the slugs of their pieces. */
export const assignmentList = z.record(z.string(), z.array(listedAssignment)).meta({ id: 'AssignmentList' })
export type AssignmentList = z.infer<typeof assignmentList>

type Pieces = Outputs['assignments']['mine']
type TeachersPieces = Extract<Outputs['assignments']['list'], { as: 'teacher' }>['pieces']
type AnyRow = Pieces[number]['assignments'][number] | TeachersPieces[number]['assignments'][number]
type Own = Pick<z.infer<typeof listedAssignment>, 'instrument' | 'transposition' | 'group' | 'submissions'>

/** A part stands in the list once for each of its assignments: its text is made once. */
const byPiece = <Row extends AnyRow>(
  links: Links,
  pieces: { piece: Outputs['music']['piece']; assignments: Row[] }[],
  own: (row: Row) => Own,
): AssignmentList => {
  const parts = textsOf(
    partsOf(
      links,
      pieces.map(({ piece }) => piece),
    ),
  )
  const lists = Object.fromEntries(
    pieces.map(({ piece, assignments }) => [
      piece.slug,
      assignments.map((row) =>
        objectOf(
          {
            id: row.id,
            activity: row.activity.id,
            activity_type_name: row.activity.type,
            activity_type_category: row.activity.category,
            activity_body: row.activity.body,
            part_type: row.activity.partType,
            piece_name: piece.name,
            piece_id: piece.id,
            piece_slug: piece.slug,
          },
          ['part', parts.get(row.partId ?? 0) ?? 'null'],
          own(row),
        ),
      ),
    ]),
  )
  const texts = Object.entries(lists).map(([slug, rows]) => `${JSON.stringify(slug)}:[${rows.join(',')}]`)
  return written<AssignmentList>(`{${texts.join(',')}}`)
}

export const toStudentsList = (links: Links, pieces: Pieces): AssignmentList =>
  byPiece(links, pieces, (row) => ({
    instrument: row.instrument?.name ?? null,
    transposition: row.instrument?.transposition.name ?? null,
    group: toGroup(row.group),
    submissions: row.submissions.map((each) => toSubmission(links, each)),
  }))

/** A teacher sees what the course has, and nothing of any one student. */
export const toTeachersList = (links: Links, pieces: TeachersPieces): AssignmentList =>
  byPiece(links, pieces, () => ({ instrument: null, transposition: null, group: null, submissions: [] }))

/** One assignment of one person in full. */
export const assignment = z
  .strictObject({
    activity,
    deadline: day.nullable(),
    instrument: instrument.nullable(),
    part: part.nullable(),
    id: z.int(),
    enrollment,
    submissions: z.array(submission),
    /** Its id. */
    group: z.int().nullable(),
  })
  .meta({ id: 'Assignment' })
export type Assignment = z.infer<typeof assignment>

export const toAssignment = (links: Links, row: Outputs['assignments']['get'], who: Enrollment): Assignment => ({
  activity: toActivity(row.activity),
  deadline: row.deadline,
  instrument: toInstrumentOrNull(row.instrument),
  part: partOf(links, row),
  id: row.id,
  enrollment: who,
  submissions: row.submissions.map((each) => toSubmission(links, each)),
  group: row.group?.id ?? null,
})

const partOf = (links: Links, { piece, part: row }: Outputs['assignments']['get']): Part | null =>
  row && (partsOf(links, [{ ...piece, parts: [row] }]).get(row.id) ?? null)

/** A submission as whoever grades it sees it: with instrument and part as they were when it was made. */
export const submissionForGrading = z
  .strictObject({
    id: z.int(),
    assignment,
    submitted: time,
    content: z.string(),
    attachments: z.array(attachment),
    grade: grade.nullable(),
    self_grade: grade.nullable(),
  })
  .meta({ id: 'SubmissionForGrading' })

type ForGrading = Outputs['submissions']['forGrading']
type InstrumentRow = ForGrading['submissions'][number]['enrollment']['instrument']

/** Each as its text: activity, part and course are the same for hundreds of them, and instruments for dozens. */
const textsForGrading = (links: Links, { submissions, activities, pieces }: ForGrading, course: Course): string[] => {
  const activityTexts = textsOf(new Map(activities.map((row) => [row.id, toActivity(row)])))
  const parts = textsOf(partsOf(links, pieces))
  const ofCourse = JSON.stringify(toCourse(links, course))
  const instrumentText = remembered((row: InstrumentRow) => row?.id, toInstrumentOrNull)
  return submissions.map(({ id, takes, assignment, enrollment, student }) => {
    const row = takes.find((take) => take.id === id) as SubmissionRow
    const role = JSON.stringify(roleName(enrollment.role))
    const attachments = row.attachments.map((each) => toAttachment(links, each))
    const takeTexts = takes.map((take) => JSON.stringify(toSubmission(links, take))).join(',')
    return (
      `{"id":${id},"assignment":{"activity":${activityTexts.get(assignment.activityId)},` +
      `"deadline":${JSON.stringify(assignment.deadline)},"instrument":${instrumentText(row.instrument)},` +
      `"part":${parts.get(row.partId ?? 0) ?? 'null'},"id":${assignment.id},` +
      `"enrollment":{"id":${enrollment.id},"course":${ofCourse},"instrument":${instrumentText(enrollment.instrument)},` +
      `"role":${role},"user":${JSON.stringify(toUser(links, student))}},` +
      `"submissions":[${takeTexts}],"group":${assignment.group?.id ?? null}},` +
      `"submitted":${JSON.stringify(row.submittedAt)},"content":${JSON.stringify(row.content)},` +
      `"attachments":${JSON.stringify(attachments)},"grade":${JSON.stringify(toGradeOrNull(row.grade))},` +
      `"self_grade":${JSON.stringify(toGradeOrNull(row.selfGrade))}}`
    )
  })
}

type Course = Outputs['courses']['get']
type SubmissionForGrading = z.infer<typeof submissionForGrading>

export const toSubmissionsForGrading = (links: Links, found: ForGrading, course: Course): SubmissionForGrading[] =>
  written(`[${textsForGrading(links, found, course).join(',')}]`)

export const toSubmissionForGrading = (
  links: Links,
  found: ForGrading,
  course: Course,
): SubmissionForGrading | null => {
  const [text] = textsForGrading(links, found, course)
  return text === undefined ? null : written(text)
}
