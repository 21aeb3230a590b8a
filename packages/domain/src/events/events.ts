/** Hearing what verbs tell, whichever process ran them. */
import type { Notifications } from '@cpr/db'
import { DomainError } from '../errors.ts'
import type { Behind, EventsByTopic, Topic } from './topics.ts'

export type Events = {
  /**
   * Calls `hear` with every event of a topic. `behind` comes first, as soon as nothing is missed any more, and again whenever
   * something may have been: read then what the topic is about.
   * @returns the end of it
   */
  subscribe: <T extends Topic>(topic: T, hear: (event: EventsByTopic[T] | Behind) => void) => () => void
  /** Whether everything that is told at this moment is going to be heard: somebody subscribed, and the connection stands. */
  isHearing: () => boolean
  /**
   * Counts a stream that somebody opens.
   * @returns what to call when it ends
   * @throws {DomainError} `too-many-streams` past ten of one person in this process
   */
  openStream: (userId: number) => () => void
}

/** Every tab of a browser has one; nobody needs more, and nobody is to hold all the connections of a server. */
export const mostStreams = 10

const behind: Behind = { kind: 'behind' }

type Hear = (event: never) => void

/** One for each process, over what its database hears. */
export const createEvents = (notifications: Notifications): Events => {
  const subscribers = new Map<string, Set<Hear>>()
  let begun = false
  let isHearing = false

  const everybodyIsBehind = (): void => {
    isHearing = true
    for (const set of subscribers.values()) for (const hear of set) hear(behind as never)
  }

  const begin = (): void => {
    if (begun) return
    begun = true
    notifications.listen({
      heard: (payload) => {
        const told = parse(payload)
        for (const hear of subscribers.get(told?.topic ?? '') ?? []) hear(told?.event as never)
      },
      hearing: everybodyIsBehind,
      lost: () => {
        isHearing = false
      },
    })
  }

  return {
    subscribe: (topic, hear) => {
      begin()
      const set = subscribers.get(topic) ?? new Set()
      subscribers.set(topic, set.add(hear))
      if (isHearing) hear(behind)
      return () => {
        set.delete(hear)
        if (set.size === 0 && subscribers.get(topic) === set) subscribers.delete(topic)
      }
    },
    isHearing: () => isHearing,
    openStream: countStreams(),
  }
}

/** Null for what nobody here told: whoever may connect to the database can NOTIFY. */
const parse = (payload: string): { topic: string; event: object } | null => {
  try {
    const { topic, ...event } = JSON.parse(payload)
    return typeof topic === 'string' ? { topic, event } : null
  } catch {
    return null
  }
}

const countStreams = (): Events['openStream'] => {
  const open = new Map<number, number>()
  return (userId) => {
    const others = open.get(userId) ?? 0
    if (others >= mostStreams)
      throw new DomainError(
        'too-many-streams',
        `You have ${mostStreams} pages open already that show what is new by themselves: close one of them.`,
        { limit: mostStreams },
      )
    open.set(userId, others + 1)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      const left = (open.get(userId) ?? 1) - 1
      if (left === 0) open.delete(userId)
      else open.set(userId, left)
    }
  }
}

/** For programs that hear nothing. */
export const noEvents: Events = {
  subscribe: () => () => {},
  isHearing: () => false,
  openStream: () => () => {},
}
