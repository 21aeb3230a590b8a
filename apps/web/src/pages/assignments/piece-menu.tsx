import { ActionIcon, Menu, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendarPlus, IconDots, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import type { AssignedPieceRow } from './assigned.ts'
import classes from './piece-menu.module.css'
import { ShiftDialog } from './shift-dialog.tsx'

const words = text.assignments

/** What can be done with a piece as a whole. Why it cannot be unassigned stands where one would do it. */
export const PieceMenu = ({ course, piece: row }: { course: string; piece: AssignedPieceRow }) => {
  const { piece, assignments } = row
  const [isShifting, shifting] = useDisclosure(false)
  const queries = useQueryClient()
  const handedIn = Math.max(0, ...assignments.map((assignment) => assignment.handedIn))
  const unassign = useMutation(
    trpc.assignments.unassign.mutationOptions({
      onSuccess: async ({ removal }) => {
        await Promise.all([
          queries.invalidateQueries(trpc.assignments.pathFilter()),
          queries.invalidateQueries(trpc.courses.pathFilter()),
          queries.invalidateQueries(trpc.removals.pathFilter()),
        ])
        toastDone(words.unassigned(piece.name), undoOf(removal))
      },
      onError: toastFailed,
    }),
  )
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.more(piece.name)}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={shifting.open}>
            {words.shift}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={18} aria-hidden />}
            disabled={handedIn > 0}
            onClick={() => unassign.mutate({ course, pieceId: piece.id })}
          >
            {words.unassign}
          </Menu.Item>
          {handedIn > 0 && (
            <Text size="xs" className={classes.why}>
              {words.cannotUnassign(handedIn)}
            </Text>
          )}
        </Menu.Dropdown>
      </Menu>
      <ShiftDialog course={course} piece={row} isOpen={isShifting} onClose={shifting.close} />
    </>
  )
}
