import { Anchor, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconArrowLeft, IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { AssignDialog } from './assign-dialog.tsx'
import type { Choice } from './choice.ts'
import { ensemblesOf, entriesOf, type Filter, findEntries } from './library.ts'
import { LibraryPiece } from './library-piece.tsx'

const words = text.assign

const shows = [
  { value: 'all', label: words.all },
  { value: 'not yet', label: words.notYet },
  { value: 'assigned', label: words.assigned },
] satisfies { value: Filter['show']; label: string }[]

/** The library, to choose from what a course is to play. */
export const AssignPage = () => {
  const { course } = useParams({ from: '/signed-in/courses/$course/assign' })
  const { data: pieces } = useSuspenseQuery(trpc.music.pieces.queryOptions({}))
  const { data: plans } = useSuspenseQuery(trpc.plans.ofCourse.queryOptions({ course }))
  const { data: assigned } = useSuspenseQuery(trpc.assignments.ofCourse.queryOptions({ course }))
  const [filter, setFilter] = useState<Filter>({ search: '', ensemble: null, show: 'all' })
  const [choice, setChoice] = useState<Choice | null>(null)
  const entries = entriesOf(pieces, plans, new Set(assigned.map(({ piece }) => piece.id)))
  const found = findEntries(entries, filter)
  return (
    <Stack>
      <div>
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/courses/$course" params={{ course }} />}>
          <Group gap={4} component="span">
            <IconArrowLeft size={16} aria-hidden />
            {words.back}
          </Group>
        </Anchor>
        <Title order={2} size="h3">
          {words.title}
        </Title>
      </div>
      <Group align="end">
        <TextInput
          label={words.search}
          placeholder={words.searchHint}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter.search}
          onChange={({ currentTarget }) => setFilter({ ...filter, search: currentTarget.value })}
          w="18rem"
          maw="100%"
        />
        <NativeSelect
          label={words.ensemble}
          value={filter.ensemble ?? ''}
          onChange={({ currentTarget }) => setFilter({ ...filter, ensemble: currentTarget.value || null })}
          data={[{ value: '', label: words.all }, ...ensemblesOf(pieces)]}
        />
        <SegmentedControl
          aria-label={words.show}
          value={filter.show}
          onChange={(show) => setFilter({ ...filter, show })}
          data={shows}
        />
      </Group>
      <Text c="dimmed" size="sm" role="status">
        {found.length === 0 ? words.none : words.found(found.length)}
      </Text>
      {found.map((entry) => (
        <LibraryPiece key={entry.piece.id} entry={entry} onChoose={setChoice} />
      ))}
      <AssignDialog key={choice?.key} course={course} choice={choice} onClose={() => setChoice(null)} />
    </Stack>
  )
}
