import { Button, FileInput, Group, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconMusic } from '@tabler/icons-react'
import { fieldErrorsOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureState } from '../../ui/states.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { SettingRows } from './setting-rows.tsx'
import { type Config, type Problem, problemOf, rowsOf } from './settings.ts'
import { type ConfigValues, RecordingRefused, useKeepConfig } from './use-keep-config.ts'

const words = text.configs

const longestName = 20
const longestDescription = 2000

const nameProblem = (name: string): string | null => {
  if (name.trim() === '') return text.signIn.missing
  return name.trim().length > longestName ? words.nameTooLong : null
}

const wordsFor = (problem: Problem | null): string | null => {
  if (problem === null) return null
  return problem.kind === 'missing' ? words.keyMissing : words.keyTwice(problem.key)
}

type ConfigDialogProps = { config: Config | null; onClose: () => void }

/** A configuration to be made, or one to be changed. */
export const ConfigDialog = ({ config, onClose }: ConfigDialogProps) => {
  const form = useForm<ConfigValues>({
    initialValues: {
      name: config?.name ?? '',
      description: config?.description ?? '',
      rows: rowsOf(config?.settings ?? {}),
      forSite: true,
      recording: null,
    },
    validate: { name: nameProblem, rows: (rows) => wordsFor(problemOf(rows)) },
  })
  const keep = useKeepConfig(config, (name) => {
    toastDone(config ? words.saved(name) : words.created(name))
    onClose()
  })
  const { error } = keep
  const refused = error instanceof RecordingRefused ? error.reason : null
  const fields = fieldErrorsOf(error)
  return (
    <Dialog opened onClose={onClose} size="lg" title={config ? words.editTitle(config.name) : words.new}>
      <form noValidate onSubmit={form.onSubmit((values) => keep.mutate(values))}>
        <Stack>
          {refused !== null && <Text size="sm">{words.recordingRefused}</Text>}
          {error && Object.keys(fields).length === 0 && <FailureState error={refused ?? error} />}
          <TextInput
            label={words.name}
            description={words.nameHelp}
            data-autofocus
            {...form.getInputProps('name')}
            error={form.errors.name ?? fields.name}
          />
          <Textarea
            label={words.description}
            description={words.descriptionHelp}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={longestDescription}
            {...form.getInputProps('description')}
          />
          <SettingRows
            rows={form.values.rows}
            onChange={(rows) => form.setFieldValue('rows', rows)}
            error={form.errors.rows ?? fields.settings}
          />
          <FileInput
            label={words.recording}
            description={config?.url ? words.recordingInPlace : words.recordingHelp}
            leftSection={<IconMusic size={18} aria-hidden />}
            accept="audio/*,video/*"
            clearable
            clearButtonProps={{ 'aria-label': words.clearRecording }}
            {...form.getInputProps('recording')}
          />
          {!config && (
            <Switch
              label={words.forSite}
              description={words.forSiteHelp}
              {...form.getInputProps('forSite', { type: 'checkbox' })}
            />
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={keep.isPending}>
              {config ? text.common.save : words.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
