import { useEffect, useState } from 'react'
import { text } from '../text/index.ts'
import { formatLength } from '../text/time.ts'

/** How long something has been recorded. */
export const Elapsed = () => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const begun = performance.now()
    const timer = setInterval(() => setSeconds((performance.now() - begun) / 1000), 250)
    return () => clearInterval(timer)
  }, [])
  return <span>{text.recording.recording(formatLength(seconds))}</span>
}
