import { Text, Title } from '@mantine/core'
import { useRef } from 'react'
import { notationFor, sampleFor } from '../../music/part-for.ts'
import { Part, type Resumed } from '../../notation/part.tsx'
import type { Listening as Left } from '../../steps/rules.ts'
import type { Steps } from '../../steps/use-steps.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import type { FullAssignment } from '../activity/assignment.ts'

const words = text.activity

type ListeningProps = { assignment: FullAssignment; steps: Steps }

/** Whether there is something to hear for a student: a notation to be played, or a recording. */
export const canListen = ({ part, instrument }: FullAssignment): boolean =>
  part !== null &&
  ((instrument !== null && notationFor(part, instrument) !== null) || sampleFor(part, instrument) !== null)

/** The part to read and to hear, going on where it was left, on whatever device; what is heard is logged. */
export const Listening = ({ assignment, steps }: ListeningProps) => {
  const { part, instrument } = assignment
  const { note, leaveAt, passBy } = steps
  /** What of it changes here: what comes from the server later must not make the player jump. */
  const left = useRef<Left>(steps.progress.listening)
  const begin = useRef<Left>(steps.progress.listening)
  if (!part) return null
  const notation = instrument && notationFor(part, instrument)
  const sample = sampleFor(part, instrument)
  const change = (changes: Partial<Left>): Left => {
    left.current = { ...left.current, ...changes }
    return left.current
  }
  const resumed: Resumed = {
    rate: begin.current.rate,
    position: begin.current.position,
    onPlay: (from, rate) => note('audio_played', { source: 'notation', from, rate }),
    onBar: (position, rate) => passBy(change({ position, rate })),
    onStop: (position, rate, isEnd) => {
      note(isEnd ? 'audio_ended' : 'audio_stopped', { source: 'notation', at: position, rate })
      leaveAt(change({ position, rate }))
    },
    onRate: (rate, position) => {
      note('tempo_changed', { rate })
      leaveAt(change({ position, rate }))
    },
  }
  return (
    <Surface as="section" aria-labelledby="listening">
      <Title order={2} size="h4" id="listening">
        {text.steps.listen}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {part.name}
        {instrument && ` · ${instrument.name}`}
      </Text>
      {!instrument && <Text>{words.noInstrument}</Text>}
      {instrument && notation === null && <Text>{words.noNotation(instrument.name)}</Text>}
      {instrument && notation !== null && (
        <Part notation={notation} label={words.notationOf(part.name, instrument.name)} resumed={resumed} />
      )}
      {sample && (
        <div>
          <Text size="sm" fw={550} mt="md" mb={4} id="sample">
            {words.sample}
          </Text>
          {/* biome-ignore lint/a11y/useMediaCaption: it is music without words. */}
          <audio
            controls
            preload="metadata"
            src={sample}
            aria-labelledby="sample"
            onLoadedMetadata={({ currentTarget }) => {
              currentTarget.currentTime = Math.min(begin.current.sampleTime, currentTarget.duration || 0)
            }}
            onPlay={({ currentTarget }) => note('audio_played', { source: 'sample', from: currentTarget.currentTime })}
            onPause={({ currentTarget: { currentTime, ended } }) => {
              note(ended ? 'audio_ended' : 'audio_stopped', { source: 'sample', at: currentTime })
              leaveAt(change({ sampleTime: ended ? 0 : currentTime }))
            }}
          />
        </div>
      )}
    </Surface>
  )
}
