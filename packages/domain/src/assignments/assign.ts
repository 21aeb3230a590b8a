/** Assigning in bulk: the one way in which course assignments and groups come to be. */
import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { lockCourse } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, DomainError, notFound, type StudentName } from '../errors.ts'
import type { Action } from '../policy.ts'
import type { AssignSource } from './assign-source.ts'
import { type Group, type Grouping, groupStudents } from './grouping.ts'
import { activityTypesOfPiece } from './rules.ts'

/** A piece with the activities to assign, in the plan's order; `planId` is null where there is no plan. */
type AssignableItem = {
  pieceId: number
  pieceName: string
  planId: number | null
  telephone: boolean
  activityIds: number[]
}

export type AssignResult = {
  /** Course assignments, or for telephone plans group members, that now stand for what was asked. */
  assigned: number
  /** Course assignments that were not there before, or were archived. */
  created: number
  /** Students who were given an activity of a telephone plan just now. */
  placed: number
}

type Target = { course: string; action: Action; deadline: Date | null }

/**
 * Assigns what a source has to a course, all of it or nothing.
 * @throws {DomainError} `not-found` of the source, `instrument-missing`, `too-few-students`, `conflict`; what the policy
 *   says for `action`
 */
export const assign = async (
  ctx: Ctx,
  { course: slug, action, deadline }: Target,
  sourceFor: (courseId: number) => AssignSource,
): Promise<AssignResult> =>
  onConstraint({ foreignKey: beingChanged, unique: beingChanged }, () =>
    withTransaction(ctx, async (tx) => {
      const course = await lockCourse(tx, action, slug)
      const { items, students, withoutInstrument, toPlace, existing } = await loadState(
        tx,
        course.id,
        sourceFor(course.id),
      )
      if (items.length === 0) return { assigned: 0, created: 0, placed: 0 }
      requireInstruments(withoutInstrument)
      const telephone = items.filter((item) => item.telephone)
      for (const item of telephone) requireStudents(item, students)
      refuseMixing(items, existing)
      const rows = await upsertCourseAssignments(tx, { courseId: course.id, action, deadline }, items)

      const groupings = telephone.map((item) => planGroups(tx, item, rows, existing, toPlace))
      await writeGroups(tx, groupings)
      return {
        assigned:
          sum(items.filter((item) => !item.telephone).map((item) => item.activityIds.length)) +
          sum(groupings.map(({ before, grouping }) => before + grouping.additions.length)),
        created: rows.filter(({ revived }) => revived).length,
        placed: new Set(groupings.flatMap(({ grouping }) => grouping.additions.map(({ student }) => student))).size,
      }
    }),
  )

const beingChanged = () => conflict('What was to be assigned is being changed right now; try again.')

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** An item as its source has it. */
type SourceItem = Omit<AssignableItem, 'activityIds'> & { activities: { id: number; type: string }[] }

type State = {
  items: AssignableItem[]
  /** How many the course has. */
  students: number
  withoutInstrument: StudentName[]
  /** The enrollments of all students where an item is a telephone plan, and of nobody where none is. */
  toPlace: number[]
  existing: Existing[]
  /** The types of the activities of the items, by their ids. */
  types: Map<number, string>
}

/**
 * Everything that is decided from, in one statement: the items of the source, what matters of the students, and what the
 * course has of these pieces already, with who is in which group for it. The roster is sent where it is shared out alone.
 */
export const loadState = async ({ db }: Ctx, courseId: number, source: AssignSource): Promise<State> => {
  const [row] = await db.$queryRaw<[Omit<State, 'items' | 'types'> & { found: boolean; items: SourceItem[] }]>(
    Prisma.sql`
      WITH item AS (${source.items}), student AS MATERIALIZED (
        SELECT id, user_id, instrument_id FROM enrollments WHERE course_id = ${courseId} AND role = 'student'
      )
      SELECT ${source.found} AS found,
        (SELECT COALESCE(json_agg(item ORDER BY nth, "planId"), '[]'::json) FROM item) AS items,
        (SELECT count(*)::int FROM student) AS students,
        (SELECT COALESCE(json_agg(json_build_object(
            'enrollmentId', student.id, 'username', u.username, 'name', u.name) ORDER BY student.id), '[]'::json)
          FROM student JOIN users u ON u.id = student.user_id
          WHERE student.instrument_id IS NULL AND u.instrument_id IS NULL) AS "withoutInstrument",
        (SELECT COALESCE(json_agg(id ORDER BY id), '[]'::json) FROM student
          WHERE EXISTS (SELECT 1 FROM item WHERE telephone)) AS "toPlace",
        (SELECT COALESCE(json_agg(json_build_object(
            'activityId', ca.activity_id, 'pieceId', ca.piece_id, 'audience', ca.audience,
            'archived', ca.archived_at IS NOT NULL,
            'hasWork', EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ca.id)
              OR EXISTS (SELECT 1 FROM activity_progress p WHERE p.course_assignment_id = ca.id),
            'groups', (SELECT COALESCE(json_agg(json_build_object(
                'groupId', ga.group_id, 'enrollmentId', ga.enrollment_id) ORDER BY ga.group_id), '[]'::json)
              FROM group_assignments ga WHERE ga.course_assignment_id = ca.id))), '[]'::json)
          FROM course_assignments ca
          WHERE ca.course_id = ${courseId} AND ca.piece_id IN (SELECT "pieceId" FROM item)) AS existing`,
  )
  if (!row.found) throw notFound(source.missing)
  const types = new Map(row.items.flatMap(({ activities }) => activities.map(({ id, type }) => [id, type] as const)))
  return { ...row, items: row.items.map(toAssignable), types }
}

/** A plan says itself which activities it has; a piece without one brings those of its rule. */
const toAssignable = ({ pieceId, pieceName, planId, telephone, activities }: SourceItem): AssignableItem => {
  const usual = planId === null ? activityTypesOfPiece(pieceName) : null
  const brought = usual === null ? activities : activities.filter(({ type }) => usual.includes(type))
  return { pieceId, pieceName, planId, telephone, activityIds: brought.map(({ id }) => id) }
}

/** @throws {DomainError} `instrument-missing`, naming every student without one */
const requireInstruments = (students: StudentName[]): void => {
  if (students.length === 0) return
  const names = students.map(({ name, username }) => name || username).join(', ')
  throw new DomainError('instrument-missing', `Give these students an instrument first: ${names}.`, { students })
}

const requireStudents = ({ pieceName, activityIds }: AssignableItem, students: number): void => {
  if (students >= activityIds.length) return
  throw new DomainError(
    'too-few-students',
    `${pieceName} has ${activityIds.length} activities to share out, and the course ${students} students.`,
    { students, activities: activityIds.length },
  )
}

type Existing = {
  activityId: number
  pieceId: number
  audience: 'everyone' | 'members'
  archived: boolean
  hasWork: boolean
  groups: { groupId: number; enrollmentId: number }[]
}

const keyOf = (row: { pieceId: number; activityId: number }): string => `${row.pieceId}:${row.activityId}`

/** A row for each activity of each item. Ids are given in the order of activities, as clients know it; positions say the plan's. */
const wantedRows = (items: AssignableItem[]) =>
  items.flatMap(({ pieceId, pieceName, planId, telephone, activityIds }) =>
    activityIds
      .map((activityId, index) => ({
        pieceId,
        pieceName,
        activityId,
        planId,
        position: planId === null ? null : index + 1,
        audience: telephone ? ('members' as const) : ('everyone' as const),
      }))
      .sort((a, b) => a.activityId - b.activityId),
  )

/** One activity of a piece is for everyone or shared out in groups: going from one to the other would hide work. */
const refuseMixing = (items: AssignableItem[], existing: Existing[]): void => {
  const audiences = new Map<string, string>(
    existing
      .filter((row) => row.hasWork || row.groups.length > 0 || !row.archived)
      .map((row) => [keyOf(row), row.audience]),
  )
  for (const row of wantedRows(items)) {
    const audience = audiences.get(keyOf(row))
    if (audience !== undefined && audience !== row.audience)
      throw conflict(
        `An activity of ${row.pieceName} is assigned ${audience === 'members' ? 'in groups' : 'to everyone'} already: unassign the piece first.`,
      )
    audiences.set(keyOf(row), row.audience)
  }
}

type Written = { id: number; activityId: number; pieceId: number; revived: boolean }

const upsertCourseAssignments = async (
  ctx: Ctx,
  { courseId, action, deadline }: { courseId: number; action: Action; deadline: Date | null },
  items: AssignableItem[],
): Promise<Written[]> => {
  const { db, clock } = ctx
  const audited = auditCte(ctx, action, {
    subject: 'CourseAssignment',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId,
    data: { pieces: items.map(({ pieceId }) => pieceId), plans: items.map(({ planId }) => planId) },
  })
  // Two plans of a curriculum may share an activity of a piece: the first one's place counts.
  const firsts = new Map<string, ReturnType<typeof wantedRows>[number]>()
  for (const row of wantedRows(items)) if (!firsts.has(keyOf(row))) firsts.set(keyOf(row), row)
  const rows = [...firsts.values()]
  const written = await db.$queryRaw<Written[]>(Prisma.sql`
    WITH before AS (
      SELECT id, activity_id, piece_id, archived_at FROM course_assignments WHERE course_id = ${courseId}
    ), wanted AS (
      SELECT * FROM unnest(
        ${rows.map((row) => row.activityId)}::int[], ${rows.map((row) => row.pieceId)}::int[],
        ${rows.map((row) => row.planId)}::int[], ${rows.map((row) => row.position)}::int[],
        ${rows.map((row) => row.audience)}::audience[]
      ) WITH ORDINALITY AS wanted (activity_id, piece_id, plan_id, position, audience, nth)
    ), changed AS (
      UPDATE course_assignments ca SET
        piece_plan_id = COALESCE(wanted.plan_id, ca.piece_plan_id),
        position = COALESCE(wanted.position, ca.position),
        audience = wanted.audience,
        archived_at = NULL
      FROM wanted
      WHERE ca.course_id = ${courseId} AND ca.activity_id = wanted.activity_id AND ca.piece_id = wanted.piece_id
      RETURNING ca.id, ca.activity_id, ca.piece_id
    ), added AS (
      -- Only what is not there is tried: a conflict would burn an id.
      INSERT INTO course_assignments (course_id, activity_id, piece_id, piece_plan_id, position, audience, deadline, created_at)
      SELECT ${courseId}, activity_id, piece_id, plan_id, position, audience, ${deadline}::date, ${clock.now()}
      FROM wanted WHERE (activity_id, piece_id) NOT IN (SELECT activity_id, piece_id FROM before)
      ORDER BY nth
      RETURNING id, activity_id, piece_id
    ), written AS (
      SELECT * FROM changed UNION ALL SELECT * FROM added
    ), ${audited}
    SELECT id, activity_id AS "activityId", piece_id AS "pieceId",
      id NOT IN (SELECT id FROM before WHERE archived_at IS NULL) AS revived
    FROM written ORDER BY id`)
  if (written.length < rows.length) throw beingChanged()
  return written
}

type PlannedGroups = { before: number; grouping: Grouping; courseAssignmentOf: Map<number, number> }

const planGroups = (
  { random }: Ctx,
  { pieceId, activityIds }: AssignableItem,
  rows: Written[],
  existing: Existing[],
  students: number[],
): PlannedGroups => {
  const groups = new Map<number, Group & { members: { student: number; activity: number }[] }>()
  for (const { activityId, pieceId: piece, groups: memberships } of existing) {
    if (piece !== pieceId || !activityIds.includes(activityId)) continue
    for (const { groupId, enrollmentId } of memberships) {
      const group = groups.get(groupId) ?? { id: groupId, members: [] }
      groups.set(groupId, group)
      group.members.push({ student: enrollmentId, activity: activityId })
    }
  }
  return {
    before: sum([...groups.values()].map(({ members }) => members.length)),
    grouping: groupStudents({
      students,
      activities: activityIds,
      groups: [...groups.values()].sort((a, b) => a.id - b.id),
      random: random.fraction,
    }),
    courseAssignmentOf: new Map(
      rows.filter((row) => row.pieceId === pieceId).map(({ activityId, id }) => [activityId, id]),
    ),
  }
}

const writeGroups = async ({ db }: Ctx, planned: PlannedGroups[]): Promise<void> => {
  const moves = planned.flatMap(({ grouping, courseAssignmentOf }) =>
    grouping.moves.map((move) => ({ ...move, courseAssignmentId: courseAssignmentOf.get(move.activity) as number })),
  )
  if (moves.length > 0)
    await db.$executeRaw(Prisma.sql`
      UPDATE group_assignments ga SET group_id = moved.group_id
      FROM unnest(${moves.map(({ to }) => to)}::int[], ${moves.map(({ student }) => student)}::int[],
        ${moves.map(({ courseAssignmentId }) => courseAssignmentId)}::int[])
        AS moved (group_id, enrollment_id, course_assignment_id)
      WHERE ga.enrollment_id = moved.enrollment_id AND ga.course_assignment_id = moved.course_assignment_id`)
  const dissolved = planned.flatMap(({ grouping }) => grouping.dissolved)
  if (dissolved.length > 0) await db.assignmentGroup.deleteMany({ where: { id: { in: dissolved } } })

  // New groups of several plans are numbered through, so that one statement makes them all.
  let first = 0
  const additions = planned.flatMap(({ grouping, courseAssignmentOf }) => {
    const offset = first
    first += grouping.newGroups
    return grouping.additions.map(({ student, activity, group, newGroup }) => ({
      group,
      nth: newGroup === null ? null : offset + newGroup + 1,
      student,
      courseAssignmentId: courseAssignmentOf.get(activity) as number,
    }))
  })
  if (additions.length === 0) return
  await db.$executeRaw(Prisma.sql`
    WITH made AS (
      INSERT INTO assignment_groups (type) SELECT 'telephone_fixed' FROM generate_series(1, ${first}::int) RETURNING id
    ), numbered AS (
      SELECT id, row_number() OVER (ORDER BY id) AS nth FROM made
    )
    INSERT INTO group_assignments (group_id, enrollment_id, course_assignment_id)
    SELECT COALESCE(wanted.group_id, numbered.id), wanted.enrollment_id, wanted.course_assignment_id
    FROM unnest(${additions.map(({ group }) => group)}::int[], ${additions.map(({ nth }) => nth)}::int[],
      ${additions.map(({ student }) => student)}::int[],
      ${additions.map(({ courseAssignmentId }) => courseAssignmentId)}::int[])
      AS wanted (group_id, nth, enrollment_id, course_assignment_id)
    LEFT JOIN numbered ON numbered.nth = wanted.nth`)
}
