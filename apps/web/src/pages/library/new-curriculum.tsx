import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { BackLink } from './back-link.tsx'
import { CurriculumForm, type CurriculumValues } from './curriculum-form.tsx'
import { useTaughtCourses } from './use-taught-courses.ts'

const words = text.library

const initial: CurriculumValues = { name: '', ordered: true, planIds: [] }

/** Make a curriculum for a course. */
export const NewCurriculumPage = () => {
  const { course: slug } = useSearch({ from: '/signed-in/library/curricula/new' })
  const course = useTaughtCourses().find((row) => row.slug === slug)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation(
    trpc.plans.createCurriculum.mutationOptions({
      onSuccess: async ({ name }) => {
        await queries.invalidateQueries(trpc.plans.pathFilter())
        await navigate({ to: '/library/curricula', search: { course: slug }, ignoreBlocker: true })
        toastDone(words.curriculumCreated(name))
      },
    }),
  )
  if (!course) return <NoPage />
  return (
    <Page
      title={words.newCurriculumFor(course.name)}
      above={
        <BackLink to="/library/curricula" search={{ course: slug }}>
          {words.curricula}
        </BackLink>
      }
    >
      <CurriculumForm
        initial={initial}
        submit={words.createCurriculum}
        isPending={create.isPending}
        error={create.error}
        onSubmit={(values) => create.mutate({ course: course.slug, ...values })}
      />
    </Page>
  )
}
