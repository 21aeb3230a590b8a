import { TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

const pauseMs = 300

type TypedInputProps = Omit<TextInputProps, 'value' | 'onChange'> & {
  value: string
  onChange: (value: string) => void
}

/**
 * A field whose value is kept somewhere slower than a keyboard, such as the address: shows at once what is typed, and
 * hands it on in the pauses.
 */
export const TypedInput = ({ value, onChange, ...rest }: TypedInputProps) => {
  const [typed, setTyped] = useState(value)
  const known = useRef(value)
  const handOn = useDebouncedCallback((next: string) => {
    known.current = next
    onChange(next)
  }, pauseMs)
  useEffect(() => {
    // What comes back is what was handed on, and more may be typed by now; anything else came from outside.
    if (value === known.current) return
    known.current = value
    setTyped(value)
  }, [value])
  return (
    <TextInput
      {...rest}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        handOn(currentTarget.value)
      }}
    />
  )
}
