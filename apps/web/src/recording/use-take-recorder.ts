import { useCallback, useEffect, useRef, useState } from 'react'
import type { Engraving } from '../notation/engrave.ts'
import { usePlayer } from '../notation/use-player.ts'
import { type Recorded, type RunningRecorder, startRecorder } from './recorder.ts'

export type RecorderPhase = 'ready' | 'counting' | 'recording'

type Options = {
  stream: MediaStream | null
  /** What the count-in and the metronome go by; without it there are none. */
  score: Engraving | undefined
  rate: number
  withCountIn: boolean
  withClicks: boolean
  onRecorded: (recorded: Recorded) => void
}

/** Records one take at a time: count in, record, stop. */
export const useTakeRecorder = ({ stream, score, rate, withCountIn, withClicks, onRecorded }: Options) => {
  const [phase, setPhase] = useState<RecorderPhase>('ready')
  const recorder = useRef<RunningRecorder | null>(null)
  const player = usePlayer(score, rate)

  const begin = useCallback(() => {
    if (!stream || recorder.current) return
    recorder.current = startRecorder(stream)
    setPhase('recording')
  }, [stream])

  const start = async (): Promise<void> => {
    if (!score || !(withCountIn || withClicks)) return begin()
    setPhase('counting')
    await player.play({ withNotes: false, withClicks, withCountIn, onBegin: begin, onEnd: () => {} })
  }

  const stop = async (): Promise<void> => {
    player.stop()
    const running = recorder.current
    recorder.current = null
    setPhase('ready')
    if (running) onRecorded(await running.stop())
  }

  // Whoever leaves the page in the middle of a take did not mean it.
  useEffect(() => () => void recorder.current?.stop(), [])
  return { phase, start, stop }
}
