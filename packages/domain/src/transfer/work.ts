/** What students handed in, and the grades for it. */
import type { GradeKind } from '@cpr/db'
import { append, type Conversion, carryOver } from './conversion.ts'
import type { Row } from './tables.ts'

/** Where work belongs: to a student's assignment, played on an instrument from a part. */
export type Place = {
  courseAssignmentId: number
  enrollmentId: number
  instrumentId: number | null
  partId: number | null
}

/** @returns the reason where work belongs nowhere */
export type Placing = (row: Row<'submissions_submission'>) => Place | string

/** After the remodel: work says itself where it belongs. */
export const ownPlace =
  ({ ids }: Conversion): Placing =>
  ({ course_assignment_id, enrollment_id, instrument_id, part_id }) => {
    const courseAssignmentId = ids('course_assignments').get(course_assignment_id)
    const enrollmentId = ids('enrollments').get(enrollment_id)
    if (courseAssignmentId === null) return `assignment ${course_assignment_id}`
    if (enrollmentId === null) return `enrollment ${enrollment_id}`
    return {
      courseAssignmentId,
      enrollmentId,
      instrumentId: ids('instruments').get(instrument_id),
      partId: ids('parts').get(part_id),
    }
  }

/** Before the remodel: where the assignment it was for has gone. */
export const oldPlace =
  (places: Map<number, Place>): Placing =>
  ({ assignment_id }) =>
    places.get(assignment_id ?? 0) ?? `assignment ${assignment_id}`

export const convertWork = async (conversion: Conversion, placeOf: Placing): Promise<void> => {
  const uses = await convertSubmissions(conversion, placeOf)
  await convertAttachments(conversion)
  await convertGrades(conversion, uses)
}

/** Which submissions point at a grade, and what for. */
type Uses = Map<number, { submissionId: number; kind: GradeKind }[]>

const convertSubmissions = async (conversion: Conversion, placeOf: Placing): Promise<Uses> => {
  const { ledger, ids } = conversion
  const from = 'submissions_submission'
  const uses: Uses = new Map()
  const use = (gradeId: number | null, submissionId: number, kind: GradeKind): void => {
    if (gradeId !== null) append(uses, gradeId, { submissionId, kind })
  }
  await carryOver(conversion, from, 'submissions', (row) => {
    const { id, index, content, submitted } = row
    const place = placeOf(row)
    if (typeof place === 'string') {
      ledger.found('skipped', from, id, 'missing-row', place)
      return null
    }
    use(row.grade_id, id, 'TEACHER')
    use(row.self_grade_id, id, 'SELF')
    if (row.instrument_id !== null && !ids('instruments').has(row.instrument_id))
      ledger.found('repaired', from, id, 'missing-reference', `instrument ${row.instrument_id}`)
    if (row.part_id !== null && !ids('parts').has(row.part_id))
      ledger.found('repaired', from, id, 'missing-reference', `part ${row.part_id}`)
    if (index === null || index < 0) ledger.found('repaired', from, id, 'attempt-number', String(index))
    return {
      id,
      course_assignment_id: place.courseAssignmentId,
      enrollment_id: place.enrollmentId,
      instrument_id: place.instrumentId,
      part_id: place.partId,
      index: Math.max(index ?? 0, 0),
      content,
      submitted_at: submitted,
    }
  })
  return uses
}

const convertAttachments = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'submissions_submissionattachment'
  await carryOver(conversion, from, 'submission_attachments', ({ id, submission_id, file, submitted }) => {
    const submission = ids('submissions').get(submission_id)
    if (submission === null) {
      ledger.found('skipped', from, id, 'missing-row', `submission ${submission_id}`)
      return null
    }
    if (file === '') {
      ledger.found('skipped', from, id, 'no-file')
      return null
    }
    return {
      id,
      submission_id: submission,
      file,
      content_type: '',
      size_bytes: null,
      sha256: null,
      submitted_at: submitted,
    }
  })
}

/** The nearest mark that there is. */
export const nearestMark = (mark: number | null): number | null =>
  mark === null ? null : Math.min(5, Math.max(1, Math.round(mark * 4) / 4))

const convertGrades = async (conversion: Conversion, uses: Uses): Promise<void> => {
  const { ids, ledger, facts, target, kept } = conversion
  const from = 'submissions_grade'
  const copies: Record<string, unknown>[] = []
  const seen = new Set<number>()
  await carryOver(conversion, from, 'grades', ({ id, grader_id, created_at, ...marks }) => {
    seen.add(id)
    const grader = ids('users').get(grader_id)
    if (grader === null) {
      ledger.found('skipped', from, id, 'missing-row', `grader ${grader_id}`)
      return null
    }
    const rounded = {
      rhythm: nearestMark(marks.rhythm),
      tone: nearestMark(marks.tone),
      expression: nearestMark(marks.expression),
    }
    if (rounded.rhythm !== marks.rhythm || rounded.tone !== marks.tone || rounded.expression !== marks.expression) {
      ledger.found('repaired', from, id, 'grade-range', JSON.stringify(marks))
      kept.push({ subject: 'Grade', id, repair: 'grade-range', was: JSON.stringify(marks) })
    }
    const [first, ...others] = uses.get(id) ?? []
    const row = { id, grader_id: grader, ...rounded, created_at }
    for (const { submissionId, kind } of others) {
      ledger.found('repaired', from, id, 'grade-shared', `submission ${submissionId}`)
      copies.push({ ...row, submission_id: submissionId, kind: kind.toLowerCase() })
    }
    // Of a grade that counts no more nobody knows what it was for; who gave it says which kind it is.
    const kind = first?.kind ?? (facts.teachers.has(grader) ? 'TEACHER' : 'SELF')
    return { ...row, submission_id: first?.submissionId ?? null, kind: kind.toLowerCase() }
  })
  await target.write(
    'grades',
    copies.map((copy) => ({ ...copy, id: ids('grades').next() })),
  )
  for (const [gradeId, [first]] of uses)
    if (!seen.has(gradeId))
      ledger.found(
        'repaired',
        'submissions_submission',
        first?.submissionId ?? 0,
        'missing-reference',
        `grade ${gradeId}`,
      )
}
