/** Who can trade places with whom in telephone groups, as far as the page knows; the server has the last word. */
import type { TelephoneGroup } from './assigned.ts'

export type GroupMember = TelephoneGroup['members'][number]

export type Place = Pick<GroupMember, 'enrollmentId' | 'courseAssignmentId'>

export const nameOf = ({ name, username }: Pick<GroupMember, 'name' | 'username'>): string => name || username

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.enrollmentId === other.enrollmentId && one.courseAssignmentId === other.courseAssignmentId

/** Whether two members can trade places: nobody gets an activity twice, or loses one that they handed work in for. */
export const canSwap = (groups: readonly Pick<TelephoneGroup, 'members'>[], one: GroupMember, other: GroupMember) => {
  if (one.enrollmentId === other.enrollmentId) return false
  if (one.courseAssignmentId === other.courseAssignmentId) return true
  const holds = (enrollmentId: number, courseAssignmentId: number): boolean =>
    groups.some(({ members }) => members.some((member) => isSamePlace(member, { enrollmentId, courseAssignmentId })))
  return (
    !(one.submitted || other.submitted) &&
    !holds(one.enrollmentId, other.courseAssignmentId) &&
    !holds(other.enrollmentId, one.courseAssignmentId)
  )
}

/** With whom a member can trade places, under the number of their group, from 1. */
export const partnersOf = (groups: readonly TelephoneGroup[], one: GroupMember) =>
  groups.flatMap(({ id, members }, index) => {
    const partners = members.filter((other) => canSwap(groups, one, other))
    return partners.length > 0 ? [{ id, number: index + 1, partners }] : []
  })
