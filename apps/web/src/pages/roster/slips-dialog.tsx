import { Button, Progress, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureState } from '../../ui/states.tsx'
import { type Slip, Slips } from './slips.tsx'
import type { Student } from './students.ts'

const words = text.slips

type SlipsDialogProps = { students: Student[]; isOpen: boolean; onClose: () => void }

/** New passwords for some students, and the slips that they are handed out on. */
export const SlipsDialog = ({ students, isOpen, onClose }: SlipsDialogProps) => {
  const [slips, setSlips] = useState<Slip[]>([])
  const make = useMutation({
    mutationFn: async () => {
      // Those that are done already keep what is on their slip, should it break off in between.
      const done = new Set(slips.map(({ username }) => username))
      for (const { enrollmentId, username } of students.filter((student) => !done.has(student.username))) {
        const { name, newPassword } = await client.users.resetStudentPassword.mutate({ enrollmentId })
        setSlips((before) => [...before, { name: name || username, username, password: newPassword }])
      }
    },
  })
  const close = (): void => {
    setSlips([])
    make.reset()
    onClose()
  }
  return (
    <Dialog
      opened={isOpen}
      onClose={close}
      size="lg"
      title={make.isSuccess ? words.ready : words.title}
      closeOnClickOutside={!make.isPending && slips.length === 0}
    >
      <Stack>
        {make.error && <FailureState error={make.error} />}
        {!make.isSuccess && <Text>{words.lead(students.length)}</Text>}
        {make.isPending && (
          <div role="status">
            <Text size="sm">{words.making(slips.length, students.length)}</Text>
            <Progress
              value={(100 * slips.length) / students.length}
              aria-label={words.making(slips.length, students.length)}
            />
          </div>
        )}
        {!make.isSuccess && !make.isPending && (
          <Button onClick={() => make.mutate()} style={{ alignSelf: 'start' }}>
            {words.make}
          </Button>
        )}
        {slips.length > 0 && !make.isPending && <Slips slips={slips} />}
      </Stack>
    </Dialog>
  )
}
