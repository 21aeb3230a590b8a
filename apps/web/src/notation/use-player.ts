import { useCallback, useEffect, useRef, useState } from 'react'
import type { Engraving } from './engrave.ts'
import type { Playing, PlayOptions } from './player.ts'

type Options = Pick<PlayOptions, 'withNotes' | 'withClicks' | 'withCountIn' | 'from' | 'onBegin' | 'onNotes' | 'onEnd'>

/** Plays a score at a share of its tempo, which may change while it plays. Tone.js is fetched with the first play. */
export const usePlayer = (score: Engraving | undefined, rate: number) => {
  const playing = useRef<Playing | null>(null)
  /** Counts plays, so that one that was stopped while it was being fetched does not begin after all. */
  const turn = useRef(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const tempo = score ? score.tempo * rate : 0

  const stop = useCallback(() => {
    turn.current += 1
    playing.current?.stop()
    playing.current = null
    setIsPlaying(false)
  }, [])

  const play = useCallback(
    async ({ onEnd, ...options }: Options) => {
      if (!score) return
      stop()
      const mine = turn.current
      setIsPlaying(true)
      try {
        const { playScore } = await import('./player.ts')
        if (turn.current !== mine) return
        playing.current = await playScore(score, {
          ...options,
          tempo,
          onEnd: () => {
            playing.current = null
            setIsPlaying(false)
            onEnd()
          },
        })
        if (turn.current !== mine) playing.current.stop()
      } catch (error) {
        setIsPlaying(false)
        throw error
      }
    },
    [score, tempo, stop],
  )

  useEffect(() => playing.current?.setTempo(tempo), [tempo])
  useEffect(() => stop, [stop])
  return { isPlaying, play, stop }
}
