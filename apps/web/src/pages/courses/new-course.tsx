import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { todayHere } from '../../text/time.ts'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { CourseForm } from './course-form.tsx'
import { schoolYearOf } from './school-year.ts'

const words = text.courses

/** Make a course, and go on with its students. */
export const NewCoursePage = () => {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation(
    trpc.courses.create.mutationOptions({
      onSuccess: async ({ slug, name }) => {
        await queries.invalidateQueries(trpc.courses.pathFilter())
        await navigate({ to: '/courses/$course/roster', params: { course: slug } })
        toastDone(words.created(name))
      },
    }),
  )
  return (
    <Page title={words.newTitle}>
      <Surface>
        <CourseForm
          initial={{ name: '', ...schoolYearOf(todayHere()), canEditInstruments: false }}
          submit={words.create}
          isPending={create.isPending}
          error={create.error}
          onSubmit={(values) => create.mutate(values)}
        />
      </Surface>
    </Page>
  )
}
