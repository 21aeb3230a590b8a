import { Radio, Stack, Textarea } from '@mantine/core'
import { useCallback, useEffect, useRef } from 'react'
import { type Question, wordsOf } from '../../steps/catalogue.ts'

const settleMs = 2000
const longest = 5000

type QuestionFieldProps = {
  question: Question
  value: string
  onChange: (value: string) => void
  /** The answer has come to rest, or was left: it is this long. */
  onSettled: (length: number) => void
}

/** One question, and room for its answer. */
export const QuestionField = ({ question: { id, kind }, value, onChange, onSettled }: QuestionFieldProps) => {
  const { label, help, options } = wordsOf(id)
  const { change, settle } = useSettled(onSettled)
  const changeTo = (next: string): void => {
    onChange(next)
    change(next.length)
  }
  if (kind === 'choice')
    return (
      <Radio.Group label={label} value={value} onChange={changeTo}>
        <Stack gap={8} mt={6}>
          {Object.entries(options ?? {}).map(([option, words]) => (
            <Radio key={option} value={option} label={words} />
          ))}
        </Stack>
      </Radio.Group>
    )
  return (
    <Textarea
      label={label}
      description={help}
      autosize
      minRows={2}
      maxRows={12}
      maxLength={longest}
      value={value}
      onChange={({ currentTarget }) => changeTo(currentTarget.value)}
      onBlur={settle}
    />
  )
}

/** Tells of a change when typing rests, when the field is left, or when the page is. */
const useSettled = (onSettled: (length: number) => void) => {
  const latest = useRef(onSettled)
  latest.current = onSettled
  const length = useRef<number | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const settle = useCallback(() => {
    clearTimeout(timer.current)
    if (length.current === null) return
    latest.current(length.current)
    length.current = null
  }, [])
  useEffect(() => settle, [settle])
  const change = (newLength: number): void => {
    length.current = newLength
    clearTimeout(timer.current)
    timer.current = setTimeout(settle, settleMs)
  }
  return { change, settle }
}
