import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, trpc } from '../../api/client.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { BackLink } from './back-link.tsx'
import { CurriculumForm, type CurriculumValues } from './curriculum-form.tsx'

const words = text.library

type Curriculum = Outputs['plans']['curricula'][number]

/** A curriculum of a course, to be changed by its teachers. */
export const CurriculumPage = () => {
  const { curriculum: id } = useParams({ from: '/signed-in/library/curricula/$curriculum' })
  const { course } = useSearch({ from: '/signed-in/library/curricula/$curriculum' })
  const { data: curricula } = useSuspenseQuery(trpc.plans.curricula.queryOptions({ course }))
  const curriculum = curricula.find((row) => row.id === Number(id))
  if (!curriculum) return <NoPage />
  return (
    <Page
      title={curriculum.name}
      above={
        <BackLink to="/library/curricula" search={{ course }}>
          {words.curricula}
        </BackLink>
      }
    >
      <CurriculumEditor key={curriculum.id} curriculum={curriculum} />
    </Page>
  )
}

const valuesOf = ({ name, ordered, plans }: Curriculum): CurriculumValues => ({
  name,
  ordered,
  planIds: plans.map(({ id }) => id),
})

const CurriculumEditor = ({ curriculum }: { curriculum: Curriculum }) => {
  const queries = useQueryClient()
  const [saved, setSaved] = useState(() => ({ version: 0, values: valuesOf(curriculum) }))
  const update = useMutation(
    trpc.plans.updateCurriculum.mutationOptions({
      onSuccess: async (now) => {
        await queries.invalidateQueries(trpc.plans.pathFilter())
        setSaved(({ version }) => ({ version: version + 1, values: valuesOf(now) }))
      },
    }),
  )
  return (
    <CurriculumForm
      key={saved.version}
      initial={saved.values}
      submit={text.common.save}
      isPending={update.isPending}
      error={update.error}
      onSubmit={(values) => update.mutate({ id: curriculum.id, ...values })}
    />
  )
}
