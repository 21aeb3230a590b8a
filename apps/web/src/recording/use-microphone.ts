import { useCallback, useEffect, useRef, useState } from 'react'
import {
  closeStream,
  listMicrophones,
  type Microphone,
  MicrophoneError,
  type MicrophoneProblem,
  openMicrophone,
} from './microphone.ts'

/** The microphone in use, which is let go with the page. */
export const useMicrophone = () => {
  const current = useRef<MediaStream | null>(null)
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [microphones, setMicrophones] = useState<Microphone[]>([])
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null)

  const use = useCallback((next: MediaStream | null) => {
    closeStream(current.current)
    current.current = next
    setStream(next)
  }, [])

  const open = useCallback(
    async (deviceId: string | null = null) => {
      try {
        use(await openMicrophone(deviceId))
        setMicrophones(await listMicrophones())
        setProblem(null)
      } catch (error) {
        use(null)
        setProblem(error instanceof MicrophoneError ? error.problem : 'busy')
      }
    },
    [use],
  )

  useEffect(() => () => closeStream(current.current), [])
  const deviceId = stream?.getAudioTracks()[0]?.getSettings().deviceId ?? null
  return { stream, microphones, deviceId, problem, open }
}
