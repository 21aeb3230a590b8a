import { Accordion, Button, Checkbox, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconDownload, IconTable } from '@tabler/icons-react'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { changed } from '../../address.ts'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { download } from '../../ui/download.ts'
import { Page } from '../../ui/page.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import { chunksOf, type ExportFilter, loadPreview, type Preview } from './export-rows.ts'
import { type WorkFields, WorkFilter } from './work-filter.tsx'

const words = text.export

const rowsShown = 20

/** The research export: what of it is wanted, its first rows, the whole as a file, and what its columns mean. */
export const ExportPage = () => {
  const fields: WorkFields = useSearch({ from: '/signed-in/export' })
  const navigate = useNavigate()
  const [names, setNames] = useState(false)
  const [bytes, setBytes] = useState(0)
  const filter: ExportFilter = { ...fields, names }
  const preview = useMutation({ mutationFn: () => loadPreview(filter, rowsShown), onError: toastFailed })
  const whole = useMutation({
    mutationFn: async () => {
      const chunks: string[] = []
      setBytes(0)
      for await (const chunk of chunksOf(filter)) {
        chunks.push(chunk)
        setBytes((before) => before + chunk.length)
      }
      download(words.filename, ...chunks)
    },
    onSuccess: () => toastDone(words.done),
    onError: toastFailed,
  })
  return (
    <Page title={words.title} width="wide">
      <Stack>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            preview.mutate()
          }}
        >
          <WorkFilter
            fields={fields}
            onChange={(changes) =>
              void navigate({
                to: '/export',
                search: (before) => changed<keyof WorkFields>(before, changes),
                replace: true,
                resetScroll: false,
              })
            }
          />
          <Checkbox
            my="md"
            label={words.names}
            description={words.help.names}
            checked={names}
            onChange={({ currentTarget }) => setNames(currentTarget.checked)}
          />
          <Group>
            <Button
              type="submit"
              variant="default"
              leftSection={<IconTable size={18} aria-hidden />}
              loading={preview.isPending}
            >
              {words.preview}
            </Button>
            <Button
              leftSection={<IconDownload size={18} aria-hidden />}
              loading={whole.isPending}
              onClick={() => whole.mutate()}
            >
              {words.download}
            </Button>
            <Text role="status" size="sm" c="dimmed">
              {whole.isPending && words.loaded(bytes)}
            </Text>
          </Group>
        </form>
        {preview.data && <PreviewTable preview={preview.data} />}
        <Codebook />
      </Stack>
    </Page>
  )
}

const PreviewTable = ({ preview: { header, rows } }: { preview: Preview }) => (
  <section aria-labelledby="preview">
    <Title order={2} size="h4" id="preview" mb="xs">
      {rows.length === 0 ? words.empty : words.first(rows.length)}
    </Title>
    {rows.length > 0 && (
      <ScrollRegion label={words.rows}>
        <Table fz="xs" striped>
          <Table.Thead>
            <Table.Tr>
              {header.map((name) => (
                <Table.Th key={name} scope="col" style={{ whiteSpace: 'nowrap' }}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((cells, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key of their own, and never change places.
              <Table.Tr key={nth}>
                {header.map((name, column) => (
                  <Table.Td key={name}>{(cells[column] ?? '').slice(0, 80)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    )}
  </section>
)

const Codebook = () => {
  const { data: codebook } = useSuspenseQuery(trpc.research.codebook.queryOptions())
  return (
    <Accordion variant="separated" order={2}>
      <Accordion.Item value="codebook">
        <Accordion.Control>{words.codebook}</Accordion.Control>
        <Accordion.Panel>
          <ul>
            {codebook.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <dl>
            {codebook.columns.map(({ name, meaning, values }) => (
              <div key={name}>
                <dt>
                  <strong>{name}</strong>
                </dt>
                <dd>
                  {meaning} {values}.
                </dd>
              </div>
            ))}
          </dl>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
