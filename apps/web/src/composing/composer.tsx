import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { draftKey, readDraft, writeDraft } from '../music/drafts.ts'
import { Part } from '../notation/part.tsx'
import { text } from '../text/index.ts'
import { paperLike, readTune, writeTune } from './musicxml.ts'
import { StepGrid } from './step-grid.tsx'
import { type Tune, withBars } from './tune.ts'

const words = text.composing

const mostBars = 16

type ComposerProps = { userId: number; assignmentId: number; like: string; onDone: (file: Blob) => void }

/** The step editor, on a page like that of the part `like`; what is composed is kept in the browser with every note. */
const Composer = ({ userId, assignmentId, like, onDone }: ComposerProps) => {
  const key = `${draftKey(userId, assignmentId)}:tune`
  const [tune, setTune] = useState<Tune>(
    () => readTune(readDraft(localStorage, key)) ?? { paper: paperLike(like), bars: 4, tones: [] },
  )
  const [past, setPast] = useState<Tune[]>([])
  const [future, setFuture] = useState<Tune[]>([])
  const [eighths, setEighths] = useState(2)
  const [isKept, setIsKept] = useState(true)
  const show = (next: Tune): void => {
    setTune(next)
    setIsKept(writeDraft(localStorage, key, writeTune(next)))
  }
  const change = (next: Tune): void => {
    if (next === tune) return
    setPast([...past, tune])
    setFuture([])
    show(next)
  }
  const undo = (): void => {
    const before = past.at(-1)
    if (!before) return
    setPast(past.slice(0, -1))
    setFuture([tune, ...future])
    show(before)
  }
  const redo = (): void => {
    const [after, ...rest] = future
    if (!after) return
    setPast([...past, tune])
    setFuture(rest)
    show(after)
  }
  const notation = writeTune(tune)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <Group align="end" gap="xs">
        <NativeSelect
          label={words.length}
          value={eighths}
          onChange={({ currentTarget }) => setEighths(Number(currentTarget.value))}
          data={words.lengths}
        />
        <Button variant="default" disabled={past.length === 0} onClick={undo}>
          {words.undo}
        </Button>
        <Button variant="default" disabled={future.length === 0} onClick={redo}>
          {words.redo}
        </Button>
        <Button
          variant="default"
          disabled={tune.bars >= mostBars}
          onClick={() => change(withBars(tune, tune.bars + 1))}
        >
          {words.addBar}
        </Button>
        <Button variant="default" disabled={tune.bars === 1} onClick={() => change(withBars(tune, tune.bars - 1))}>
          {words.removeBar}
        </Button>
      </Group>
      <StepGrid tune={tune} eighths={eighths} onChange={change} />
      <Part notation={notation} label={words.notation} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {isKept ? text.activity.draftKept : text.activity.draftNotKept}
        </Text>
        <Button
          disabled={tune.tones.length === 0}
          onClick={() => onDone(new Blob([notation], { type: 'application/vnd.recordare.musicxml+xml' }))}
        >
          {words.done}
        </Button>
      </Group>
    </Stack>
  )
}

export default Composer
