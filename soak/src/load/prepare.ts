/** What a district lacks for people to work in it: passwords, and an activity in steps. */
import { auth, openDatabase } from '@cpr/domain'
import type { Place } from '../check.ts'

export const password = 'Quaver-and-crotchet-7'

/** @returns the assignment of the study in each course, by the course's slug */
export const prepare = async ({ env }: Place): Promise<Map<string, number>> => {
  const { pool, close } = await openDatabase({ url: env.DATABASE_URL, dataDir: env.DATA_DIR })
  try {
    // One hash for all, made as every other: it takes as long to be checked.
    await pool.query('UPDATE users SET password_hash = $1', [await auth.hashPassword(password)])
    const { rows } = await pool.query<{ slug: string; id: number }>(
      `WITH study AS (
         INSERT INTO course_assignments (course_id, activity_id, piece_id)
         SELECT c.id, a.id, 1 FROM courses c, activities a JOIN activity_types t ON t.id = a.activity_type_id
         WHERE t.name = 'Study' RETURNING id, course_id)
       SELECT c.slug, study.id FROM study JOIN courses c ON c.id = study.course_id`,
    )
    return new Map(rows.map(({ slug, id }) => [slug, id]))
  } finally {
    await close()
  }
}
