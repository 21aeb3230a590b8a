/** Plays a score with Tone.js: notes, a metronome, a count-in. Fetched when somebody presses play. */
// Not the index of Tone: that makes a context as soon as it is loaded, whose timer is a script that no page brought.
import 'tone/build/esm/core/clock/Transport.js'
import 'tone/build/esm/core/context/Destination.js'
import 'tone/build/esm/core/util/Draw.js'
import { Context } from 'tone/build/esm/core/context/Context.js'
import { setContext, start } from 'tone/build/esm/core/Global.js'
import { PolySynth } from 'tone/build/esm/instrument/PolySynth.js'
import { Synth } from 'tone/build/esm/instrument/Synth.js'
import { clicksOf, countInOf } from './beats.ts'
import type { Engraving } from './engrave.ts'

const context = new Context({ clockSource: 'timeout', latencyHint: 'interactive' })
setContext(context)

/** Ticks of a quarter note. */
const resolution = 192

export type PlayOptions = {
  /** Quarter notes a minute. */
  tempo: number
  withNotes: boolean
  withClicks: boolean
  withCountIn: boolean
  /** Where to begin, in quarter notes; without it, at the first note. */
  from?: number
  /** The first note is about to begin, after the count-in. */
  onBegin?: () => void
  /** These note heads sound from now on; none in a rest. */
  onNotes?: (ids: string[]) => void
  onEnd: () => void
}

export type Playing = { stop: () => void; setTempo: (tempo: number) => void }

const voice = () =>
  new PolySynth(Synth, {
    volume: -10,
    oscillator: { type: 'triangle' },
    envelope: { attack: 0.02, decay: 0.1, sustain: 0.7, release: 0.15 },
  }).toDestination()

const clicker = () =>
  new Synth({
    volume: -14,
    oscillator: { type: 'square' },
    envelope: { attack: 0.001, decay: 0.03, sustain: 0, release: 0.01 },
  }).toDestination()

const frequencyOf = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12)

/** How much earlier a recording begins than its first note, in quarter notes: the attack is to be in it. */
const upbeat = 0.25

/** A little shorter than written, so that a note repeated is heard twice. */
const articulation = 0.92

/** Plays a score. Needs to be called by a click: browsers make no sound of their own accord. */
export const playScore = async (score: Engraving, options: PlayOptions): Promise<Playing> => {
  await start()
  const { transport, draw } = context
  const from = options.from ?? 0
  const [melody, click] = [voice(), clicker()]
  const countIn = options.withCountIn && from === 0 ? countInOf(score) : []
  const lead = -(countIn[0]?.at ?? 0)
  const at = (quarters: number): string => `${Math.round((lead + quarters) * resolution)}i`
  let hasStopped = false

  const stop = (): void => {
    if (hasStopped) return
    hasStopped = true
    transport.stop()
    transport.cancel()
    draw.cancel()
    melody.dispose()
    click.dispose()
    options.onNotes?.([])
  }

  transport.stop()
  transport.cancel()
  transport.PPQ = resolution
  transport.bpm.value = options.tempo
  transport.position = 0

  for (const { at: beat, isStrong } of [...countIn, ...(options.withClicks ? clicksOf(score) : [])])
    transport.schedule((time) => click.triggerAttackRelease(isStrong ? 'C6' : 'G5', 0.03, time), at(beat))
  if (options.withNotes)
    for (const { at: begin, quarters, pitch } of score.notes)
      transport.schedule((time) => {
        const seconds = (quarters * articulation * 60) / transport.bpm.value
        melody.triggerAttackRelease(frequencyOf(pitch), seconds, time)
      }, at(begin))
  for (const { at: begin, ids } of score.notes)
    transport.schedule((time) => draw.schedule(() => options.onNotes?.(ids), time), at(begin))
  transport.schedule((time) => draw.schedule(() => options.onBegin?.(), time), at(countIn.length > 0 ? -upbeat : 0))
  transport.schedule((time) => {
    draw.schedule(() => {
      stop()
      options.onEnd()
    }, time)
  }, at(score.quarters))
  transport.start('+0.1', from > 0 ? at(from) : undefined)
  return {
    stop,
    setTempo: (tempo) => {
      transport.bpm.value = tempo
    },
  }
}
