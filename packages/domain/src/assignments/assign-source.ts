/** What can be assigned, as SQL: each source finds its items within the one statement that `assign` reads with. */
import { Prisma } from '@cpr/db'
import type { Entity } from '../errors.ts'

export type AssignSource = {
  /** Whether there is such a thing, as a boolean expression. */
  found: Prisma.Sql
  missing: Entity
  /**
   * A query of its items in their order: `nth`, `pieceId`, `pieceName`, `planId`, `telephone`, and `activities`, a JSON
   * list of `{ id, type }` in the plan's order.
   */
  items: Prisma.Sql
}

const planned = Prisma.sql`
  SELECT 0 AS nth, p.id AS "pieceId", p.name AS "pieceName", pp.id AS "planId",
    COALESCE(pp.type = 'telephone_fixed', false) AS telephone,
    (SELECT COALESCE(json_agg(json_build_object('id', a.id, 'type', t.name) ORDER BY pa.position), '[]'::json)
      FROM planned_activities pa JOIN activities a ON a.id = pa.activity_id
      JOIN activity_types t ON t.id = a.activity_type_id WHERE pa.piece_plan_id = pp.id) AS activities
  FROM piece_plans pp JOIN pieces p ON p.id = pp.piece_id`

export const planSource = (planId: number): AssignSource => ({
  found: Prisma.sql`EXISTS (SELECT 1 FROM piece_plans WHERE id = ${planId})`,
  missing: 'PiecePlan',
  items: Prisma.sql`${planned} WHERE pp.id = ${planId}`,
})

/** The plans of a curriculum of this very course, in its order. */
export const curriculumSource = (curriculumId: number, courseId: number): AssignSource => ({
  found: Prisma.sql`EXISTS (SELECT 1 FROM curricula WHERE id = ${curriculumId} AND course_id = ${courseId})`,
  missing: 'Curriculum',
  items: Prisma.sql`
    SELECT ce.position AS nth, plan."pieceId", plan."pieceName", plan."planId", plan.telephone, plan.activities
    FROM curriculum_entries ce JOIN curricula c ON c.id = ce.curriculum_id JOIN (${planned}) plan ON plan."planId" = ce.piece_plan_id
    WHERE c.id = ${curriculumId} AND c.course_id = ${courseId}`,
})

/** A piece with every activity there is: which of them it brings is a rule over its name. */
export const pieceSource = (pieceId: number): AssignSource => ({
  found: Prisma.sql`EXISTS (SELECT 1 FROM pieces WHERE id = ${pieceId})`,
  missing: 'Piece',
  items: Prisma.sql`
    SELECT 0 AS nth, p.id AS "pieceId", p.name AS "pieceName", NULL::int AS "planId", false AS telephone,
      (SELECT COALESCE(json_agg(json_build_object('id', a.id, 'type', t.name) ORDER BY a.id), '[]'::json)
        FROM activities a JOIN activity_types t ON t.id = a.activity_type_id) AS activities
    FROM pieces p WHERE p.id = ${pieceId}`,
})

/** The telephone plans that a course is assigned now. */
export const assignedTelephoneSource = (courseId: number): AssignSource => ({
  found: Prisma.sql`true`,
  missing: 'PiecePlan',
  items: Prisma.sql`${planned} WHERE pp.type = 'telephone_fixed' AND pp.id IN (
    SELECT piece_plan_id FROM course_assignments WHERE course_id = ${courseId} AND archived_at IS NULL)`,
})
