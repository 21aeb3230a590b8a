import { Button, FileButton, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { failureOf } from '../../api/errors.ts'
import { mediaAddress } from '../../music/part-for.ts'
import { text } from '../../text/index.ts'
import type { Recording } from './piece-draft.ts'
import classes from './rows.module.css'

const words = text.library

type RecordingRowProps = {
  label: string
  detail?: string
  recording: Recording
  /** Why the server did not take it. */
  error: unknown
  onChange: (recording: Recording) => void
}

/** A recording to listen to, to replace and to take away; sent when the piece is saved. */
export const RecordingRow = ({ label, detail, recording, error, onChange }: RecordingRowProps) => {
  const address = useAddress(recording)
  return (
    <div className={classes.row}>
      <div className={classes.what}>
        {label}
        <small>
          {recording === null ? (detail ?? words.noRecording) : 'file' in recording ? recording.file.name : detail}
        </small>
      </div>
      {address && (
        // biome-ignore lint/a11y/useMediaCaption: it is music without words.
        <audio controls preload="none" src={address} aria-label={words.listenTo(label)} className={classes.audio} />
      )}
      <Group gap="xs">
        <FileButton accept="audio/*,video/*" onChange={(file) => file && onChange({ file })}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              aria-label={recording ? words.replaceNamed(label) : words.chooseNamed(label)}
            >
              {recording ? words.replace : words.choose}
            </Button>
          )}
        </FileButton>
        {recording && (
          <Button size="xs" variant="default" aria-label={words.removeNamed(label)} onClick={() => onChange(null)}>
            {words.remove}
          </Button>
        )}
      </Group>
      {error !== undefined && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" className={classes.wide}>
          {failureOf(error).message}
        </Text>
      )}
    </div>
  )
}

/** Where a recording can be heard: at its address, or while it is not sent yet, in this browser. */
const useAddress = (recording: Recording): string | null => {
  const [local, setLocal] = useState<string | null>(null)
  const file = recording && 'file' in recording ? recording.file : null
  useEffect(() => {
    if (!file) return
    const address = URL.createObjectURL(file)
    setLocal(address)
    return () => {
      setLocal(null)
      URL.revokeObjectURL(address)
    }
  }, [file])
  return recording && 'key' in recording ? mediaAddress(recording.key) : local
}
