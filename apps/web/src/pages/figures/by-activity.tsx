import { SimpleGrid, Title } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Drawing } from './drawing.tsx'
import { Figure } from './figure.tsx'
import { type Aspect, givenOf, type RatingRow } from './figures.ts'

const words = text.figures

const aspects: Aspect[] = ['rhythm', 'tone', 'expression']

type Found = Outputs['research']['ratingsByActivity']

/** What teachers gave for each activity, in each aspect. */
export const ByActivity = ({ found: { rows, steps, withheld, fewestStudents } }: { found: Found }) => (
  <Figure
    title={words.byActivity}
    caption={words.byActivityCaption(rows.reduce((sum, { ratings }) => sum + ratings, 0))}
    withheld={withheld.length > 0 ? words.withheld(text.common.and(withheld), fewestStudents) : null}
    heads={[words.activity, words.aspect, words.ratings, words.students, words.mean, ...steps.map(String)]}
    rows={rows.map(({ activity, aspect, ratings, students, mean, counts }) => [
      activity,
      words.aspects[aspect],
      String(ratings),
      String(students),
      mean.toFixed(2),
      ...counts.map(String),
    ])}
    empty={words.noRatings}
  >
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      {aspects.map((aspect) => (
        <OneAspect key={aspect} aspect={aspect} rows={rows} steps={steps} />
      ))}
    </SimpleGrid>
  </Figure>
)

type OneAspectProps = { aspect: Aspect; rows: RatingRow[]; steps: readonly number[] }

const OneAspect = ({ aspect, rows, steps }: OneAspectProps) => {
  const shown = useMemo(() => rows.filter((row) => row.aspect === aspect), [rows, aspect])
  const draw = useCallback<Parameters<typeof Drawing>[0]['draw']>(
    ({ drawRatings }, width) => drawRatings(shown, givenOf(shown, steps), width),
    [shown, steps],
  )
  if (shown.length === 0) return null
  return (
    <div>
      <Title order={3} size="h6">
        {words.aspects[aspect]}
      </Title>
      <Drawing
        label={words.means(
          words.aspects[aspect],
          shown.map(({ activity, mean, ratings }) => words.meanOf(activity, mean, ratings)),
        )}
        draw={draw}
      />
    </div>
  )
}
