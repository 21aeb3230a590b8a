import { Button, FileButton, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { TakeDesk } from '../../recording/take-desk.tsx'
import { text } from '../../text/index.ts'
import type { FullAssignment } from './assignment.ts'

const words = text.activity

const accepted = 'audio/*,video/*,image/*,.musicxml,.xml,.mxl,.mid,.midi'

/** A file from elsewhere: a composition as MusicXML, a recording of the phone, a picture of what was written by hand. */
export const FileWork = ({ course, assignment }: { course: string; assignment: FullAssignment }) => (
  <TakeDesk course={course} assignmentId={assignment.id}>
    {(keep) => (
      <Stack align="start" gap="sm">
        <FileButton
          accept={accepted}
          onChange={(file) => file && keep({ recording: file, filename: file.name, seconds: 0 })}
        >
          {(props) => (
            <Button {...props} leftSection={<IconFileUpload size={18} aria-hidden />}>
              {words.chooseFile}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {words.fileLead}
        </Text>
      </Stack>
    )}
  </TakeDesk>
)
