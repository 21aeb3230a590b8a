import { ActionIcon, Group, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { text } from '../text/index.ts'
import { moved } from './ordered.ts'
import classes from './ordered-list.module.css'

const words = text.orderedList

export type OrderedRow = { id: number; name: string; detail?: ReactNode }

type OrderedListProps = {
  label: string
  rows: OrderedRow[]
  /** Hears of the ids in their new order; without it the list is there to be read. */
  onChange?: (ids: number[]) => void
}

/** Rows in an order of their own: dragged, or moved by buttons, whose focus goes along. */
export const OrderedList = ({ label, rows, onChange }: OrderedListProps) => {
  const list = useRef<HTMLOListElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const ids = rows.map(({ id }) => id)
  const move = (from: number, to: number): void => {
    if (!onChange || from === to || to < 0 || to >= rows.length) return
    onChange(moved(ids, from, to))
    setSaid(words.moved(rows[from]?.name ?? '', to + 1))
  }
  const remove = (at: number): void => {
    onChange?.(ids.filter((_, index) => index !== at))
    setSaid(words.removed(rows[at]?.name ?? ''))
    list.current?.focus()
  }
  return (
    <>
      <ol ref={list} aria-label={label} tabIndex={-1} className={classes.list}>
        {rows.map(({ id, name, detail }, at) => (
          <li
            key={id}
            className={classes.row}
            draggable={onChange !== undefined}
            data-dragged={dragged === at || undefined}
            onDragStart={({ dataTransfer }) => {
              dataTransfer.effectAllowed = 'move'
              setDragged(at)
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged !== null && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== null) move(dragged, at)
              setDragged(null)
            }}
          >
            <div className={classes.label}>
              {name}
              {detail}
            </div>
            {onChange && (
              <Group gap={4} wrap="nowrap">
                <ActionIcon
                  variant="default"
                  size="lg"
                  aria-label={words.up(name)}
                  aria-disabled={at === 0}
                  data-disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                >
                  <IconArrowUp size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size="lg"
                  aria-label={words.down(name)}
                  aria-disabled={at === rows.length - 1}
                  data-disabled={at === rows.length - 1}
                  onClick={() => move(at, at + 1)}
                >
                  <IconArrowDown size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="default" size="lg" aria-label={words.remove(name)} onClick={() => remove(at)}>
                  <IconX size={18} aria-hidden />
                </ActionIcon>
              </Group>
            )}
          </li>
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  )
}
