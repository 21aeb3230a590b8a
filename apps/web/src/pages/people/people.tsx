import { Group, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { InviteTeachers } from './invite-teachers.tsx'
import { NewAccount } from './new-account.tsx'
import { PeopleTable } from './people-table.tsx'

const words = text.people

/** Everybody who has an account, for administrators: found by name, closed and opened, given a new password. */
export const PeoplePage = () => {
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const { data, ...pages } = useInfiniteQuery({
    ...trpc.users.search.infiniteQueryOptions({ search: wanted }, { getNextPageParam: ({ next }) => next }),
    placeholderData: keepPreviousData,
    throwOnError: true,
  })
  const people = data?.pages.flatMap(({ users }) => users) ?? []
  return (
    <Page
      title={words.title}
      width="wide"
      actions={
        <Group gap="xs">
          <NewAccount />
          <InviteTeachers />
        </Group>
      }
    >
      <Stack>
        <TextInput
          label={words.search}
          description={words.searchHelp}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          maxLength={255}
        />
        <PeopleTable people={people} pages={pages} />
        <Text role="status" size="sm" c="dimmed">
          {!pages.isPending && words.shown(people.length, pages.hasNextPage)}
        </Text>
      </Stack>
    </Page>
  )
}
