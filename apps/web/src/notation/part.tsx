import { Button, Group, Slider, Switch, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { text } from '../text/index.ts'
import { FailureState } from '../ui/states.tsx'
import { toastFailed } from '../ui/toasts.tsx'
import { barAt } from './beats.ts'
import classes from './part.module.css'
import { Sheet } from './sheet.tsx'
import { useEngraving } from './use-engraving.ts'
import { usePlayer } from './use-player.ts'

const words = text.notation

const slowest = 0.5
const fastest = 1.5

/** Listening that goes on where it was left, and that somebody hears of. */
export type Resumed = {
  /** A share of the written tempo. */
  rate: number
  /** In quarter notes. */
  position: number
  onPlay: (from: number, rate: number) => void
  /** The next bar begins. */
  onBar: (position: number, rate: number) => void
  /** `position` is where to go on: the beginning of the bar, or of all where the end was heard. */
  onStop: (position: number, rate: number, isEnd: boolean) => void
  onRate: (rate: number, position: number) => void
}

type PartProps = { notation: string; label: string; resumed?: Resumed }

/** A part to read and to listen to, slower or faster. */
export const Part = ({ notation, label, resumed }: PartProps) => {
  const tempoId = useId()
  const { ref, width } = useElementSize()
  const { data: engraving, error } = useEngraving(notation, width)
  const [rate, setRate] = useState(resumed?.rate ?? 1)
  const [from, setFrom] = useState(resumed?.position ?? 0)
  const [withClicks, setWithClicks] = useState(false)
  const [playing, setPlaying] = useState<string[]>([])
  const player = usePlayer(engraving, rate)
  /** For what is called while it plays, at a tempo that may have changed since. */
  const rateNow = useRef(rate)
  const changeRate = (value: number): void => {
    rateNow.current = value
    setRate(value)
  }
  /** Where the bar begins that is heard. */
  const reached = useRef(0)
  const light = (ids: string[]): void => {
    setPlaying(ids)
    const note = engraving?.notes.find((played) => played.ids[0] === ids[0])
    if (!resumed || !engraving || !note) return
    const bar = barAt(engraving, note.at)
    if (bar === barAt(engraving, reached.current)) return
    reached.current = engraving.bars[bar] ?? 0
    resumed.onBar(reached.current, rateNow.current)
  }
  const stopAt = (position: number, isEnd: boolean): void => {
    if (!resumed) return
    setFrom(position)
    resumed.onStop(position, rateNow.current, isEnd)
  }
  const play = (begin: number): void => {
    reached.current = begin
    resumed?.onPlay(begin, rate)
    player
      .play({
        withNotes: true,
        withClicks,
        withCountIn: withClicks,
        from: begin,
        onNotes: light,
        onEnd: () => stopAt(0, true),
      })
      .catch(toastFailed)
  }
  const toggle = (): void => {
    if (player.isPlaying) {
      player.stop()
      stopAt(reached.current, false)
    } else play(from)
  }
  const tempo = Math.round((engraving?.tempo ?? 0) * rate)
  return (
    <div>
      <div ref={ref} className={classes.paper}>
        {engraving && <Sheet engraving={engraving} label={label} playing={playing} />}
        {error && <FailureState error={error} />}
        {!engraving && !error && <Text c="dimmed">{words.drawing}</Text>}
      </div>
      {engraving && (
        <div className={classes.controls}>
          <Button
            onClick={toggle}
            variant={player.isPlaying ? 'default' : 'filled'}
            leftSection={
              player.isPlaying ? (
                <IconPlayerStopFilled size={16} aria-hidden />
              ) : (
                <IconPlayerPlayFilled size={16} aria-hidden />
              )
            }
          >
            {player.isPlaying ? words.stop : from > 0 ? words.playFrom(barAt(engraving, from) + 1) : words.play}
          </Button>
          {from > 0 && !player.isPlaying && (
            <Button variant="default" onClick={() => play(0)}>
              {words.fromStart}
            </Button>
          )}
          <div className={classes.tempo}>
            <Text size="sm" fw={550} id={tempoId}>
              {words.tempo(tempo)}
            </Text>
            <Slider
              value={rate}
              onChange={changeRate}
              onChangeEnd={(value) => resumed?.onRate(value, from)}
              min={slowest}
              max={fastest}
              step={0.05}
              label={null}
              thumbProps={{ 'aria-labelledby': tempoId }}
            />
          </div>
          <Group>
            <Switch
              label={words.metronome}
              checked={withClicks}
              disabled={player.isPlaying}
              onChange={({ currentTarget }) => setWithClicks(currentTarget.checked)}
            />
          </Group>
        </div>
      )}
    </div>
  )
}
