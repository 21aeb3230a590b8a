/** The stream of what happens to the work of a course: opened, looked after, opened again. */
import { onlineManager } from '@tanstack/react-query'
import { client, noticeSignOut } from './client.ts'
import { domainErrorOf } from './errors.ts'

const firstPauseMs = 2000
const longestPauseMs = 60_000

/** Asking again helps nobody who may not hear it; the page's own calls say so. */
const isFinal = (error: unknown): boolean =>
  ['unauthenticated', 'forbidden', 'not-found'].includes(domainErrorOf(error)?.code ?? '')

type Listener = {
  /** Something happened, or may have while nobody listened. */
  onNews: () => void
  /** Whether news come by themselves from now on. */
  onLive: (isLive: boolean) => void
}

/**
 * Follows the work of a course while the page is seen: a browser has six connections to a server, and pages in the background are
 * not to hold them all. @returns the end of it
 */
export const followWork = (course: string, { onNews, onLive }: Listener): (() => void) => {
  let stream: { unsubscribe: () => void } | null = null
  let timer: number | undefined
  let pause = firstPauseMs

  const close = (): void => {
    window.clearTimeout(timer)
    const open = stream
    stream = null
    open?.unsubscribe()
    onLive(false)
  }

  const open = (): void => {
    if (stream || document.hidden || !onlineManager.isOnline()) return
    window.clearTimeout(timer)
    const ended = (error?: unknown): void => {
      if (stream !== own) return
      close()
      noticeSignOut(error)
      if (isFinal(error)) return
      // Not all at the same moment, where it was the server that ended them.
      timer = window.setTimeout(open, pause * (0.5 + Math.random()))
      pause = Math.min(pause * 2, longestPauseMs)
    }
    const own = client.submissions.watch.subscribe(
      { course },
      {
        onData: () => {
          pause = firstPauseMs
          onLive(true)
          onNews()
        },
        // The browser itself tries again where the connection broke.
        onConnectionStateChange: ({ state }) => state === 'connecting' && onLive(false),
        onError: ended,
        onComplete: () => ended(),
      },
    )
    stream = own
  }

  const onVisibility = (): void => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', onVisibility)
  const forget = onlineManager.subscribe((isOnline) => isOnline && open())
  open()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    forget()
    close()
  }
}
