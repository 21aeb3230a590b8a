import { Badge, Button, Group, Table, Text } from '@mantine/core'
import { IconUserSearch } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { PagedTable, type Pages } from '../../ui/paged-table.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import { HandedOut } from './handed-out.tsx'

const words = text.people

type Person = Outputs['users']['search']['users'][number]

/** Accounts, a row each, with what can be done with them. */
export const PeopleTable = ({ people, pages }: { people: Person[]; pages: Pages }) => {
  const [handedOut, setHandedOut] = useState<{ username: string; password: string } | null>(null)
  return (
    <>
      <PagedTable
        label={words.table}
        columns={[words.name, words.username, words.what, words.lastSignIn, '']}
        rows={people}
        row={(person) => <PersonRow key={person.id} person={person} onPassword={setHandedOut} />}
        pages={pages}
        more={words.more}
        minWidth={980}
        empty={
          <EmptyState icon={IconUserSearch} title={words.nobodyTitle}>
            {words.nobody}
          </EmptyState>
        }
      />
      <Dialog opened={handedOut !== null} onClose={() => setHandedOut(null)} title={words.newPasswordTitle}>
        {handedOut && <HandedOut lead={words.newPasswordOf(handedOut.username)} password={handedOut.password} />}
      </Dialog>
    </>
  )
}

type PersonRowProps = { person: Person; onPassword: (handedOut: { username: string; password: string }) => void }

const PersonRow = ({ person, onPassword }: PersonRowProps) => {
  const { username, name, email, groups, isSuperuser, isActive, lastSignInAt } = person
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries(trpc.users.search.pathFilter())
  const setActive = useMutation(
    trpc.users.setActive.mutationOptions({
      onSuccess: () => {
        toastDone(isActive ? words.closed(username) : words.opened(username))
        return refresh()
      },
      onError: toastFailed,
    }),
  )
  const setPassword = useMutation(
    trpc.users.setPassword.mutationOptions({
      onSuccess: ({ newPassword }) => newPassword !== null && onPassword({ username, password: newPassword }),
      onError: toastFailed,
    }),
  )
  return (
    <Table.Tr>
      <Table.Td>
        {name || '–'}
        {email && (
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{username}</Table.Td>
      <Table.Td>
        <Group gap={4}>
          {isSuperuser && <Badge tt="none">{words.administrator}</Badge>}
          {groups.map((group) => (
            <Badge key={group} variant="light" tt="none">
              {words.groups[group]}
            </Badge>
          ))}
          {!isActive && (
            <Badge color="red" variant="light" tt="none">
              {words.isClosed}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>{lastSignInAt ? formatTime(lastSignInAt) : words.never}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" justify="flex-end">
          <Button
            size="xs"
            variant="subtle"
            aria-label={words.deedsOf(username)}
            renderRoot={(props) => <Link {...props} to="/audit" search={{ person: username }} />}
          >
            {words.deeds}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={words.newPasswordFor(username)}
            loading={setPassword.isPending}
            onClick={() => setPassword.mutate({ username })}
          >
            {words.newPassword}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={isActive ? words.closeNamed(username) : words.openNamed(username)}
            loading={setActive.isPending}
            onClick={() => setActive.mutate({ username, active: !isActive })}
          >
            {isActive ? words.close : words.open}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
