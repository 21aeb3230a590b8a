/**
 * Reads both sides again, after everything is written: what students handed in, and what they see. Apart from the ids that
 * the repairs gave to rows, nothing that the conversion worked out is used.
 */
import { hash } from 'node:crypto'
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { append, type Conversion, createShared, readBatches } from './conversion.ts'
import { type Finding, silent } from './ledger.ts'
import { writtenTables } from './target.ts'
import { nearestMark, type Place } from './work.ts'

export type Difference = {
  about: 'rows' | 'submission' | 'attachment' | 'grade' | 'progress' | 'assignment' | 'group'
  id: string
  what: string
}

export type Verification = {
  students: number
  submissions: number
  attachments: number
  grades: number
  events: number
  /** Pairs of a student and an assignment. */
  assignments: number
  /** Of those, how many a student sees that they did not see before: late joiners see everything. */
  assignmentsMore: number
  differences: Difference[]
}

type Check = Conversion & {
  db: Ctx['db']
  places: Map<number, Place>
  findings: Finding[]
  /** Hears of steps, and between two of them of every batch. */
  onProgress: (done: number, total: number) => void
}

export const verify = async (check: Check): Promise<Verification> => {
  const courses = check.facts.courseStart.size
  // Work takes about as long as what the students see.
  const total = 2 * courses + 4
  let done = 0
  const tick = (steps = 0): void => {
    done += steps
    check.onProgress(done, total)
  }
  const quiet: Quiet = { ...check, ledger: { ...silent, read: () => tick() }, tick }
  const differences = await compareCounts(check)
  tick(1)
  const ownerOf = await ownersOfWork(quiet)
  const work = await compareWork(quiet, ownerOf)
  tick(courses + 1)
  const events = await compareEvents(quiet, ownerOf)
  tick(1)
  const views = await compareViews(quiet)
  const groups = await compareGroups(quiet)
  tick(1)
  return {
    students: new Set([...check.facts.studentsOfCourse.values()].flat()).size,
    submissions: work.submissions,
    attachments: work.attachments,
    grades: work.grades,
    events: events.events,
    assignments: views.assignments,
    assignmentsMore: views.more,
    differences: [...differences, ...work.differences, ...events.differences, ...views.differences, ...groups],
  }
}

type Quiet = Check & { tick: (steps?: number) => void }

/** Whether each table of the source still has what was read, and each of ours what was written. */
const compareCounts = async ({ source, ledger, db }: Check): Promise<Difference[]> => {
  const differences: Difference[] = []
  for (const [table, read] of ledger.readRows) {
    const now = await source.count(table)
    if (now !== null && now !== read) differences.push({ about: 'rows', id: table, what: `${read} read of ${now}` })
  }
  const counts = writtenTables.map(
    (name) => Prisma.sql`SELECT ${name} AS name, count(*)::int AS rows FROM ${Prisma.raw(`"${name}"`)}`,
  )
  const rows = await db.$queryRaw<{ name: string; rows: number }[]>(Prisma.join(counts, ' UNION ALL '))
  for (const { name, rows: there } of rows) {
    const written = ledger.writtenRows.get(name) ?? 0
    if (there !== written) differences.push({ about: 'rows', id: name, what: `${written} written, ${there} there` })
  }
  return differences
}

const modulus = 2 ** 48

/** Sums of these do not depend on the order, and so can be taken while rows stream by. */
const checksum = (...parts: unknown[]): number =>
  Number.parseInt(hash('sha1', JSON.stringify(parts), 'hex').slice(0, 12), 16)

const plus = (sums: Map<number, number>, id: number, sum: number): void => {
  sums.set(id, ((sums.get(id) ?? 0) + sum) % modulus)
}

type Marks = { rhythm: number | null; tone: number | null; expression: number | null; grader_id: number | null }

const marksOf = ({ rhythm, tone, expression, grader_id }: Marks): string => [rhythm, tone, expression, grader_id].join()

type Work = { course_assignment_id: number | null; enrollment_id: number | null; assignment_id: number | null }

type OwnerOf = (work: Work) => string

/** Whose each old or new assignment of the source is, and for what: `user:course:activity`. */
const ownersOfWork = async (check: Check): Promise<OwnerOf> => {
  const { source } = check
  const enrollments = new Map<number | null, string>()
  for await (const batch of readBatches(check, 'courses_enrollment'))
    for (const { id, user_id, course_id } of batch) enrollments.set(id, `${user_id}:${course_id}`)
  const activities = new Map<number | null, number | null>()
  const enrollmentOfOld = new Map<number | null, number | null>()
  if (source.remodelled)
    for await (const batch of readBatches(check, 'assignments_courseassignment'))
      for (const { id, activity_id } of batch) activities.set(id, activity_id)
  else
    for await (const batch of readBatches(check, 'assignments_assignment'))
      for (const { id, activity_id, enrollment_id } of batch) {
        activities.set(id, activity_id)
        enrollmentOfOld.set(id, enrollment_id)
      }
  return (work) =>
    source.remodelled
      ? `${enrollments.get(work.enrollment_id)}:${activities.get(work.course_assignment_id)}`
      : `${enrollments.get(enrollmentOfOld.get(work.assignment_id) ?? null)}:${activities.get(work.assignment_id)}`
}

const compareWork = async (check: Quiet, ownerOf: OwnerOf) => {
  const { db, tick } = check
  const differences: Difference[] = []
  const before = new Map<number, number>()
  const gradesBefore = new Map<number, string>()
  for await (const batch of readBatches(check, 'submissions_grade'))
    for (const { id, grader_id, rhythm, tone, expression } of batch) {
      const marks = { rhythm: nearestMark(rhythm), tone: nearestMark(tone), expression: nearestMark(expression) }
      gradesBefore.set(id, marksOf({ ...marks, grader_id }))
    }
  for await (const batch of readBatches(check, 'submissions_submission'))
    for (const row of batch) {
      plus(before, row.id, checksum('work', ownerOf(row), row.content, row.submitted))
      for (const [kind, gradeId] of [
        ['teacher', row.grade_id],
        ['self', row.self_grade_id],
      ] as const) {
        const marks = gradeId === null ? undefined : gradesBefore.get(gradeId)
        if (marks !== undefined) plus(before, row.id, checksum(kind, marks))
      }
    }
  let attachments = 0
  for await (const batch of readBatches(check, 'submissions_submissionattachment'))
    for (const { id, submission_id, file, submitted } of batch) {
      if (file === '') continue
      attachments += 1
      if (submission_id !== null && before.has(submission_id))
        plus(before, submission_id, checksum('file', id, file, submitted))
      else
        differences.push({
          about: 'attachment',
          id: String(id),
          what: `of submission ${submission_id}, which is missing`,
        })
    }

  const after = new Map<number, number>()
  const time = (column: string) => Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`)
  type WorkRow = { id: number; owner: string; content: string; submitted: string }
  for await (const rows of pages<WorkRow>(
    db,
    tick,
    Prisma.sql`
    SELECT s.id, e.user_id || ':' || e.course_id || ':' || ca.activity_id AS owner, s.content,
      ${time('s.submitted_at')} AS submitted
    FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id
    JOIN course_assignments ca ON ca.id = s.course_assignment_id`,
    's.id',
  ))
    for (const { id, owner, content, submitted } of rows) plus(after, id, checksum('work', owner, content, submitted))
  type FileRow = { id: number; submission: number; file: string; submitted: string }
  for await (const rows of pages<FileRow>(
    db,
    tick,
    Prisma.sql`
    SELECT id, submission_id AS submission, file, ${time('submitted_at')} AS submitted FROM submission_attachments`,
    'id',
  ))
    for (const { id, submission, file, submitted } of rows)
      plus(after, submission, checksum('file', id, file, submitted))
  const gradesAfter = new Map<number, string>()
  type GradeRow = Marks & { id: number; submission: number | null; kind: string }
  for await (const rows of pages<GradeRow>(
    db,
    tick,
    Prisma.sql`
    SELECT id, submission_id AS submission, kind::text AS kind, grader_id, rhythm, tone, expression FROM grades`,
    'id',
  ))
    for (const { id, submission, kind, ...marks } of rows) {
      gradesAfter.set(id, marksOf(marks))
      if (submission !== null) plus(after, submission, checksum(kind, marksOf(marks)))
    }

  for (const [id, sum] of before) {
    const now = after.get(id)
    if (now !== sum)
      differences.push({
        about: 'submission',
        id: String(id),
        what: now === undefined ? 'missing' : 'content, grade or files differ',
      })
  }
  for (const id of after.keys())
    if (!before.has(id)) differences.push({ about: 'submission', id: String(id), what: 'was not there' })
  for (const [id, marks] of gradesBefore)
    if (gradesAfter.get(id) !== marks)
      differences.push({ about: 'grade', id: String(id), what: gradesAfter.has(id) ? 'marks differ' : 'missing' })
  return { submissions: before.size, attachments, grades: gradesBefore.size, differences }
}

/** All rows of a statement that can be read on from an id. */
async function* pages<T extends { id: number }>(
  db: Ctx['db'],
  tick: () => void,
  statement: Prisma.Sql,
  id: string,
): AsyncGenerator<T[]> {
  const key = Prisma.raw(id)
  for (let last = 0; ; ) {
    const rows = await db.$queryRaw<T[]>`${statement} WHERE ${key} > ${last} ORDER BY ${key} LIMIT 500`
    const end = rows.at(-1)
    if (!end) return
    tick()
    yield rows
    last = end.id
  }
}

const compareEvents = async (check: Check, ownerOf: OwnerOf) => {
  const before = new Map<string, number>()
  let events = 0
  for await (const batch of readBatches(check, 'submissions_activityprogress'))
    for (const row of batch) {
      const logs = row.activity_logs
      const count = logs === null ? 0 : Array.isArray(logs) ? logs.length : 1
      events += count
      before.set(ownerOf(row), (before.get(ownerOf(row)) ?? 0) + count)
    }
  const rows = await check.db.$queryRaw<{ owner: string; events: number }[]>`
    SELECT e.user_id || ':' || e.course_id || ':' || ca.activity_id AS owner,
      (count(ev.id) FILTER (WHERE ev.operation <> 'replaced_by_import'))::int AS events
    FROM activity_progress p JOIN enrollments e ON e.id = p.enrollment_id
    JOIN course_assignments ca ON ca.id = p.course_assignment_id
    LEFT JOIN activity_events ev ON ev.progress_id = p.id
    GROUP BY owner`
  const after = new Map(rows.map((row) => [row.owner, row.events]))
  const differences = [...before]
    .filter(([owner, count]) => after.get(owner) !== count)
    .map(([owner, count]): Difference => {
      const [user, course, activity] = owner.split(':')
      const what = `${count} events were there, ${after.get(owner) ?? 'no progress'} now`
      return { about: 'progress', id: `user ${user}, course ${course}, activity ${activity}`, what }
    })
  return { events, differences }
}

/** Whether everybody is still in the group they were in, but for those whom a repair gave one of their own. */
const compareGroups = async (check: Check): Promise<Difference[]> => {
  const { db, ids, places, source } = check
  const from = source.remodelled ? 'assignments_groupassignment' : 'assignments_assignment'
  const apart = new Set(
    check.findings
      .filter(({ table, repair, outcome }) => table === from && (repair === 'group-twice' || outcome === 'merged'))
      .map(({ id }) => id),
  )
  const rows = await db.$queryRaw<{ member: string }[]>`
    SELECT group_id || ':' || enrollment_id || ':' || course_assignment_id AS member FROM group_assignments`
  const after = new Set(rows.map(({ member }) => member))
  const differences: Difference[] = []
  const look = (id: number, group: number | null, enrollment: number | null, assignment: number | null): void => {
    const known = ids('assignment_groups').get(group)
    if (known === null || enrollment === null || assignment === null || apart.has(id)) return
    if (!after.has(`${known}:${enrollment}:${assignment}`))
      differences.push({ about: 'group', id: String(known), what: `enrollment ${enrollment} is no more in it` })
  }
  if (source.remodelled)
    for await (const batch of readBatches(check, 'assignments_groupassignment'))
      for (const { id, group_id, enrollment_id, course_assignment_id } of batch)
        look(id, group_id, ids('enrollments').get(enrollment_id), ids('course_assignments').get(course_assignment_id))
  else
    for await (const batch of readBatches(check, 'assignments_assignment'))
      for (const { id, group_id, enrollment_id } of batch)
        look(id, group_id, ids('enrollments').get(enrollment_id), places.get(id)?.courseAssignmentId ?? null)
  return differences
}

type Seen = { activityId: number | null; instrumentId: number | null; deadline: string | null }

/** What every student sees, course by course. */
const compareViews = async (check: Quiet) => {
  const { db, facts } = check
  const had = await viewsBefore(check)
  const differences: Difference[] = []
  let assignments = 0
  let more = 0
  for (const courseId of facts.courseStart.keys()) {
    check.tick(1)
    const views = had(courseId)
    type ViewRow = { enrollment: number; assignment: number; worked: boolean } & Seen
    const rows = await db.$queryRaw<ViewRow[]>`
      SELECT e.id AS enrollment, ca.id AS assignment, ca.activity_id AS "activityId",
        coalesce(o.instrument_id, ca.instrument_id, e.instrument_id, u.instrument_id) AS "instrumentId",
        coalesce(o.deadline, ca.deadline)::text AS deadline, w.id IS NOT NULL AS worked
      FROM enrollments e JOIN users u ON u.id = e.user_id
      JOIN course_assignments ca ON ca.course_id = e.course_id
      LEFT JOIN assignment_overrides o ON o.course_assignment_id = ca.id AND o.enrollment_id = e.id
      LEFT JOIN group_assignments ga ON ga.course_assignment_id = ca.id AND ga.enrollment_id = e.id
      LEFT JOIN LATERAL (SELECT s.id FROM submissions s
        WHERE s.course_assignment_id = ca.id AND s.enrollment_id = e.id LIMIT 1) w ON ca.audience = 'members'
      WHERE e.course_id = ${courseId} AND (ca.audience = 'everyone' OR ga.id IS NOT NULL OR w.id IS NOT NULL)`
    for (const { enrollment, assignment, worked, ...now } of rows) {
      const key = `${enrollment}:${assignment}`
      const before = views.get(key)
      const id = `enrollment ${enrollment}, assignment ${assignment}`
      if (!before) {
        more += 1
        if (check.source.remodelled && !worked)
          differences.push({ about: 'assignment', id, what: 'was not seen before' })
        continue
      }
      views.delete(key)
      assignments += 1
      const changed = (['activityId', 'instrumentId', 'deadline'] as const).filter((name) => before[name] !== now[name])
      if (changed.length > 0) {
        const what = changed.map((name) => `${name} was ${before[name]}, is ${now[name]}`).join('; ')
        differences.push({ about: 'assignment', id, what })
      }
    }
    for (const key of views.keys()) {
      const [enrollment, assignment] = key.split(':')
      differences.push({
        about: 'assignment',
        id: `enrollment ${enrollment}, assignment ${assignment}`,
        what: 'not seen any more',
      })
    }
  }
  return { assignments, more, differences }
}

/** @returns what takes a course and returns, by enrollment and assignment, what its members saw */
const viewsBefore = async (check: Check): Promise<(courseId: number) => Map<string, Seen>> =>
  check.source.remodelled ? viewsOfCourses(check) : viewsOfStudents(check)

const ownInstrument = ({ facts }: Check, enrollmentId: number): number | null => {
  const member = facts.members.get(enrollmentId)
  return member?.instrumentId ?? facts.userInstruments.get(member?.userId ?? 0) ?? null
}

const viewsOfCourses = async (check: Check) => {
  const { ids, facts } = check
  const holders = new Map<number, number[]>()
  for await (const batch of readBatches(check, 'assignments_groupassignment'))
    for (const { course_assignment_id, enrollment_id } of batch) {
      const assignment = ids('course_assignments').get(course_assignment_id)
      const enrollment = ids('enrollments').get(enrollment_id)
      if (assignment !== null && enrollment !== null) append(holders, assignment, enrollment)
    }
  const membersOf = new Map<number, number[]>()
  for (const [enrollmentId, { courseId }] of facts.members) append(membersOf, courseId, enrollmentId)
  const assignmentsOf = new Map<number, ({ id: number } & Seen)[]>()
  for await (const batch of readBatches(check, 'assignments_courseassignment'))
    for (const { id, course_id, activity_id, instrument_id, deadline } of batch) {
      const course = ids('courses').get(course_id)
      // Of duplicates the first one stands, in whose place the others' groups are.
      if (course !== null && ids('course_assignments').get(id) === id)
        append(assignmentsOf, course, {
          id,
          activityId: ids('activities').get(activity_id),
          instrumentId: ids('instruments').get(instrument_id),
          deadline,
        })
    }
  return (courseId: number): Map<string, Seen> => {
    const views = new Map<string, Seen>()
    for (const { id, instrumentId, ...seen } of assignmentsOf.get(courseId) ?? [])
      for (const enrollment of holders.get(id) ?? membersOf.get(courseId) ?? [])
        views.set(`${enrollment}:${id}`, { ...seen, instrumentId: instrumentId ?? ownInstrument(check, enrollment) })
    return views
  }
}

const viewsOfStudents = async (check: Check) => {
  const { ids, facts, places } = check
  type Old = Seen & { enrollment: number; assignment: number; createdAt: string }
  const byCourse = new Map<number, Old[]>()
  const shared = createShared()
  for await (const batch of readBatches(check, 'assignments_assignment'))
    for (const row of batch) {
      const assignment = places.get(row.id)?.courseAssignmentId
      const enrollment = ids('enrollments').get(row.enrollment_id)
      const course = enrollment === null ? undefined : facts.members.get(enrollment)?.courseId
      if (assignment === undefined || enrollment === null || course === undefined) continue
      append(byCourse, course, {
        enrollment,
        assignment,
        activityId: ids('activities').get(row.activity_id),
        instrumentId: ids('instruments').get(row.instrument_id) ?? ownInstrument(check, enrollment),
        deadline: row.deadline && shared(row.deadline),
        createdAt: shared(row.created_at),
      })
    }
  return (courseId: number): Map<string, Seen> => {
    const rows = byCourse.get(courseId) ?? []
    byCourse.delete(courseId)
    // Of two for one student the newer one counts; ids ascend already.
    rows.sort((a, b) => (a.createdAt < b.createdAt ? -1 : Number(a.createdAt > b.createdAt)))
    return new Map(rows.map((row) => [`${row.enrollment}:${row.assignment}`, row]))
  }
}
