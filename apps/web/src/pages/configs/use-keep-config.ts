import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, trpc } from '../../api/client.ts'
import { type Config, type SettingRow, settingsOf } from './settings.ts'
import { uploadRecording } from './upload.ts'

export type ConfigValues = {
  name: string
  description: string
  rows: SettingRow[]
  forSite: boolean
  recording: File | null
}

/** The configuration is kept; its recording was refused. */
export class RecordingRefused extends Error {
  readonly reason: unknown

  constructor(reason: unknown) {
    super('The recording was refused.')
    this.reason = reason
  }
}

/**
 * Makes or changes a configuration, then sends its recording. Where the recording is refused the configuration is there
 * already: the next try changes it, rather than making a second one.
 */
export const useKeepConfig = (config: Config | null, onKept: (name: string) => void) => {
  const queries = useQueryClient()
  const [id, setId] = useState(config?.id ?? null)
  return useMutation({
    mutationFn: async ({ name, description, rows, forSite, recording }: ConfigValues) => {
      const changes = { name: name.trim(), description: description.trim() || null, settings: settingsOf(rows) }
      const kept =
        id === null
          ? await client.configs.create.mutate({ ...changes, forSite })
          : await client.configs.update.mutate({ id, ...changes })
      setId(kept.id)
      if (recording)
        await uploadRecording(kept.id, recording).catch((reason: unknown) => {
          throw new RecordingRefused(reason)
        })
      return kept.name
    },
    onSuccess: onKept,
    onSettled: () => queries.invalidateQueries(trpc.configs.pathFilter()),
  })
}
