/** Whether the server can be reached. While it cannot, queries and mutations wait, and go on by themselves after. */
import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

const firstLookMs = 1000
const slowestLookMs = 10_000

let looking = false

const answers = async (): Promise<boolean> => {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Says that a call did not get through, and looks for the server until it answers again. */
export const connectionLost = async (): Promise<void> => {
  onlineManager.setOnline(false)
  if (looking) return
  looking = true
  let delay = firstLookMs
  while (!(await answers())) {
    await wait(delay)
    delay = Math.min(delay * 2, slowestLookMs)
  }
  looking = false
  onlineManager.setOnline(true)
}

/** Resolves when the server can be reached, at once where it can. */
export const untilConnected = (): Promise<void> =>
  new Promise((done) => {
    if (onlineManager.isOnline()) return done()
    const forget = onlineManager.subscribe((isOnline) => {
      if (!isOnline) return
      forget()
      done()
    })
  })

/** Looks at once where the browser notices that it is cut off, rather than with the next call. */
export const watchConnection = (): void => {
  // The browser's own word is not enough: it knows its network, not the server.
  onlineManager.setEventListener(() => () => {})
  window.addEventListener('offline', () => void connectionLost())
}

/** Whether the server can be reached, as far as is known. */
export const useIsConnected = (): boolean =>
  useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  )
