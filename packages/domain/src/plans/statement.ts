import { object, orNull, value } from '../sql.ts'

/** An activity as `toActivity` makes it, of what `joinActivityType` joins. */
export const activityJson = object({
  id: 'a.id',
  body: value('a.body'),
  numberOfSubmissions: 'a.number_of_submissions',
  type: value('t.name'),
  category: value('cat.name'),
  partType: orNull(value('apt.name')),
})

/** Joins what belongs to `activities a`. */
export const joinActivityType = `JOIN activity_types t ON t.id = a.activity_type_id
  JOIN activity_categories cat ON cat.id = t.category_id LEFT JOIN part_types apt ON apt.id = a.part_type_id`
