import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import type { CourseGroupsInput } from './schemas.ts'

type Member = {
  enrollmentId: number
  username: string
  name: string
  courseAssignmentId: number
  activityType: string
  submitted: boolean
}

/** The groups of a course's telephone plans, with who does what in them and whether it is handed in. */
export const courseGroups = async (ctx: Ctx, { course: slug }: CourseGroupsInput) => {
  const course = await courseFor(ctx, 'assignments.groups', slug)
  const rows = await ctx.db.$queryRaw<(Member & { groupId: number; pieceId: number })[]>(Prisma.sql`
    SELECT ga.group_id AS "groupId", ca.piece_id AS "pieceId", ga.enrollment_id AS "enrollmentId", u.username, u.name,
      ca.id AS "courseAssignmentId", t.name AS "activityType",
      EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ca.id
        AND s.enrollment_id = ga.enrollment_id) AS submitted
    FROM group_assignments ga
    JOIN course_assignments ca ON ca.id = ga.course_assignment_id
    JOIN activities a ON a.id = ca.activity_id
    JOIN activity_types t ON t.id = a.activity_type_id
    JOIN enrollments e ON e.id = ga.enrollment_id
    JOIN users u ON u.id = e.user_id
    WHERE ca.course_id = ${course.id} AND ca.archived_at IS NULL
    ORDER BY ga.group_id, ca.position, ca.id`)
  const groups = new Map<number, { id: number; pieceId: number; members: Member[] }>()
  for (const { groupId, pieceId, ...member } of rows) {
    const group = groups.get(groupId) ?? { id: groupId, pieceId, members: [] }
    groups.set(groupId, group)
    group.members.push(member)
  }
  return [...groups.values()]
}
