/** Plans as they are searched: pure. */
import type { Outputs } from '../../api/client.ts'

export type Plan = Outputs['plans']['all'][number]

/** Those whose name or piece every word of the search fits. */
export const findPlans = <P extends { name: string; piece: { name: string } }>(plans: P[], search: string): P[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return plans.filter(({ name, piece }) => {
    const where = `${name} ${piece.name}`.toLowerCase()
    return words.every((word) => where.includes(word))
  })
}
