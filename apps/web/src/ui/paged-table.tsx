import { Button, Stack, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { ScrollRegion } from './scroll-region.tsx'
import { LoadingState } from './states.tsx'

/** What of an infinite query the frame looks at. */
export type Pages = {
  isPending: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

type PagedTableProps<T> = {
  label: string
  /** The heads of the columns, in their order; an empty one stands over buttons. */
  columns: readonly string[]
  rows: readonly T[]
  /** A `Table.Tr`, with its key. */
  row: (item: T) => ReactNode
  pages: Pages
  /** What the button for the next page says. */
  more: string
  /** What stands there instead where no row is found. */
  empty: ReactNode
  minWidth?: number
}

/** A table that is read page by page: on its way, empty, or there, with a button for what is behind its end. */
export const PagedTable = <T,>({ label, columns, rows, row, pages, more, empty, minWidth }: PagedTableProps<T>) => {
  const { isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  if (isPending) return <LoadingState />
  if (rows.length === 0) return empty
  return (
    <Stack>
      <ScrollRegion label={label}>
        <Table verticalSpacing="sm" miw={minWidth ?? 720}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) =>
                column === '' ? (
                  <Table.Td key={column} />
                ) : (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{rows.map(row)}</Table.Tbody>
        </Table>
      </ScrollRegion>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {more}
        </Button>
      )}
    </Stack>
  )
}
