import { NativeSelect } from '@mantine/core'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import type { TakeOfWork } from './work.ts'

const words = text.grading

type TakeSwitchProps = { takes: TakeOfWork[]; chosen: number; onChoose: (id: number) => void }

/** The takes of a student, the newest first; nothing to choose where there is one. */
export const TakeSwitch = ({ takes, chosen, onChoose }: TakeSwitchProps) => {
  if (takes.length < 2) return null
  return (
    <NativeSelect
      label={words.takes}
      mb="md"
      maw="22rem"
      value={chosen}
      onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
      data={takes.map(({ id, index, submittedAt }) => ({
        value: String(id),
        label: words.take(index + 1, formatTime(submittedAt)),
      }))}
    />
  )
}
