import { Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { text } from '../text/index.ts'
import { peakOf, shareOf, type Verdict, verdictOf } from './level.ts'
import classes from './level-meter.module.css'

const words = text.recording

/** How often the verdict changes at most: often enough to help, seldom enough to be read. */
const verdictMs = 500

/** Shows how loud a microphone hears, as a bar and in a word. */
export const LevelMeter = ({ stream }: { stream: MediaStream }) => {
  const bar = useRef<HTMLDivElement>(null)
  const [verdict, setVerdict] = useState<Verdict>('quiet')
  useEffect(() => {
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 1024 })
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let loudest = Number.NEGATIVE_INFINITY
    let frame = 0
    const draw = (): void => {
      analyser.getFloatTimeDomainData(samples)
      const peak = peakOf(samples)
      loudest = Math.max(loudest, peak)
      if (bar.current) bar.current.style.transform = `scaleX(${shareOf(peak)})`
      frame = requestAnimationFrame(draw)
    }
    draw()
    const timer = setInterval(() => {
      setVerdict(verdictOf(loudest))
      loudest = Number.NEGATIVE_INFINITY
    }, verdictMs)
    return () => {
      cancelAnimationFrame(frame)
      clearInterval(timer)
      void context.close()
    }
  }, [stream])
  return (
    <div className={classes.level}>
      <Text size="sm" fw={550}>
        {words.level}
      </Text>
      <div className={classes.track} aria-hidden>
        <div ref={bar} className={classes.bar} data-verdict={verdict} />
      </div>
      <Text size="sm" c="dimmed">
        {words.verdict[verdict]}
      </Text>
    </div>
  )
}
