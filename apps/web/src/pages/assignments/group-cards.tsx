import { Text, Title } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../text/index.ts'
import type { TelephoneGroup } from './assigned.ts'
import classes from './group-cards.module.css'
import { MemberRow } from './member-row.tsx'
import { canSwap, type GroupMember, isSamePlace } from './swap.ts'
import { SwapDialog } from './swap-dialog.tsx'
import { useSwap } from './use-swap.ts'

const words = text.assignments

/** The groups of a telephone plan, a card each. A member is dragged onto another, or chosen for another, to trade places. */
export const GroupCards = ({ course, groups }: { course: string; groups: TelephoneGroup[] }) => {
  const [dragged, setDragged] = useState<GroupMember | null>(null)
  const [choosing, setChoosing] = useState<GroupMember | null>(null)
  const swap = useSwap(course)
  return (
    <section aria-label={words.groups}>
      <Title order={3} size="h5" mt="md">
        {words.groups}
      </Title>
      <Text c="dimmed" size="sm" mb="xs">
        {words.groupsHelp}
      </Text>
      <ul className={classes.groups} aria-busy={swap.isPending}>
        {groups.map(({ id, members }, index) => (
          <li key={id} className={classes.group}>
            <b>{words.group(index + 1)}</b>
            <ul className={classes.members}>
              {members.map((member) => (
                // The place stays, whoever has it: the focus stays with it.
                <MemberRow
                  key={member.courseAssignmentId}
                  member={member}
                  isDragged={dragged !== null && isSamePlace(dragged, member)}
                  takesDrop={dragged !== null && canSwap(groups, dragged, member)}
                  onDrag={setDragged}
                  onDrop={() => dragged && swap.mutate([dragged, member])}
                  onChoose={() => setChoosing(member)}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <SwapDialog
        groups={groups}
        member={choosing}
        onSwap={(one, other) => {
          setChoosing(null)
          swap.mutate([one, other])
        }}
        onClose={() => setChoosing(null)}
      />
    </section>
  )
}
