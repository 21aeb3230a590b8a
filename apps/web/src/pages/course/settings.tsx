import { Button, Stack, Text, Title } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconTrashOff } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { client, trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import { CourseForm } from '../courses/course-form.tsx'

const words = text.course

/** What a course is called, when it is, what its students may, and whether it is over. */
export const SettingsPage = () => {
  const { course: slug } = useParams({ from: '/signed-in/courses/$course/settings' })
  const queries = useQueryClient()
  const { data: course } = useSuspenseQuery(trpc.courses.get.queryOptions({ course: slug }))
  const isArchived = course.archivedAt !== null
  const forget = () =>
    Promise.all([
      queries.invalidateQueries(trpc.courses.pathFilter()),
      queries.invalidateQueries(trpc.enrollments.pathFilter()),
      queries.invalidateQueries(trpc.removals.pathFilter()),
    ])
  const update = useMutation(
    trpc.courses.update.mutationOptions({
      onSuccess: async () => {
        await forget()
        toastDone(text.common.saved)
      },
    }),
  )
  const archive = useMutation(
    trpc.courses.archive.mutationOptions({
      onSuccess: async ({ removal }, { archived = true }) => {
        await forget()
        if (archived) toastDone(words.archived, undoOf(removal))
        else
          toastDone(words.restored, async () => {
            await client.courses.archive.mutate({ course: slug, archived: true })
            await forget()
          })
      },
      onError: toastFailed,
    }),
  )
  return (
    <Stack gap="lg" maw="56rem">
      {!isArchived && (
        <Surface as="section" aria-labelledby="general">
          <Title order={2} size="h4" mb="md" id="general">
            {words.general}
          </Title>
          <CourseForm
            key={course.archivedAt}
            initial={course}
            submit={text.common.save}
            isPending={update.isPending}
            error={update.error}
            onSubmit={({ name, startDate, endDate, canEditInstruments }) =>
              update.mutate({ course: slug, name, startDate, endDate, canEditInstruments })
            }
          />
        </Surface>
      )}
      <Surface as="section" aria-labelledby="archive">
        <Title order={2} size="h4" id="archive">
          {isArchived ? words.restoreTitle : words.archiveTitle}
        </Title>
        <Text c="dimmed" size="sm" mt={4} mb="md">
          {isArchived ? words.restoreHelp : words.archiveHelp}
        </Text>
        <Button
          variant="default"
          loading={archive.isPending}
          leftSection={isArchived ? <IconArchiveOff size={18} aria-hidden /> : <IconArchive size={18} aria-hidden />}
          onClick={() => archive.mutate({ course: slug, archived: !isArchived })}
        >
          {isArchived ? words.restore : words.archive}
        </Button>
      </Surface>
      <Surface as="section" aria-labelledby="removed">
        <Title order={2} size="h4" id="removed">
          {words.removedTitle}
        </Title>
        <Text c="dimmed" size="sm" mt={4} mb="md">
          {words.removedHelp}
        </Text>
        <Button
          variant="default"
          leftSection={<IconTrashOff size={18} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/courses/$course/settings/removed" params={{ course: slug }} />}
        >
          {words.removed}
        </Button>
      </Surface>
    </Stack>
  )
}
