import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { criteria, hasMark, type Marks, noMarks } from '../../music/marks.ts'
import { text } from '../../text/index.ts'
import { MarkSlider } from '../../ui/mark-slider.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import classes from './self-rating.module.css'

const words = text.activity

type SelfRatingProps = { course: string; submissionId: number; rated: Marks | null }

/** How one found the own playing; it can be changed. */
export const SelfRating = ({ course, submissionId, rated }: SelfRatingProps) => {
  const queries = useQueryClient()
  const [marks, setMarks] = useState<Marks>(rated ?? noMarks)
  const rate = useMutation(
    trpc.grades.gradeSelf.mutationOptions({
      onSuccess: () => {
        toastDone(words.rated)
        return queries.invalidateQueries(trpc.assignments.pathFilter())
      },
      onError: toastFailed,
    }),
  )
  const isChanged = criteria.some((criterion) => marks[criterion] !== (rated?.[criterion] ?? null))
  return (
    <fieldset className={classes.rating}>
      <legend className={classes.legend}>{words.rate}</legend>
      <Text size="sm" c="dimmed">
        {text.marks.legend}
      </Text>
      <div className={classes.marks}>
        {criteria.map((criterion) => (
          <MarkSlider
            key={criterion}
            label={text.marks[criterion]}
            mark={marks[criterion]}
            onChange={(mark) => setMarks({ ...marks, [criterion]: mark })}
          />
        ))}
      </div>
      <Group justify="end">
        <Button
          variant="light"
          disabled={!isChanged || !hasMark(marks)}
          loading={rate.isPending}
          onClick={() => rate.mutate({ course, submissionId, ...pick(marks) })}
        >
          {words.saveRating}
        </Button>
      </Group>
    </fieldset>
  )
}

/** The marks alone, without the rest of a grade that they may have come with. */
const pick = ({ rhythm, tone, expression }: Marks): Marks => ({ rhythm, tone, expression })
