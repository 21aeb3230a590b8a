import { Table, Text } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { PagedTable, type Pages } from '../../ui/paged-table.tsx'
import { EmptyState } from '../../ui/states.tsx'

const words = text.audit

type Entry = Outputs['audit']['list']['entries'][number]

/** Entries of the trail, a row each. */
export const AuditTable = ({ entries, pages }: { entries: Entry[]; pages: Pages }) => (
  <PagedTable
    label={words.table}
    columns={[words.when, words.who, words.action, words.what, words.course]}
    rows={entries}
    row={(entry) => <EntryRow key={entry.id} entry={entry} />}
    pages={pages}
    more={words.more}
    empty={
      <EmptyState icon={IconListSearch} title={words.nothingTitle}>
        {words.nothing}
      </EmptyState>
    }
  />
)

const EntryRow = ({ entry }: { entry: Entry }) => {
  const { at, actor, actorKind, action, subjectType, subjectIds, course, data } = entry
  return (
    <Table.Tr>
      <Table.Td>{formatTime(at)}</Table.Td>
      <Table.Td>{actor ? actor.name || actor.username : words.kinds(actorKind)}</Table.Td>
      <Table.Td>{action}</Table.Td>
      <Table.Td>
        {words.rows(subjectType, subjectIds)}
        {Object.keys(data).length > 0 && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {JSON.stringify(data)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{course?.name ?? '–'}</Table.Td>
    </Table.Tr>
  )
}
