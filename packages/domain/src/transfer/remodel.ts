/** What courses are assigned, out of a database before its remodel: a row for each student becomes one for the course. */
import { resolvePart } from '../assignments/index.ts'
import { convertGroups } from './assignments.ts'
import { append, type Conversion, createShared, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import { type OldAssignment, remodel } from './remodel-rules.ts'
import { freeSlugs } from './slugs.ts'
import type { Row } from './tables.ts'
import type { WrittenRow, WrittenTable } from './target.ts'
import type { Place } from './work.ts'

const from = 'assignments_assignment'

/** @returns where work on each of the old assignments belongs now */
export const convertOldAssignments = async (conversion: Conversion): Promise<Map<number, Place>> => {
  const { ids, ledger } = conversion
  await convertGroups(conversion)
  const places = new Map<number, Place>()
  const byKey = new Map<string, OldAssignment[]>()
  const withoutPiece: OldAssignment[] = []
  const shared = createShared()
  for await (const batch of readBatches(conversion, from))
    for (const row of batch) {
      const old = lookUp(conversion, row, shared)
      if (typeof old === 'string') ledger.found('skipped', from, row.id, 'missing-row', old)
      else if (old.pieceId === 0) withoutPiece.push(old)
      else append(byKey, keyOf(old), old)
    }
  for (const old of await rescue(conversion, withoutPiece)) append(byKey, keyOf(old), old)

  const writer = createWriter(conversion)
  for (const [key, rows] of byKey) {
    byKey.delete(key)
    const [first] = rows
    if (!first) continue
    await convertOne(conversion, writer, rows)
    for (const { id, enrollmentId, instrumentId, partId } of rows) {
      if (id !== first.id) ids('course_assignments').merge(id, first.id)
      places.set(id, { courseAssignmentId: first.id, enrollmentId, instrumentId, partId })
    }
  }
  await writer.flush()
  return places
}

const keyOf = ({ courseId, activityId, pieceId }: OldAssignment): string => `${courseId}:${activityId}:${pieceId}`

/** The row with every reference looked up, and piece 0 where nothing tells the piece; the reason where it is of no use. */
const lookUp = (
  { ids, facts, ledger }: Conversion,
  row: Row<typeof from>,
  shared: (text: string) => string,
): OldAssignment | string => {
  const enrollmentId = ids('enrollments').get(row.enrollment_id)
  const member = enrollmentId === null ? undefined : facts.members.get(enrollmentId)
  const activityId = ids('activities').get(row.activity_id)
  if (enrollmentId === null || !member) return `enrollment ${row.enrollment_id}`
  if (activityId === null) return `activity ${row.activity_id}`
  const partId = ids('parts').get(row.part_id)
  const planId = ids('piece_plans').get(row.piece_plan_id)
  const instrumentId = ids('instruments').get(row.instrument_id)
  const groupId = ids('assignment_groups').get(row.group_id)
  const missing = [
    ...(partId === null && row.part_id !== null ? [`part ${row.part_id}`] : []),
    ...(planId === null && row.piece_plan_id !== null ? [`plan ${row.piece_plan_id}`] : []),
    ...(instrumentId === null && row.instrument_id !== null ? [`instrument ${row.instrument_id}`] : []),
  ]
  if (missing.length > 0) ledger.found('repaired', from, row.id, 'missing-reference', missing.join(', '))
  const own = ids('pieces').get(row.piece_id)
  const told =
    (partId === null ? null : facts.partPieces.get(partId)) ?? (planId === null ? null : facts.planPieces.get(planId))
  if (own === null && told) ledger.found('repaired', from, row.id, 'piece-told', `piece ${told}`)
  return {
    id: row.id,
    enrollmentId,
    courseId: member.courseId,
    activityId,
    pieceId: own ?? told ?? 0,
    partId,
    planId,
    instrumentId,
    groupId,
    deadline: row.deadline && shared(row.deadline),
    createdAt: shared(row.created_at),
  }
}

/** Rows that nothing tells the piece of: those with work get a piece made for them, the others are left out. */
const rescue = async (conversion: Conversion, rows: OldAssignment[]): Promise<OldAssignment[]> => {
  if (rows.length === 0) return []
  const { ids, ledger, target } = conversion
  const worked = new Set<number | null>()
  for (const table of ['submissions_submission', 'submissions_activityprogress'] as const)
    for await (const batch of readBatches({ ...conversion, ledger: silent }, table))
      for (const { assignment_id } of batch) worked.add(assignment_id)
  const kept = rows.filter(({ id }) => worked.has(id))
  for (const { id } of rows) if (!worked.has(id)) ledger.found('skipped', from, id, 'no-piece', 'nothing was handed in')
  if (kept.length === 0) return []

  const ensemble = ids('ensemble_types').next()
  await target.write('ensemble_types', [{ id: ensemble, name: `Unknown (${ensemble})` }])
  const pieceId = ids('pieces').next()
  const slug = freeSlugs('piece')(`unknown-piece-${pieceId}`, '')
  const piece = { id: pieceId, name: 'Unknown piece', slug, composer_id: null, ensemble_type_id: ensemble }
  await target.write('pieces', [{ ...piece, video: '', audio: '', accompaniment: '', date_composed: null }])
  for (const { id } of kept) ledger.found('repaired', from, id, 'no-piece', `piece ${pieceId}`)
  return kept.map((row) => ({ ...row, pieceId }))
}

type Writer = { add: (table: WrittenTable, row: WrittenRow) => void; flush: () => Promise<void>; full: () => boolean }

/** Rows of several tables, kept until there are enough of them. */
const createWriter = ({ target }: Conversion): Writer => {
  const order: WrittenTable[] = ['course_assignments', 'assignment_groups', 'group_assignments', 'assignment_overrides']
  const rows = new Map<WrittenTable, WrittenRow[]>()
  return {
    add: (table, row) => append(rows, table, row),
    full: () => [...rows.values()].some(({ length }) => length >= 2000),
    flush: async () => {
      for (const table of order) await target.write(table, rows.get(table) ?? [])
      rows.clear()
    },
  }
}

const convertOne = async (conversion: Conversion, writer: Writer, rows: OldAssignment[]): Promise<void> => {
  const { ids, facts } = conversion
  const [{ id, courseId, activityId, pieceId }] = rows as [OldAssignment]
  const ownInstrument = (enrollmentId: number): number | null => {
    const member = facts.members.get(enrollmentId)
    return member?.instrumentId ?? facts.userInstruments.get(member?.userId ?? 0) ?? null
  }
  const { current, overrides, ...made } = remodel(rows, facts.studentsOfCourse.get(courseId) ?? [], ownInstrument)
  report(conversion, rows, current, made.planId)

  ids('course_assignments').add(id)
  const grouped = rows.some(({ groupId }) => groupId !== null)
  writer.add('course_assignments', {
    id,
    course_id: courseId,
    activity_id: activityId,
    piece_id: pieceId,
    piece_plan_id: made.planId,
    position: made.planId === null ? null : (facts.positions.get(`${made.planId}:${activityId}`) ?? null),
    instrument_id: made.instrumentId,
    deadline: made.deadline,
    audience: grouped ? 'members' : 'everyone',
    archived_at: null,
    created_at: made.createdAt,
  })
  for (const { enrollmentId, instrumentId, deadline } of overrides)
    writer.add('assignment_overrides', {
      id: ids('assignment_overrides').next(),
      course_assignment_id: id,
      enrollment_id: enrollmentId,
      instrument_id: instrumentId,
      deadline,
    })
  if (grouped) shareOut(conversion, writer, rows, current)
  if (writer.full()) await writer.flush()
}

/** Everybody who had the activity has it in a group: in the one they were in, or in one of their own. */
const shareOut = (
  { ids, facts, ledger }: Conversion,
  writer: Writer,
  rows: OldAssignment[],
  current: OldAssignment[],
): void => {
  const [{ id: courseAssignmentId, pieceId }] = rows as [OldAssignment]
  const taken = new Set<number>()
  for (const row of current) {
    const inGroup =
      row.groupId === null
        ? rows.find((other) => other.enrollmentId === row.enrollmentId && other.groupId !== null)
        : row
    let groupId = inGroup?.groupId ?? null
    if (groupId === null || taken.has(groupId)) {
      ledger.found('repaired', from, row.id, groupId === null ? 'group-of-own' : 'group-twice')
      const key = `${row.enrollmentId}:${pieceId}`
      groupId = groupId === null ? (facts.ownGroups.get(key) ?? null) : null
      if (groupId === null) {
        groupId = ids('assignment_groups').next()
        writer.add('assignment_groups', { id: groupId, type: 'telephone_fixed' })
        facts.ownGroups.set(key, groupId)
      }
    }
    taken.add(groupId)
    writer.add('group_assignments', {
      id: ids('group_assignments').next(),
      group_id: groupId,
      enrollment_id: row.enrollmentId,
      course_assignment_id: courseAssignmentId,
    })
  }
}

const report = (
  { facts, ledger }: Conversion,
  rows: OldAssignment[],
  current: OldAssignment[],
  planId: number | null,
): void => {
  const shown = new Map(current.map((row) => [row.enrollmentId, row.id]))
  const [{ activityId, pieceId }] = rows as [OldAssignment]
  const part = resolvePart(facts.partsOfPiece.get(pieceId) ?? [], facts.activityPartTypes.get(activityId) ?? null)
  for (const row of rows) {
    const newest = shown.get(row.enrollmentId)
    if (newest !== row.id) ledger.found('merged', from, row.id, 'assigned-twice', String(newest))
    else if (row.partId !== null && row.partId !== (part?.id ?? null))
      ledger.found('repaired', from, row.id, 'part-resolved', `part ${row.partId}: ${part?.id ?? 'none'}`)
    if (row.planId !== null && row.planId !== planId)
      ledger.found('repaired', from, row.id, 'plan-chosen', `plan ${row.planId}: ${planId}`)
  }
}
