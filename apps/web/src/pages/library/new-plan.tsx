import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { BackLink } from './back-link.tsx'
import { PlanForm, type PlanValues } from './plan-form.tsx'

const words = text.library

/** Make a plan, of the piece that one comes from. */
export const NewPlanPage = () => {
  const { piece } = useSearch({ from: '/signed-in/library/plans/new' })
  const { data: pieces } = useSuspenseQuery(trpc.music.pieces.queryOptions({}))
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [initial] = useState<PlanValues>(() => ({
    name: '',
    pieceId: pieces.find(({ id }) => id === piece)?.id ?? null,
    type: null,
    activityIds: [],
  }))
  const create = useMutation(
    trpc.plans.createPlan.mutationOptions({
      onSuccess: async ({ id, name }) => {
        await queries.invalidateQueries(trpc.plans.pathFilter())
        await navigate({ to: '/library/plans/$plan', params: { plan: String(id) }, ignoreBlocker: true })
        toastDone(words.planCreated(name))
      },
    }),
  )
  return (
    <Page title={words.newPlan} above={<BackLink to="/library/plans">{words.plans}</BackLink>}>
      <PlanForm
        initial={initial}
        submit={words.createPlan}
        isPending={create.isPending}
        error={create.error}
        onSubmit={(values) => create.mutate(values)}
      />
    </Page>
  )
}
