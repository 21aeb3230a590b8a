import { Text, Title } from '@mantine/core'
import type { Step } from '../../steps/catalogue.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './tasks.module.css'

const words = text.steps

/** What to do in a step. */
export const Tasks = ({ step: { number } }: { step: Step }) => (
  <Surface as="section" aria-labelledby="tasks">
    <Title order={2} size="h4" id="tasks">
      {words.toDo}
    </Title>
    <Text mt={4}>{words.leads[number]}</Text>
    <ol className={classes.tasks}>
      {words.tasks[number].map((task) => (
        <li key={task}>{task}</li>
      ))}
    </ol>
  </Surface>
)
