import { Button, Group, Text } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { text } from '../../text/index.ts'
import { formatLength } from '../../text/time.ts'
import { FailureState } from '../../ui/states.tsx'
import classes from './waveform.module.css'

const words = text.grading

export type Player = { toggle: () => void }

type WaveformProps = { url: string; player: RefObject<Player | null> }

type Surfer = { playPause: () => Promise<void> }

/** A recording as a wave, to listen to and to go about in. The library that draws it is fetched with the first one. */
export const Waveform = ({ url, player }: WaveformProps) => {
  const place = useRef<HTMLDivElement>(null)
  const surfer = useRef<Surfer | null>(null)
  const [seconds, setSeconds] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const toggle = (): void => void surfer.current?.playPause()
  useImperativeHandle(player, () => ({ toggle }))

  useEffect(() => {
    let destroy = (): void => {}
    let isGone = false
    void import('wavesurfer.js').then(({ default: WaveSurfer }) => {
      const container = place.current
      if (isGone || !container) return
      const style = getComputedStyle(container)
      const made = WaveSurfer.create({
        container,
        url,
        height: 72,
        barWidth: 2,
        barGap: 1,
        barRadius: 2,
        normalize: true,
        waveColor: style.getPropertyValue('--cpr-wave'),
        progressColor: style.getPropertyValue('--cpr-wave-played'),
        cursorColor: style.color,
      })
      made.on('ready', setSeconds)
      made.on('timeupdate', setAt)
      made.on('play', () => setIsPlaying(true))
      made.on('pause', () => setIsPlaying(false))
      made.on('error', setError)
      surfer.current = made
      destroy = () => made.destroy()
    }, setError)
    return () => {
      isGone = true
      surfer.current = null
      destroy()
    }
  }, [url])

  return (
    <div>
      <div ref={place} className={classes.wave} aria-hidden />
      {error !== null && <FailureState error={error} />}
      <Group mt="xs">
        <Button
          size="sm"
          disabled={seconds === null}
          leftSection={
            isPlaying ? <IconPlayerPauseFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />
          }
          onClick={toggle}
        >
          {isPlaying ? words.pause : words.play}
        </Button>
        <Text size="sm" c="dimmed">
          {seconds === null ? words.loading : `${formatLength(at)} / ${formatLength(seconds)}`}
        </Text>
      </Group>
    </div>
  )
}
