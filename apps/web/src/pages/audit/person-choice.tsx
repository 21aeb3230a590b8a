import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Choice, type Option } from '../../ui/choice.tsx'

const words = text.audit

const mostFound = 20
const pauseMs = 200

type Person = Outputs['users']['search']['users'][number]

const optionOf = ({ username, name }: Person): Option => ({
  value: username,
  label: name ? `${name} (${username})` : username,
})

type PersonChoiceProps = { value: string | undefined; onChange: (username: string | undefined) => void }

/** Somebody who has an account, found by any of their names. */
export const PersonChoice = ({ value, onChange }: PersonChoiceProps) => {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, pauseMs)
  const { data: named } = useQuery({
    ...trpc.users.search.queryOptions({ search: value ?? '' }),
    enabled: value !== undefined,
  })
  const person = named?.users.find(({ username }) => username === value)
  const chosen = value === undefined ? null : person ? optionOf(person) : { value, label: value }
  // The field shows who is chosen until somebody types.
  const wanted = search === (chosen?.label ?? words.anybody) ? '' : search.slice(0, 255)
  const { data: found } = useQuery({
    ...trpc.users.search.queryOptions({ search: wanted, limit: mostFound }),
    placeholderData: keepPreviousData,
  })
  const options = (found?.users ?? []).map(optionOf)
  const isAmong = options.some((option) => option.value === value)
  return (
    <Choice
      label={words.who}
      description={words.whoHelp}
      all={words.anybody}
      options={chosen && !isAmong ? [chosen, ...options] : options}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
    />
  )
}
