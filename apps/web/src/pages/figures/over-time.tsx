import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { formatDate } from '../../text/time.ts'
import { Drawing } from './drawing.tsx'
import { Figure } from './figure.tsx'
import { spansOf } from './figures.ts'

const words = text.figures

type By = 'day' | 'week'

type OverTimeProps = {
  found: Outputs['research']['submissionsOverTime']
  by: By
  onBy: (by: By) => void
}

/** How much was handed in, by day or by week. */
export const OverTime = ({ found: { periods, submissions }, by, onBy }: OverTimeProps) => {
  const spans = useMemo(() => spansOf(periods, by), [periods, by])
  return (
    <Figure
      title={words.overTime}
      caption={words.overTimeCaption(by, submissions)}
      actions={
        <SegmentedControl
          size="xs"
          mb="sm"
          aria-label={words.by}
          value={by}
          onChange={(chosen) => onBy(chosen as By)}
          data={(['week', 'day'] as const).map((value) => ({ value, label: words.bys[value] }))}
        />
      }
      heads={[words.periods[by], words.submissions]}
      rows={periods.map(({ start, submissions: count }) => [formatDate(start), String(count)])}
      empty={words.noWork}
    >
      <Drawing
        label={words.overTimeCaption(by, submissions)}
        draw={useCallback(({ drawSpans }, width) => drawSpans(spans, width), [spans])}
      />
    </Figure>
  )
}
