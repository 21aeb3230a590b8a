import { Group, Text, Title } from '@mantine/core'
import { notationFor, sampleFor } from '../../music/part-for.ts'
import { Part } from '../../notation/part.tsx'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import type { FullAssignment } from './assignment.ts'
import { InstrumentChoice } from './instrument-choice.tsx'

const words = text.activity

/** The part for the own instrument, to read and to hear, with the recorded sample beside it. */
export const MyPart = ({ course, assignment }: { course: string; assignment: FullAssignment }) => {
  const { part, instrument } = assignment
  if (!part) return null
  const notation = instrument && notationFor(part, instrument)
  const sample = sampleFor(part, instrument)
  return (
    <Surface as="section" aria-labelledby="my-part">
      <Group justify="space-between" align="end" mb="sm">
        <div>
          <Title order={2} size="h4" id="my-part">
            {words.part}
          </Title>
          <Text c="dimmed" size="sm">
            {part.name}
            {instrument && ` · ${instrument.name}`}
          </Text>
        </div>
        <InstrumentChoice course={course} assignment={assignment} />
      </Group>
      {!instrument && <Text>{words.noInstrument}</Text>}
      {instrument && notation === null && <Text>{words.noNotation(instrument.name)}</Text>}
      {instrument && notation !== null && (
        <Part notation={notation} label={words.notationOf(part.name, instrument.name)} />
      )}
      {sample && (
        <div>
          <Text size="sm" fw={550} mt="md" mb={4} id="sample">
            {words.sample}
          </Text>
          {/* biome-ignore lint/a11y/useMediaCaption: it is music without words. */}
          <audio controls preload="none" src={sample} aria-labelledby="sample" />
        </div>
      )}
    </Surface>
  )
}
