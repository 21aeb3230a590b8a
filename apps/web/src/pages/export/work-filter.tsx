import { SimpleGrid } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Words } from '../../address.ts'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Choice } from '../../ui/choice.tsx'
import { TypedInput } from '../../ui/typed-input.tsx'

const words = text.export

/** Which work is looked at, as it stands in the address. */
export type WorkFields = Words<'course' | 'activity' | 'from' | 'to'>

type WorkFilterProps = { fields: WorkFields; onChange: (changes: WorkFields) => void }

/** Narrows the export and the figures: one course, one type of activity, some days. */
export const WorkFilter = ({ fields: { course, activity, from, to }, onChange }: WorkFilterProps) => {
  const { data: choices } = useSuspenseQuery(trpc.research.choices.queryOptions())
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Choice
        label={words.course}
        description={words.help.course}
        all={words.allCourses}
        options={choices.courses.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={course}
        onChange={(chosen = '') => onChange({ course: chosen })}
      />
      <Choice
        label={words.activity}
        description={words.help.activity}
        all={words.allActivities}
        options={choices.activities.map((name) => ({ value: name, label: name }))}
        value={activity}
        onChange={(chosen = '') => onChange({ activity: chosen })}
      />
      <TypedInput
        type="date"
        label={words.from}
        description={words.help.from}
        value={from ?? ''}
        onChange={(day) => onChange({ from: day })}
      />
      <TypedInput
        type="date"
        label={words.to}
        description={words.help.to}
        value={to ?? ''}
        onChange={(day) => onChange({ to: day })}
      />
    </SimpleGrid>
  )
}
