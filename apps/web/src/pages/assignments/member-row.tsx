import { ActionIcon } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import classes from './group-cards.module.css'
import { type GroupMember, nameOf } from './swap.ts'

type MemberRowProps = {
  member: GroupMember
  isDragged: boolean
  /** Whether the member that is dragged can trade places with this one. */
  takesDrop: boolean
  /** Null: no longer. */
  onDrag: (member: GroupMember | null) => void
  onDrop: () => void
  onChoose: () => void
}

/** A member of a telephone group. What dragging does, the button does too: for keyboards, and for fingers. */
export const MemberRow = ({ member, isDragged, takesDrop, onDrag, onDrop, onChoose }: MemberRowProps) => {
  const [isOver, setIsOver] = useState(false)
  const over = (event: DragEvent): void => {
    if (!takesDrop) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    setIsOver(true)
  }
  return (
    <li
      className={classes.member}
      draggable
      data-dragged={isDragged || undefined}
      data-takes={takesDrop || undefined}
      data-over={(takesDrop && isOver) || undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        // Firefox drags nothing that carries nothing.
        event.dataTransfer.setData('text/plain', nameOf(member))
        onDrag(member)
      }}
      onDragEnd={() => onDrag(null)}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        if (takesDrop) onDrop()
      }}
    >
      <span>
        {nameOf(member)}
        <small>{titleOf({ type: member.activityType })}</small>
      </span>
      <span className={classes.aside}>
        {member.submitted && <StatusBadge status="handed-in" />}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text.assignments.swapNamed(nameOf(member))}
          onClick={onChoose}
        >
          <IconArrowsExchange size={18} aria-hidden />
        </ActionIcon>
      </span>
    </li>
  )
}
