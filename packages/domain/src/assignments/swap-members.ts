import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { lockCourse } from '../courses/index.ts'
import { conflict, DomainError, invalid, notFound } from '../errors.ts'
import type { SwapMembersInput } from './schemas.ts'
import { type Place, swapped, whatStopsSwap } from './swapping.ts'

type PlaceRow = Place & { pieceId: number; name: string; submissions: number }

/**
 * Lets two students trade places in the groups of one piece: each takes the other's activity in the other's group. An
 * instrument or deadline of their own that they have for an activity stays theirs, for when they get it again.
 * @returns both places as they are now
 * @throws {DomainError} `not-found` for a place that is not in the course, `invalid` for places of two pieces or of one
 *   student, `conflict` where somebody would have an activity twice, `work-handed-in` where somebody would lose an
 *   activity that they handed work in for
 */
export const swapMembers = async (ctx: Ctx, { course: slug, first, second }: SwapMembersInput) =>
  recorded(ctx, 'assignments.swapMembers', async (tx, note) => {
    const course = await lockCourse(tx, 'assignments.swapMembers', slug)
    const places = await placesOfPiece(tx, course.id, first.courseAssignmentId)
    const given = placeOf(places, first)
    const taken = places.find(isPlace(second)) ?? (await otherPiece(tx, course.id, second))
    const stopped = whatStopsSwap(places, given, taken)
    if (stopped?.reason === 'same student') throw invalid('second', 'A student has nobody to trade places with alone.')
    if (stopped) throw conflict(`${nameOf(places, stopped.student)} would have one activity twice.`)
    if (given.activity !== taken.activity) refuseLoss([given, taken])

    const rows = swapped(given, taken)
    // Away with both before they are there again: the unique indexes hold at every moment.
    await tx.db.groupAssignment.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
    await tx.db.groupAssignment.createMany({
      data: rows.map(({ id, group, student, activity }) => ({
        id,
        groupId: group,
        enrollmentId: student,
        courseAssignmentId: activity,
      })),
    })
    note({
      subject: 'GroupAssignment',
      ids: rows.map(({ id }) => id),
      courseId: course.id,
      data: {
        enrollments: rows.map(({ student }) => student),
        courseAssignments: rows.map(({ activity }) => activity),
      },
    })
    return rows.map(({ group, student, activity }) => ({
      groupId: group,
      enrollmentId: student,
      courseAssignmentId: activity,
    }))
  })

type Key = SwapMembersInput['first']

const isPlace =
  ({ enrollmentId, courseAssignmentId }: Key) =>
  ({ student, activity }: Place): boolean =>
    student === enrollmentId && activity === courseAssignmentId

const placeOf = (places: PlaceRow[], key: Key): PlaceRow => {
  const place = places.find(isPlace(key))
  if (!place) throw notFound('GroupAssignment')
  return place
}

/** Everybody's places in the groups of the piece that an assignment of the course is of. */
const placesOfPiece = ({ db }: Ctx, courseId: number, courseAssignmentId: number): Promise<PlaceRow[]> =>
  db.$queryRaw(Prisma.sql`
    SELECT ga.id, ga.group_id AS group, ga.enrollment_id AS student, ga.course_assignment_id AS activity,
      ca.piece_id AS "pieceId", COALESCE(NULLIF(u.name, ''), u.username) AS name,
      (SELECT count(*)::int FROM submissions s
        WHERE s.course_assignment_id = ga.course_assignment_id AND s.enrollment_id = ga.enrollment_id) AS submissions
    FROM course_assignments asked
    JOIN course_assignments ca ON ca.course_id = asked.course_id AND ca.piece_id = asked.piece_id
      AND ca.archived_at IS NULL
    JOIN group_assignments ga ON ga.course_assignment_id = ca.id
    JOIN enrollments e ON e.id = ga.enrollment_id
    JOIN users u ON u.id = e.user_id
    WHERE asked.id = ${courseAssignmentId} AND asked.course_id = ${courseId}
    ORDER BY ga.id`)

/** Of a place that is not in the groups of the piece: whether it is in those of another one. @throws {DomainError} */
const otherPiece = async (ctx: Ctx, courseId: number, key: Key): Promise<never> => {
  placeOf(await placesOfPiece(ctx, courseId, key.courseAssignmentId), key)
  throw invalid('second', 'Places are traded within the groups of one piece.')
}

const nameOf = (places: PlaceRow[], student: number): string =>
  places.find((place) => place.student === student)?.name ?? ''

const refuseLoss = (places: PlaceRow[]): void => {
  const worked = places.filter(({ submissions }) => submissions > 0)
  if (worked.length === 0) return
  const names = worked.map(({ name }) => name).join(' and ')
  throw new DomainError(
    'work-handed-in',
    `${names} handed in work for what they have, and ${worked.length === 1 ? 'stays' : 'stay'} where they are.`,
    { submissions: worked.reduce((sum, { submissions }) => sum + submissions, 0) },
  )
}
