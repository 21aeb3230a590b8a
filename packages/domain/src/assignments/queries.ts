import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { instrumentSelect } from '../instruments/index.ts'
import { partSelect, partWithNotationSelect, pieceSelect, toPart, toPiece } from '../music/index.ts'
import { activitySelect, toActivity } from '../plans/index.ts'
import { toDayOrNull } from '../serialize.ts'

/** What an assignment shows to whoever sees it. */
export const assignmentSelect = {
  id: true,
  piecePlanId: true,
  position: true,
  deadline: true,
  audience: true,
  pieceId: true,
  instrument: { select: instrumentSelect },
  activity: { select: activitySelect },
} as const satisfies Prisma.CourseAssignmentSelect

type AssignmentRow = Prisma.CourseAssignmentGetPayload<{ select: typeof assignmentSelect }>

export const toAssignment = ({ activity, deadline, ...assignment }: AssignmentRow) => ({
  ...assignment,
  deadline: toDayOrNull(deadline),
  activity: toActivity(activity),
})

/**
 * Which assignments of a course an enrollment sees: those for everyone, those that a group gives to it, and those that it
 * handed something in for, so that work never disappears from the eyes of whoever made it.
 */
export const visibleTo = (enrollmentId: number): Prisma.CourseAssignmentWhereInput => ({
  archivedAt: null,
  OR: [
    { audience: 'EVERYONE' },
    { groupAssignments: { some: { enrollmentId } } },
    { submissions: { some: { enrollmentId } } },
  ],
})

/** The pieces of these ids with their parts, each once, in one statement. */
export const loadPieces = async ({ db }: Ctx, pieceIds: Iterable<number>, withNotation: boolean) => {
  const rows = await db.piece.findMany({
    where: { id: { in: [...new Set(pieceIds)] } },
    select: {
      ...pieceSelect,
      parts: { select: withNotation ? partWithNotationSelect : partSelect, orderBy: { id: 'asc' } },
    },
  })
  return new Map(rows.map(({ parts, ...piece }) => [piece.id, { ...toPiece(piece), parts: parts.map(toPart) }]))
}

export type PieceWithParts = Awaited<ReturnType<typeof loadPieces>> extends Map<number, infer P> ? P : never

export type GroupMember = {
  enrollmentId: number
  username: string
  name: string
  activityType: string
  submitted: boolean
}

export type GroupView = { id: number; type: 'TELEPHONE_FIXED'; members: GroupMember[] }

/**
 * The groups that enrollments are in, by enrollment and course assignment, with what each member does and whether it is
 * handed in. One statement.
 */
export const loadGroups = async (
  { db }: Ctx,
  enrollmentIds: Iterable<number>,
): Promise<Map<number, Map<number, GroupView>>> => {
  const rows = await db.$queryRaw<(GroupMember & { of: number; mine: number; groupId: number })[]>(Prisma.sql`
    SELECT mine.enrollment_id AS of, mine.course_assignment_id AS mine, ga.group_id AS "groupId",
      ga.enrollment_id AS "enrollmentId", u.username, u.name, t.name AS "activityType",
      EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ga.course_assignment_id
        AND s.enrollment_id = ga.enrollment_id) AS submitted
    FROM group_assignments mine
    JOIN group_assignments ga ON ga.group_id = mine.group_id
    JOIN course_assignments ca ON ca.id = ga.course_assignment_id
    JOIN activities a ON a.id = ca.activity_id
    JOIN activity_types t ON t.id = a.activity_type_id
    JOIN enrollments e ON e.id = ga.enrollment_id
    JOIN users u ON u.id = e.user_id
    WHERE mine.enrollment_id = ANY(${[...new Set(enrollmentIds)]}::int[])
    ORDER BY mine.enrollment_id, mine.course_assignment_id, ga.id`)
  const groups = new Map<number, Map<number, GroupView>>()
  for (const { of, mine, groupId, ...member } of rows) {
    const own = groups.get(of) ?? new Map<number, GroupView>()
    groups.set(of, own)
    const group = own.get(mine) ?? { id: groupId, type: 'TELEPHONE_FIXED', members: [] }
    own.set(mine, group)
    group.members.push(member)
  }
  return groups
}
