import { type KeyboardEvent, useRef, useState } from 'react'
import { text } from '../text/index.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { alterOf } from './musicxml.ts'
import classes from './step-grid.module.css'
import { barLength, pitchesOf, type Tune, toneAt, withoutTone, withTone } from './tune.ts'

const words = text.composing

const nameOf = (pitch: number, fifths: number): string =>
  `${'CDEFGAB'[pitch % 7]}${{ '-1': '♭', 0: '', 1: '♯' }[alterOf(pitch, fifths)]}${Math.floor(pitch / 7)}`

const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

type StepGridProps = { tune: Tune; eighths: number; onChange: (tune: Tune) => void }

/** Pitches by steps: arrows move, Enter and Space set a note or take it away, Delete makes a rest. */
export const StepGrid = ({ tune, eighths, onChange }: StepGridProps) => {
  const table = useRef<HTMLTableElement>(null)
  const [focus, setFocus] = useState<[number, number]>([6, 0])
  const full = barLength(tune.paper)
  const steps = Array.from({ length: tune.bars * full }, (_, step) => step)
  const pitches = pitchesOf(tune.paper)
  const focused = [focus[0], Math.min(focus[1], steps.length - 1)]
  const press = (event: KeyboardEvent, row: number, step: number): void => {
    const move = moves[event.key]
    if (event.key === 'Delete' || event.key === 'Backspace') onChange(withoutTone(tune, step))
    else if (move)
      table.current?.querySelector<HTMLElement>(`[data-place="${row + move[0]}-${step + move[1]}"]`)?.focus()
    else return
    event.preventDefault()
  }
  const set = (pitch: number, at: number): void =>
    onChange(toneAt(tune, at)?.pitch === pitch ? withoutTone(tune, at) : withTone(tune, { at, eighths, pitch }))
  return (
    <ScrollRegion label={words.gridRegion}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that is worked in. */}
      <table ref={table} role="grid" aria-label={words.grid} className={classes.grid}>
        <tbody>
          {pitches.map((pitch, row) => (
            <tr key={pitch}>
              <th scope="row">{nameOf(pitch, tune.paper.fifths)}</th>
              {steps.map((step) => (
                <td key={step} data-bar={step % full === 0 || undefined}>
                  <button
                    type="button"
                    className={classes.cell}
                    data-place={`${row}-${step}`}
                    tabIndex={row === focused[0] && step === focused[1] ? 0 : -1}
                    aria-pressed={toneAt(tune, step)?.pitch === pitch}
                    aria-label={words.cell(
                      nameOf(pitch, tune.paper.fifths),
                      Math.floor(step / full) + 1,
                      (step % full) + 1,
                    )}
                    onFocus={() => setFocus([row, step])}
                    onKeyDown={(event) => press(event, row, step)}
                    onClick={() => set(pitch, step)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
