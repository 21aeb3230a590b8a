import { Button, Stack, Text } from '@mantine/core'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ConfigCard } from './config-card.tsx'
import { ConfigDialog } from './config-dialog.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import type { Config } from './settings.ts'

const words = text.configs

/** For administrators: the site's instrument configurations, and their own. */
export const ConfigsPage = () => {
  const { data: configs } = useSuspenseQuery(trpc.configs.list.queryOptions())
  const [edited, setEdited] = useState<Config | 'new' | null>(null)
  const [going, setGoing] = useState<Config | null>(null)
  return (
    <Page
      title={words.title}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
          {words.new}
        </Button>
      }
    >
      <Stack>
        <Text c="dimmed">{words.lead}</Text>
        {configs.length === 0 && (
          <EmptyState icon={IconAdjustments} title={words.emptyTitle}>
            {words.empty}
          </EmptyState>
        )}
        {configs.map((config) => (
          <ConfigCard
            key={config.id}
            config={config}
            onEdit={() => setEdited(config)}
            onDelete={() => setGoing(config)}
          />
        ))}
      </Stack>
      {edited !== null && <ConfigDialog config={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {going !== null && <DeleteDialog config={going} onClose={() => setGoing(null)} />}
    </Page>
  )
}
