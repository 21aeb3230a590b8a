/** The hot reads once more, slowly: every row of a course by Prisma, and the rules of `rules.ts` over them. */
import type { Prisma } from '@cpr/db'
import { compareAssignments, resolveInstrument, resolvePart } from '../src/assignments/rules.ts'
import type { Ctx } from '../src/context.ts'
import { personSelect } from '../src/enrollments/index.ts'
import { instrumentSelect } from '../src/instruments/index.ts'
import { partWithNotationSelect, pieceSelect, toPart, toPiece } from '../src/music/index.ts'
import { activitySelect, toActivity } from '../src/plans/index.ts'
import { toDayOrNull, toTimeOrNull } from '../src/serialize.ts'
import { submissionSelect, toSubmission } from '../src/submissions/index.ts'

const submissions = {
  select: submissionSelect,
  orderBy: { id: 'asc' },
} as const satisfies Prisma.SubmissionFindManyArgs

const load = async ({ db }: Ctx, slug: string) => {
  const { enrollments, assignments } = await db.course.findUniqueOrThrow({
    where: { slug },
    select: {
      enrollments: {
        select: {
          id: true,
          role: true,
          instrument: { select: instrumentSelect },
          user: { select: { ...personSelect, instrument: { select: instrumentSelect } } },
        },
        orderBy: { id: 'asc' },
      },
      assignments: {
        select: {
          id: true,
          piecePlanId: true,
          position: true,
          deadline: true,
          audience: true,
          archivedAt: true,
          pieceId: true,
          instrument: { select: instrumentSelect },
          activity: { select: activitySelect },
          piece: { select: { ...pieceSelect, parts: { select: partWithNotationSelect, orderBy: { id: 'asc' } } } },
          overrides: { select: { enrollmentId: true, deadline: true, instrument: { select: instrumentSelect } } },
          groupAssignments: {
            select: {
              enrollmentId: true,
              groupId: true,
              group: {
                select: {
                  members: { select: { enrollmentId: true, courseAssignmentId: true }, orderBy: { id: 'asc' } },
                },
              },
            },
          },
          submissions,
          progress: { select: { enrollmentId: true, currentStep: true, finishedAt: true } },
        },
        orderBy: { id: 'asc' },
      },
    },
  })
  return { enrollments, assignments }
}

type Loaded = Awaited<ReturnType<typeof load>>
type Assignment = Loaded['assignments'][number]

const pieceOf = ({ piece: { parts, ...piece } }: Assignment, withNotation: boolean) => ({
  ...toPiece(piece),
  parts: parts.map(toPart).map((part) => ({
    ...part,
    transpositions: part.transpositions.map(({ notation, ...row }) => (withNotation ? { ...row, notation } : row)),
  })),
})

const shown = (row: Assignment) => ({
  id: row.id,
  piecePlanId: row.piecePlanId,
  position: row.position,
  deadline: toDayOrNull(row.deadline),
  audience: row.audience,
  pieceId: row.pieceId,
  activity: toActivity(row.activity),
  partId: resolvePart(row.piece.parts, row.activity.partType?.name ?? null)?.id ?? null,
  instrument: row.instrument,
})

const byPiece = <Row extends ReturnType<typeof shown>>(rows: Row[], all: Assignment[], withNotation: boolean) =>
  [...Map.groupBy(rows, ({ pieceId }) => pieceId)].map(([pieceId, assignments]) => ({
    piece: pieceOf(all.find((row) => row.pieceId === pieceId) as Assignment, withNotation),
    assignments: assignments.toSorted(compareAssignments),
  }))

const groupOf = ({ enrollments, assignments }: Loaded, row: Assignment, enrollmentId: number) => {
  const mine = row.groupAssignments.find((each) => each.enrollmentId === enrollmentId)
  if (!mine) return null
  const members = mine.group.members.map((member) => {
    const of = assignments.find(({ id }) => id === member.courseAssignmentId) as Assignment
    const { user } = enrollments.find(({ id }) => id === member.enrollmentId) as Loaded['enrollments'][number]
    return {
      enrollmentId: member.enrollmentId,
      username: user.username,
      name: user.name,
      activityType: of.activity.activityType.name,
      submitted: of.submissions.some((each) => each.enrollmentId === member.enrollmentId),
    }
  })
  return { id: mine.groupId, type: 'TELEPHONE_FIXED' as const, members }
}

const progressOf = ({ progress }: Assignment, enrollmentId: number) => {
  const mine = progress.find((each) => each.enrollmentId === enrollmentId)
  return mine ? { currentStep: mine.currentStep, finishedAt: toTimeOrNull(mine.finishedAt) } : null
}

export const plainStudentView = async (
  ctx: Ctx,
  { course, enrollmentId, withNotation }: { course: string; enrollmentId: number; withNotation: boolean },
) => {
  const loaded = await load(ctx, course)
  const enrollment = loaded.enrollments.find(({ id }) => id === enrollmentId)
  const rows = loaded.assignments.flatMap((row) => {
    const mine = row.submissions.filter((each) => each.enrollmentId === enrollmentId)
    const group = groupOf(loaded, row, enrollmentId)
    if (row.archivedAt || (row.audience === 'MEMBERS' && mine.length === 0 && !group)) return []
    const own = row.overrides.find((each) => each.enrollmentId === enrollmentId)
    return {
      ...shown(row),
      deadline: toDayOrNull(own?.deadline ?? row.deadline),
      instrument: resolveInstrument({
        override: own?.instrument,
        courseAssignment: row.instrument,
        enrollment: enrollment?.instrument,
        user: enrollment?.user.instrument,
      }),
      group,
      submissions: mine.map((each) => toSubmission(ctx, each)),
      progress: progressOf(row, enrollmentId),
    }
  })
  return byPiece(rows, loaded.assignments, withNotation)
}

type Submission = Assignment['submissions'][number]

/**
 * Of each student the latest of these. Points in time come from the database to the millisecond here, so whoever hands in
 * twice in one is told apart by `order`, the ids in the order of the database.
 */
const latestOfEach = (rows: Submission[], order: number[]): Submission[] =>
  [...Map.groupBy(rows, ({ enrollmentId }) => enrollmentId).values()]
    .map((each) => each.toSorted((a, b) => order.indexOf(b.id) - order.indexOf(a.id))[0] as Submission)
    .toSorted((a, b) => a.enrollmentId - b.enrollmentId)

const inOrder = async ({ db }: Ctx, course: string): Promise<number[]> =>
  (
    await db.submission.findMany({
      where: { courseAssignment: { course: { slug: course } } },
      select: { id: true },
      orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
    })
  ).map(({ id }) => id)

const isGraded = ({ grades }: Submission): boolean => grades.some(({ kind }) => kind === 'TEACHER')

export const plainCourseView = async (ctx: Ctx, course: string, withNotation: boolean) => {
  const { assignments } = await load(ctx, course)
  const order = await inOrder(ctx, course)
  const rows = assignments.flatMap((row) => {
    const latest = latestOfEach(row.submissions, order)
    const toGrade = latest.filter((each) => !isGraded(each)).length
    const finished = row.progress.filter(({ finishedAt }) => finishedAt !== null).length
    const tallies = { groups: row.groupAssignments.length, handedIn: latest.length, toGrade, finished }
    return row.archivedAt ? [] : { ...shown(row), ...tallies }
  })
  return byPiece(rows, assignments, withNotation)
}

const personOf = ({ instrument: _, ...person }: Loaded['enrollments'][number]['user']) => person

export const plainRoster = async (ctx: Ctx, course: string) =>
  (await load(ctx, course)).enrollments.map(({ user, ...row }) => ({ ...row, user: personOf(user) }))

type LatestOf = { pieceSlug: string; activityType: string }

const latestFor = async (ctx: Ctx, course: string, { pieceSlug, activityType }: LatestOf) => {
  const loaded = await load(ctx, course)
  const wanted = loaded.assignments.filter(
    ({ piece, activity }) => piece.slug === pieceSlug && activity.activityType.name === activityType,
  )
  const rows = wanted.flatMap((row) => row.submissions)
  return { loaded, latest: latestOfEach(rows, await inOrder(ctx, course)) }
}

export const plainRecent = async (ctx: Ctx, course: string, of: LatestOf) => {
  const { loaded, latest } = await latestFor(ctx, course, of)
  return latest.map((row) => ({ ...toSubmission(ctx, row), student: personOf(enrollmentOf(loaded, row).user) }))
}

const enrollmentOf = ({ enrollments }: Loaded, { enrollmentId }: Submission) =>
  enrollments.find(({ id }) => id === enrollmentId) as Loaded['enrollments'][number]

export const plainForGrading = async (ctx: Ctx, course: string, of?: LatestOf) => {
  const loaded = of ? (await latestFor(ctx, course, of)).loaded : await load(ctx, course)
  const all = loaded.assignments.flatMap((row) => row.submissions)
  const chosen = of ? (await latestFor(ctx, course, of)).latest : all
  const assignmentOf = (row: Submission) =>
    loaded.assignments.find(({ id }) => id === row.courseAssignmentId) as Assignment
  const activities = new Map(chosen.map(assignmentOf).map(({ activity }) => [activity.id, toActivity(activity)]))
  const pieces = new Map(chosen.map(assignmentOf).map((row) => [row.pieceId, pieceOf(row, true)]))
  return {
    submissions: chosen
      .toSorted((a, b) => a.enrollmentId - b.enrollmentId || a.id - b.id)
      .map((row) => {
        const { user, ...enrollment } = enrollmentOf(loaded, row)
        const assignment = assignmentOf(row)
        const own = assignment.overrides.find(({ enrollmentId }) => enrollmentId === row.enrollmentId)
        return {
          id: row.id,
          student: personOf(user),
          enrollment,
          assignment: {
            id: assignment.id,
            pieceId: assignment.pieceId,
            activityId: assignment.activity.id,
            deadline: toDayOrNull(own?.deadline ?? assignment.deadline),
            group: groupOf(loaded, assignment, row.enrollmentId),
          },
          takes: assignment.submissions
            .filter(({ enrollmentId }) => enrollmentId === row.enrollmentId)
            .map((take) => toSubmission(ctx, take)),
        }
      }),
    activities: [...activities.values()].toSorted((a, b) => a.id - b.id),
    pieces: [...pieces.values()].toSorted((a, b) => a.id - b.id),
  }
}

export const plainStandings = async (ctx: Ctx, course: string) => {
  const loaded = await load(ctx, course)
  const order = await inOrder(ctx, course)
  const students = loaded.enrollments.filter(({ role }) => role === 'STUDENT')
  return students.flatMap(({ id: enrollmentId }) =>
    loaded.assignments.flatMap((row) => {
      const mine = row.submissions.filter((each) => each.enrollmentId === enrollmentId)
      const deadline = row.overrides.find((each) => each.enrollmentId === enrollmentId)?.deadline ?? null
      const progress = progressOf(row, enrollmentId)
      if (row.archivedAt || (mine.length === 0 && !deadline && !progress && !groupOf(loaded, row, enrollmentId)))
        return []
      const [latest] = latestOfEach(mine, order)
      const given = latest && toSubmission(ctx, latest)
      return {
        enrollmentId,
        courseAssignmentId: row.id,
        takes: mine.length,
        submissionId: latest?.id ?? null,
        submittedAt: given?.submittedAt ?? null,
        deadline: toDayOrNull(deadline),
        grade: given?.grade
          ? { rhythm: given.grade.rhythm, tone: given.grade.tone, expression: given.grade.expression }
          : null,
        progress,
      }
    }),
  )
}
