import { Slider, Text } from '@mantine/core'
import { useId } from 'react'
import { formatMark, highestMark, lowestMark, markStep } from '../music/marks.ts'
import { text } from '../text/index.ts'
import classes from './mark-slider.module.css'

type MarkSliderProps = { label: string; mark: number | null; onChange: (mark: number) => void }

/** One mark, from 1 to 5 in quarter steps; not given until it is touched. */
export const MarkSlider = ({ label, mark, onChange }: MarkSliderProps) => {
  const id = useId()
  return (
    <div>
      <div className={classes.head}>
        <span id={id}>{label}</span>
        <Text span fw={650}>
          {mark === null ? text.marks.none : formatMark(mark)}
        </Text>
      </div>
      <Slider
        min={lowestMark}
        max={highestMark}
        step={markStep}
        value={mark ?? (lowestMark + highestMark) / 2}
        onChange={onChange}
        label={null}
        marks={[1, 2, 3, 4, 5].map((value) => ({ value }))}
        data-unset={mark === null || undefined}
        className={classes.slider}
        thumbValueText={mark === null ? text.marks.none : formatMark(mark)}
        thumbProps={{ 'aria-labelledby': id }}
      />
    </div>
  )
}
