import { enumNames, object, orNull, value } from '../sql.ts'

/** What of `users u` the people of a course see: `personSelect`. */
export const personJson = object({
  id: 'u.id',
  username: value('u.username'),
  name: value('u.name'),
  grade: value('u.grade'),
  externalId: value('u.external_id'),
  groups: enumNames('u.groups'),
  instrumentId: orNull('u.instrument_id'),
})
