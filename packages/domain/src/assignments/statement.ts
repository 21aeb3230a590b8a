/** Pieces of SQL that the lists of assignments share; the rules are those of `rules.ts`, and a test holds the two together. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { activityJson, joinActivityType } from '../plans/index.ts'
import { type Action, rolesThatMay } from '../policy.ts'
import { enumName, list, object, orNull, value } from '../sql.ts'
import { fallbackPartType, lastInTypeOrder, typeOrder } from './rules.ts'

/** A CTE: the activities whose ids a query gives, each written once. */
export const activitiesOf = (ids: string): string => `activity AS MATERIALIZED (
  SELECT a.id, a.part_type_id, t.name AS type, ${activityJson} AS json
  FROM activities a ${joinActivityType} WHERE a.id IN (${ids})
)`

/** `resolvePart` among `part` (see `piecesOf`), for a piece and the part type of `activity`. */
export const joinPart = (pieceId: string): string => `
  LEFT JOIN part wanted ON wanted.piece_id = ${pieceId} AND wanted.part_type_id = activity.part_type_id
  LEFT JOIN part fallback ON fallback.piece_id = ${pieceId}
    AND fallback.part_type_id = (SELECT id FROM part_types WHERE name = '${fallbackPartType}')`

/** `compareAssignments` for `assigned` and its `activity`. */
export const inPieceOrder = `assigned.piece_plan_id IS NULL,
  CASE WHEN assigned.piece_plan_id IS NOT NULL THEN COALESCE(assigned.position, 'infinity'::float8)
    ELSE CASE split_part(activity.type, ' ', 1)
      ${[...typeOrder].map(([type, order]) => `WHEN '${type}' THEN ${order}`).join(' ')} ELSE ${lastInTypeOrder} END END,
  assigned.id`

/** The fields of an assignment of `assigned` that everybody sees; `deadline` may be a student's own. */
export const assignmentFields: Record<string, string> = {
  id: 'assigned.id',
  piecePlanId: orNull('assigned.piece_plan_id'),
  position: orNull('assigned.position'),
  deadline: orNull(value('assigned.deadline')),
  audience: enumName('assigned.audience'),
  pieceId: 'assigned.piece_id',
  activity: 'activity.json',
  partId: orNull('COALESCE(wanted.id, fallback.id)'),
}

/** The group that gives the assignment `courseAssignmentId` to `enrollmentId`, with its members; null without one. */
export const groupJson = (enrollmentId: string, courseAssignmentId: string): string =>
  orNull(`SELECT ${object({
    id: 'mine.group_id',
    type: `'"TELEPHONE_FIXED"'`,
    members: list(
      object({
        enrollmentId: 'ga.enrollment_id',
        username: value('gu.username'),
        name: value('gu.name'),
        activityType: value('gt.name'),
        submitted: value(`EXISTS (SELECT 1 FROM submissions gs
          WHERE gs.course_assignment_id = ga.course_assignment_id AND gs.enrollment_id = ga.enrollment_id)`),
      }),
      {
        from: `FROM group_assignments ga
          JOIN course_assignments gca ON gca.id = ga.course_assignment_id
          JOIN activities gact ON gact.id = gca.activity_id
          JOIN activity_types gt ON gt.id = gact.activity_type_id
          JOIN enrollments ge ON ge.id = ga.enrollment_id
          JOIN users gu ON gu.id = ge.user_id
          WHERE ga.group_id = mine.group_id`,
        orderBy: 'ga.id',
      },
    ),
  })} FROM group_assignments mine
    WHERE mine.enrollment_id = ${enrollmentId} AND mine.course_assignment_id = ${courseAssignmentId}`)

/**
 * Of a CTE `target`, an assignment and the asker's place in its course (`role`, `archived_at`, `visible`): whether a statement that
 * decides and writes in one may write. Whoever it keeps from that gets the error of the checks behind it.
 */
export const mayWriteTo = (ctx: Ctx, action: Action): Prisma.Sql =>
  Prisma.sql`role = ANY(${rolesThatMay(ctx, action)}::text[]) AND archived_at IS NULL AND visible`
