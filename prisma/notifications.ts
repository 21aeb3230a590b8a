/**
 * What processes tell each other with NOTIFY: heard by every process of the database, once the transaction that told it is
 * committed, and never where it was rolled back.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type ClientBase } from 'pg'
import { checkStatement } from './own-statements.ts'

/** The one channel for all of it; what a payload is about stands in the payload. */
export const notificationChannel = 'cpr_events'

export type NotificationListener = {
  heard: (payload: string) => void
  /**
   * From now on nothing is missed. What was told since the listener came, or since the connection was lost, may have been:
   * this comes again after every loss.
   */
  hearing: () => void
  /** The connection is lost: what is told from now on is missed, until `hearing` comes. */
  lost?: () => void
}

export type Notifications = {
  /** Goes on until the database is closed. */
  listen: (listener: NotificationListener) => void
}

const listenStatement = `LISTEN ${notificationChannel}`

/**
 * Over connections that others use too: the embedded database has one alone. `onConnect` is for its pool, which calls it before
 * the first statement; and since nobody else writes there, nothing is ever missed.
 */
export const listenOnPool = (): { notifications: Notifications; onConnect: (client: ClientBase) => Promise<void> } => {
  const listeners = new Set<NotificationListener>()
  return {
    notifications: {
      listen: (listener) => {
        listeners.add(listener)
        listener.hearing()
      },
    },
    onConnect: async (client) => {
      client.on('notification', ({ payload = '' }) => {
        for (const { heard } of listeners) heard(payload)
      })
      await client.query(listenStatement)
    },
  }
}

const firstPauseMs = 100
/** Whoever watches something is to see it soon after the database is back. */
const longestPauseMs = 2000

/** A connection that broke without a word would be waited on for as long as TCP likes, which is many minutes. */
const checkEveryMs = 30_000
const checkTimeoutMs = 10_000

const goodbyeMs = 1000

/** Over a connection of its own, opened with the first listener, and again whenever it is lost. */
export const listenOnServer = (connectionString: string): Notifications & { close: () => Promise<void> } => {
  const listeners = new Set<NotificationListener>()
  const closing = new AbortController()
  let isHearing = false
  let running: Promise<void> | undefined

  /** Hears until the connection is lost. @throws where there is none to be had */
  const hear = async (): Promise<void> => {
    const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: checkTimeoutMs })
    const { promise: lost, resolve } = Promise.withResolvers<void>()
    const lose = (): void => resolve()
    client.on('error', lose)
    client.once('end', lose)
    client.on('notification', ({ payload = '' }) => {
      for (const { heard } of listeners) heard(payload)
    })
    closing.signal.addEventListener('abort', lose)
    const check = setInterval(() => {
      client.query({ text: checkStatement, query_timeout: checkTimeoutMs } as pg.QueryConfig).catch(lose)
    }, checkEveryMs)
    try {
      await client.connect()
      await client.query(listenStatement)
      isHearing = true
      for (const { hearing } of listeners) hearing()
      await lost
    } finally {
      if (isHearing) for (const listener of listeners) listener.lost?.()
      isHearing = false
      clearInterval(check)
      closing.signal.removeEventListener('abort', lose)
      // Where the other end is gone the goodbye is never answered.
      await Promise.race([client.end(), sleep(goodbyeMs, undefined, { ref: false })])
    }
  }

  const keepHearing = async (): Promise<void> => {
    let pause = firstPauseMs
    while (!closing.signal.aborted) {
      const began = Date.now()
      await hear().catch(() => {})
      // A connection that held was no part of the trouble before it.
      pause = Date.now() - began > longestPauseMs ? firstPauseMs : Math.min(pause * 2, longestPauseMs)
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  return {
    listen: (listener) => {
      listeners.add(listener)
      if (isHearing) listener.hearing()
      running ??= keepHearing()
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}
