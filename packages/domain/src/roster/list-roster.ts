import { type EnrollmentRole, prepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import type { Person } from '../enrollments/index.ts'
import { type InstrumentRow, instrumentJson, instruments, joinInstrument } from '../instruments/index.ts'
import { answerOf } from '../json.ts'
import { enumName, list, lookUp, object } from '../sql.ts'
import { personJson } from '../users/index.ts'
import type { RosterInput } from './schemas.ts'

const everybody = prepared(
  'roster',
  () => `WITH ${askedCourse}, ${instruments}
  ${answerToAsked(
    list(object({ id: 'e.id', role: enumName('e.role'), instrument: instrumentJson, user: personJson }), {
      from: `FROM enrollments e ${lookUp('users', 'u', 'u.id = e.user_id')} ${joinInstrument('e.instrument_id')}
        WHERE e.course_id = asked.course_id`,
      orderBy: 'e.id',
    }),
  )}`,
)

export type RosterRow = { id: number; role: EnrollmentRole; instrument: InstrumentRow | null; user: Person }

/** Everybody in a course, in the order they were enrolled; `instrument` is the enrollment's own, or null. One statement. */
export const listRoster = async (ctx: Ctx, { course }: RosterInput): Promise<RosterRow[]> =>
  answerOf(ctx, (await readInCourse(ctx, 'roster.list', everybody, course)).body ?? '[]')
