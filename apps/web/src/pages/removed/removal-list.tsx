import { Button, Text, Title } from '@mantine/core'
import { IconTrashOff } from '@tabler/icons-react'
import { useMutation, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { restore } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { EmptyState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { RemovalRow } from './removal-row.tsx'
import { type Removal, removalsOf } from './removals.ts'
import classes from './removed.module.css'

const words = text.removed

type RemovalListProps = {
  /** The slug of a course; without it, everything of the site. */
  course?: string
  title: string
  lead: string
  /** What stands there where nothing was removed. */
  empty: string
}

/** What was removed in the last thirty days, each with a button that restores it. */
export const RemovalList = ({ course, title, lead, empty }: RemovalListProps) => {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(removalsOf(course))
  const heading = useRef<HTMLHeadingElement>(null)
  const bringBack = useMutation({
    mutationFn: ({ id }: Removal) => restore(id),
    onSuccess: (_nothing, removal) => {
      toastDone(words.restored(removal.title))
      // The button is gone with its row.
      heading.current?.focus()
    },
  })
  const removals = data.pages.flatMap((page) => page.removals)
  return (
    <section aria-labelledby="removed">
      <Title order={2} size="h4" id="removed" ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {lead}
      </Text>
      {removals.length === 0 ? (
        <EmptyState icon={IconTrashOff} title={words.emptyTitle}>
          {empty}
        </EmptyState>
      ) : (
        <Surface>
          <ul className={classes.list}>
            {removals.map((removal) => (
              <RemovalRow
                key={removal.id}
                removal={removal}
                showsCourse={course === undefined}
                isPending={bringBack.isPending && bringBack.variables.id === removal.id}
                error={bringBack.variables?.id === removal.id ? bringBack.error : null}
                onRestore={() => bringBack.mutate(removal)}
              />
            ))}
          </ul>
          {hasNextPage && (
            <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
              {words.more}
            </Button>
          )}
        </Surface>
      )}
    </section>
  )
}
