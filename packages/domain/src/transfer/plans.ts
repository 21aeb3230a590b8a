/** What can be assigned: activities and plans of pieces. */
import { type Conversion, carryOver, readAll } from './conversion.ts'
import { silent } from './ledger.ts'
import { convertNamed } from './library.ts'
import { carryOverLists } from './lists.ts'

export const convertPlans = async (conversion: Conversion): Promise<void> => {
  await convertNamed(conversion, 'assignments_activitycategory', 'activity_categories')
  const typeByName = await convertTypes(conversion)
  await convertActivities(conversion, typeByName)
  await convertPiecePlans(conversion)
  await convertPlanned(conversion)
}

const convertTypes = async (conversion: Conversion): Promise<Map<string, number>> => {
  const { ids, ledger } = conversion
  const from = 'assignments_activitytype'
  const byName = new Map<string, number>()
  await carryOver(conversion, from, 'activity_types', ({ id, name, category_id }) => {
    const category = ids('activity_categories').get(category_id)
    const first = byName.get(name)
    if (first !== undefined) {
      ids('activity_types').merge(id, first)
      ledger.found('merged', from, id, 'same-name', `${name}: ${first}`)
      return null
    }
    if (category === null) {
      ledger.found('skipped', from, id, 'missing-row', `category ${category_id}`)
      return null
    }
    byName.set(name, id)
    return { id, name, category_id: category }
  })
  return byName
}

const convertActivities = async (conversion: Conversion, typeByName: Map<string, number>): Promise<void> => {
  const { ids, ledger, facts } = conversion
  const from = 'assignments_activity'
  const partTypes = new Map<number, string>()
  for (const { id, name } of await readAll({ ...conversion, ledger: silent }, 'musics_parttype'))
    partTypes.set(id, name)
  await carryOver(conversion, from, 'activities', (row) => {
    const { id, activity_type_id, activity_type_name, part_type_id, body, number_of_submissions: count } = row
    // Activities carry the name of their type too.
    const type = ids('activity_types').get(activity_type_id) ?? typeByName.get(activity_type_name) ?? null
    if (type === null) {
      ledger.found('skipped', from, id, 'missing-row', `activity type ${activity_type_id}`)
      return null
    }
    const partType = ids('part_types').get(part_type_id)
    if (partType === null && part_type_id !== null)
      ledger.found('repaired', from, id, 'missing-reference', `part type ${part_type_id}`)
    if (count === null || count < 0) ledger.found('repaired', from, id, 'submission-count', String(count))
    const submissions = count === null || count < 0 ? 1 : count
    facts.activityPartTypes.set(id, partTypes.get(partType ?? 0) ?? null)
    return { id, activity_type_id: type, part_type_id: partType, body, number_of_submissions: submissions }
  })
}

const convertPiecePlans = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, facts } = conversion
  const from = 'assignments_pieceplan'
  await carryOver(conversion, from, 'piece_plans', ({ id, name, piece_id, type }) => {
    const piece = ids('pieces').get(piece_id)
    if (piece === null) {
      ledger.found('skipped', from, id, 'missing-row', `piece ${piece_id}`)
      return null
    }
    facts.planPieces.set(id, piece)
    const known = type === 'telephone_fixed'
    if (!known && type) ledger.found('repaired', from, id, 'plan-type', type)
    return { id, name, piece_id: piece, type: known ? type : null, created_by_id: null }
  })
}

const convertPlanned = (conversion: Conversion): Promise<void> =>
  carryOverLists(conversion, {
    from: 'assignments_plannedactivity',
    to: 'planned_activities',
    list: { table: 'piece_plans', column: 'piece_plan_id', called: 'plan' },
    member: { table: 'activities', column: 'activity_id', called: 'activity' },
    read: ({ id, piece_plan_id, activity_id, order }) => ({ id, listId: piece_plan_id, memberId: activity_id, order }),
    onPlaced: (pair, position) => conversion.facts.positions.set(pair, position),
  })
