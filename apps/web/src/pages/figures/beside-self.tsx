import { SimpleGrid, Text, Title } from '@mantine/core'
import { useCallback } from 'react'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Drawing } from './drawing.tsx'
import { Figure } from './figure.tsx'
import type { PairRow } from './figures.ts'

const words = text.figures

type Found = Outputs['research']['teacherAndSelf']

/** How students rate themselves beside what the teacher gave. */
export const BesideSelf = ({ found: { rows, withheld, fewestStudents } }: { found: Found }) => (
  <Figure
    title={words.besideSelf}
    caption={words.besideSelfCaption}
    withheld={
      withheld.length > 0
        ? words.withheld(text.common.and(withheld.map((aspect) => words.aspects[aspect])), fewestStudents)
        : null
    }
    heads={[words.aspect, words.byTeacher, words.bySelf, words.works]}
    rows={rows.flatMap(({ aspect, pairs }) =>
      pairs.map(({ teacher, self, works }) => [words.aspects[aspect], String(teacher), String(self), String(works)]),
    )}
    empty={words.noPairs}
  >
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {rows.map((row) => (
        <OneAspect key={row.aspect} row={row} />
      ))}
    </SimpleGrid>
  </Figure>
)

const OneAspect = ({ row }: { row: PairRow }) => {
  const summary = words.pairsOf(row)
  return (
    <div>
      <Title order={3} size="h6">
        {words.aspects[row.aspect]}
      </Title>
      <Drawing
        label={`${words.aspects[row.aspect]}. ${summary}`}
        draw={useCallback(({ drawPairs }, width) => drawPairs(row, width), [row])}
      />
      <Text size="xs" c="dimmed">
        {summary}
      </Text>
    </div>
  )
}
