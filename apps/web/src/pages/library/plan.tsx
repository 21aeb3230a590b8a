import { Anchor, Group, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { OrderedList } from '../../ui/ordered-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { useAccess } from './access.ts'
import { activityName } from './activity-name.ts'
import { BackLink } from './back-link.tsx'
import type { Plan } from './find-plans.ts'
import { PlanForm, type PlanValues } from './plan-form.tsx'

const words = text.library

/** A plan: to be changed by whoever made it and by administrators, to be looked at by every teacher. */
export const PlanPage = () => {
  const { plan: id } = useParams({ from: '/signed-in/library/plans/$plan' })
  const { data: plans } = useSuspenseQuery(trpc.plans.all.queryOptions())
  const { mayEditPlan } = useAccess()
  const plan = plans.find((row) => row.id === Number(id))
  if (!plan) return <NoPage />
  return (
    <Page title={plan.name} above={<BackLink to="/library/plans">{words.plans}</BackLink>}>
      <Stack gap="lg">
        <Text>
          {words.planOf}{' '}
          <Anchor
            renderRoot={(props) => (
              <Link {...props} to="/library/pieces/$piece" params={{ piece: String(plan.piece.id) }} />
            )}
          >
            {plan.piece.name}
          </Anchor>
        </Text>
        {mayEditPlan(plan) ? <PlanEditor key={plan.id} plan={plan} /> : <PlanView plan={plan} />}
      </Stack>
    </Page>
  )
}

const PlanView = ({ plan }: { plan: Plan }) => (
  <Surface>
    <Group gap={4} mb="sm">
      <Text c="dimmed">{plan.type === null ? words.forEveryone : words.inGroups}</Text>
    </Group>
    <OrderedList
      label={words.activities}
      rows={plan.activities.map((row) => ({ id: row.id, name: activityName(row) }))}
    />
    <Text size="sm" c="dimmed" mt="sm">
      {words.planOfOthers}
    </Text>
  </Surface>
)

const valuesOf = ({ name, piece, type, activities }: Plan): PlanValues => ({
  name,
  pieceId: piece.id,
  type,
  activityIds: activities.map(({ id }) => id),
})

const PlanEditor = ({ plan }: { plan: Plan }) => {
  const queries = useQueryClient()
  const { data: use } = useSuspenseQuery(trpc.plans.use.queryOptions({ id: plan.id }))
  const [saved, setSaved] = useState(() => ({ version: 0, values: valuesOf(plan) }))
  const update = useMutation(
    trpc.plans.updatePlan.mutationOptions({
      onSuccess: async (now) => {
        await queries.invalidateQueries(trpc.plans.pathFilter())
        setSaved(({ version }) => ({ version: version + 1, values: valuesOf(now) }))
      },
    }),
  )
  return (
    <PlanForm
      key={saved.version}
      initial={saved.values}
      submit={text.common.save}
      isPending={update.isPending}
      error={update.error}
      isTypeFixed={use.isAssigned}
      consequences={
        <Notice tone="plain" icon={IconInfoCircle}>
          {words.planInUse(use.courses, use.curricula)}
        </Notice>
      }
      onSubmit={({ name, type, activityIds }) =>
        update.mutate({ id: plan.id, name, activityIds, ...(use.isAssigned ? {} : { type }) })
      }
    />
  )
}
