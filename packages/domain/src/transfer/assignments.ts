/** What courses are assigned, out of a database after its remodel. */
import { type Conversion, carryOver, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'

export const convertAssignments = async (conversion: Conversion): Promise<void> => {
  await convertCourseAssignments(conversion)
  await convertGroups(conversion)
  await convertGroupAssignments(conversion)
}

const convertCourseAssignments = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, facts } = conversion
  const from = 'assignments_courseassignment'
  const inGroups = new Set<number | null>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, 'assignments_groupassignment'))
    for (const { course_assignment_id } of batch) inGroups.add(course_assignment_id)

  const taken = new Map<string, number>()
  await carryOver(conversion, from, 'course_assignments', (row) => {
    const { id, course_id, activity_id, piece_id, piece_plan_id, instrument_id, deadline, created_at } = row
    const course = ids('courses').get(course_id)
    const activity = ids('activities').get(activity_id)
    const piece = ids('pieces').get(piece_id)
    if (course === null || activity === null || piece === null) {
      const missing =
        course === null ? `course ${course_id}` : activity === null ? `activity ${activity_id}` : `piece ${piece_id}`
      ledger.found('skipped', from, id, 'missing-row', missing)
      return null
    }
    const key = `${course}:${activity}:${piece}`
    const first = taken.get(key)
    if (first !== undefined) {
      ids('course_assignments').merge(id, first)
      ledger.found('merged', from, id, 'duplicate', String(first))
      return null
    }
    taken.set(key, id)
    const plan = ids('piece_plans').get(piece_plan_id)
    if (plan === null && piece_plan_id !== null)
      ledger.found('repaired', from, id, 'missing-reference', `plan ${piece_plan_id}`)
    const instrument = ids('instruments').get(instrument_id)
    if (instrument === null && instrument_id !== null)
      ledger.found('repaired', from, id, 'missing-reference', `instrument ${instrument_id}`)
    return {
      id,
      course_id: course,
      activity_id: activity,
      piece_id: piece,
      piece_plan_id: plan,
      position: plan === null ? null : (facts.positions.get(`${plan}:${activity}`) ?? null),
      instrument_id: instrument,
      deadline,
      // What a group holds is for its members alone.
      audience: inGroups.has(id) ? 'members' : 'everyone',
      archived_at: null,
      created_at,
    }
  })
}

export const convertGroups = async (conversion: Conversion): Promise<void> => {
  const from = 'assignments_assignmentgroup'
  await carryOver(conversion, from, 'assignment_groups', ({ id, type }) => {
    if (type !== 'telephone_fixed') conversion.ledger.found('repaired', from, id, 'plan-type', String(type))
    return { id, type: 'telephone_fixed' }
  })
}

const convertGroupAssignments = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, target } = conversion
  const from = 'assignments_groupassignment'
  const holders = new Map<string, number>()
  const inGroup = new Set<string>()
  const apart: { id: number; enrollment_id: number; course_assignment_id: number }[] = []
  await carryOver(conversion, from, 'group_assignments', ({ id, group_id, enrollment_id, course_assignment_id }) => {
    const group = ids('assignment_groups').get(group_id)
    const enrollment = ids('enrollments').get(enrollment_id)
    const assignment = ids('course_assignments').get(course_assignment_id)
    if (enrollment === null || assignment === null) {
      const missing = enrollment === null ? `enrollment ${enrollment_id}` : `assignment ${course_assignment_id}`
      ledger.found('skipped', from, id, 'missing-row', missing)
      return null
    }
    const holder = `${enrollment}:${assignment}`
    const first = holders.get(holder)
    if (first !== undefined) {
      ledger.found('merged', from, id, 'duplicate', String(first))
      return null
    }
    holders.set(holder, id)
    const place = `${group}:${assignment}`
    if (group === null || inGroup.has(place)) {
      ledger.found('repaired', from, id, group === null ? 'missing-reference' : 'group-twice', `group ${group_id}`)
      apart.push({ id, enrollment_id: enrollment, course_assignment_id: assignment })
      return null
    }
    inGroup.add(place)
    return { id, group_id: group, enrollment_id: enrollment, course_assignment_id: assignment }
  })
  for (const row of apart) {
    const group = ids('assignment_groups').next()
    await target.write('assignment_groups', [{ id: group, type: 'telephone_fixed' }])
    await target.write('group_assignments', [{ ...row, group_id: group }])
    ids('group_assignments').add(row.id)
  }
}
