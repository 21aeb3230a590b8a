import { SimpleGrid, Stack } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { changed } from '../../address.ts'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Choice } from '../../ui/choice.tsx'
import { Page } from '../../ui/page.tsx'
import { FailureState } from '../../ui/states.tsx'
import { TypedInput } from '../../ui/typed-input.tsx'
import { AuditTable } from './audit-table.tsx'
import { type Fields, filterOf } from './filter.ts'
import { PersonChoice } from './person-choice.tsx'

const words = text.audit

/** Who did what, when and to which rows, the newest first. What is looked for stands in the address. */
export const AuditPage = () => {
  const fields: Fields = useSearch({ from: '/signed-in/audit' })
  const navigate = useNavigate()
  const look = (changes: Fields): void =>
    void navigate({
      to: '/audit',
      search: (before) => changed<keyof Fields>(before, changes),
      replace: true,
      resetScroll: false,
    })
  const { data: courses = [] } = useQuery(trpc.courses.list.queryOptions({ archived: true }))
  const { data, error, ...pages } = useInfiniteQuery({
    ...trpc.audit.list.infiniteQueryOptions(filterOf(fields), { getNextPageParam: ({ next }) => next }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={words.title} width="wide">
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm">
          <PersonChoice value={fields.person} onChange={(person = '') => look({ person })} />
          <Choice
            label={words.course}
            description={words.courseHelp}
            all={words.anywhere}
            options={courses.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={fields.course}
            onChange={(course = '') => look({ course })}
          />
          <TypedInput
            label={words.action}
            description={words.actionHelp}
            value={fields.action ?? ''}
            onChange={(action) => look({ action })}
            maxLength={100}
          />
          <TypedInput
            type="date"
            label={words.from}
            description={words.fromHelp}
            value={fields.from ?? ''}
            onChange={(from) => look({ from })}
          />
          <TypedInput
            type="date"
            label={words.to}
            description={words.toHelp}
            value={fields.to ?? ''}
            onChange={(to) => look({ to })}
          />
        </SimpleGrid>
        {error ? (
          <FailureState error={error} />
        ) : (
          <AuditTable entries={data?.pages.flatMap(({ entries }) => entries) ?? []} pages={pages} />
        )}
      </Stack>
    </Page>
  )
}
