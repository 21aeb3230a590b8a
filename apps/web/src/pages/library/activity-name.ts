import { titleOf } from '../../music/activity-kind.ts'

/** An activity by its title, and by its type's own name where a title alone does not tell two apart. */
export const activityName = (activity: { type: string; partType: string | null }): string => {
  const title = titleOf(activity)
  return title === activity.type ? title : `${title} (${activity.type})`
}
