import { Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { Ref } from 'react'
import { type Criterion, criteria, type Marks } from '../../music/marks.ts'
import { text } from '../../text/index.ts'
import { MarkSlider } from '../../ui/mark-slider.tsx'
import classes from './rubric.module.css'
import type { Saving } from './use-rubric.ts'

const words = text.grading

type RubricProps = {
  ref: Ref<HTMLFieldSetElement>
  marks: Marks
  active: Criterion
  onActive: (criterion: Criterion) => void
  onChange: (marks: Marks) => void
  undo: (() => void) | null
  saving: Saving
  retry: () => void
}

const said: Record<Saving, string> = {
  untouched: '',
  unsaved: words.unsaved,
  saving: words.saving,
  saved: words.saved,
  failed: words.notSaved,
}

const levels = [1, 2, 3, 4, 5]

/** Rhythm, tone and expression: a whole mark by one click or key, quarters by the slider. */
export const Rubric = ({ ref, marks, active, onActive, onChange, undo, saving, retry }: RubricProps) => (
  <fieldset ref={ref} tabIndex={-1} className={classes.rubric}>
    <legend className={classes.legend}>{words.rubric}</legend>
    {criteria.map((criterion) => (
      <fieldset
        key={criterion}
        aria-label={text.marks[criterion]}
        className={classes.criterion}
        data-active={criterion === active || undefined}
        onFocus={() => onActive(criterion)}
      >
        <MarkSlider
          label={text.marks[criterion]}
          mark={marks[criterion]}
          onChange={(mark) => onChange({ ...marks, [criterion]: mark })}
        />
        <Group gap={6} mt="xs" wrap="nowrap">
          {levels.map((level) => (
            <Button
              key={level}
              size="compact-sm"
              flex={1}
              px={4}
              variant={marks[criterion] === level ? 'filled' : 'default'}
              aria-pressed={marks[criterion] === level}
              aria-label={`${text.marks[criterion]}: ${level}, ${words.levels[level]}`}
              title={words.levels[level]}
              onClick={() => onChange({ ...marks, [criterion]: level })}
            >
              {level}
            </Button>
          ))}
        </Group>
      </fieldset>
    ))}
    <Group justify="space-between" mt="sm">
      <Text size="sm" role="status" c={saving === 'failed' ? 'red' : 'dimmed'}>
        {said[saving]}
      </Text>
      <Group gap="xs">
        {saving === 'failed' && (
          <Button size="xs" variant="default" onClick={retry}>
            {text.common.retry}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          disabled={!undo}
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => undo?.()}
        >
          {text.common.undo}
        </Button>
      </Group>
    </Group>
  </fieldset>
)
