import { Anchor, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconMusic, IconPlus, IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { EmptyState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { ensemblesOf, entriesOf, type Filter, findEntries } from '../assign/library.ts'
import { useAccess } from './access.ts'
import classes from './rows.module.css'

const words = text.library

/** Every piece of the library, found by its name, composer and ensemble. */
export const PiecesPage = () => {
  const { mayEditPieces } = useAccess()
  const { data: pieces } = useSuspenseQuery(trpc.music.pieces.queryOptions({}))
  const [filter, setFilter] = useState<Filter>({ search: '', ensemble: null, show: 'all' })
  const found = findEntries(entriesOf(pieces, [], new Set()), filter)
  const newPiece = mayEditPieces && (
    <Button
      renderRoot={(props) => <Link {...props} to="/library/pieces/new" />}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.newPiece}
    </Button>
  )
  if (pieces.length === 0)
    return (
      <EmptyState icon={IconMusic} title={words.noPiecesTitle} action={newPiece}>
        {mayEditPieces ? words.noPieces : words.noPiecesYet}
      </EmptyState>
    )
  return (
    <Stack>
      <Group align="end">
        <TextInput
          label={text.assign.search}
          placeholder={text.assign.searchHint}
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
          data={[{ value: '', label: text.assign.all }, ...ensemblesOf(pieces)]}
        />
        {newPiece}
      </Group>
      <Text c="dimmed" size="sm" role="status">
        {found.length === 0 ? text.assign.none : text.assign.found(found.length)}
      </Text>
      {found.length > 0 && (
        <Surface>
          <ul aria-label={words.pieces} className={classes.rows}>
            {found.map(({ piece: { id, name, composer, ensembleType } }) => (
              <li key={id} className={classes.row}>
                <div className={classes.what}>
                  <Anchor
                    fw={550}
                    renderRoot={(props) => (
                      <Link {...props} to="/library/pieces/$piece" params={{ piece: String(id) }} />
                    )}
                  >
                    {name}
                  </Anchor>
                  <small>{[composer?.name, ensembleType.name].filter(Boolean).join(' · ')}</small>
                </div>
              </li>
            ))}
          </ul>
        </Surface>
      )}
    </Stack>
  )
}
