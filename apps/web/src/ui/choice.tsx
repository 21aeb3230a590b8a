import { type ComboboxItem, Select } from '@mantine/core'
import { text } from '../text/index.ts'

export type Option = { value: string; label: string }

type ChoiceProps = {
  label: string
  description?: string
  /** What the first choice says, which narrows nothing. */
  all: string
  options: readonly Option[]
  /** Undefined: all. */
  value: string | undefined
  onChange: (value: string | undefined) => void
  /** Hears what is typed, where the options are found elsewhere; else those are shown that have it in their label. */
  onSearch?: (typed: string) => void
}

/** More than anybody looks through: whoever has more of them types. */
const mostShown = 200

const asFound = ({ options }: { options: unknown[] }) => options as ComboboxItem[]

/** One out of many, or all: found by typing. */
export const Choice = ({ label, description, all, options, value, onChange, onSearch }: ChoiceProps) => {
  // An address may name what is not there: it is shown all the same, for whoever reads that there is no such thing.
  const isAmong = value === undefined || options.some((option) => option.value === value)
  return (
    <Select
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      limit={mostShown}
      nothingFoundMessage={text.common.noneFound}
      data={[{ value: '', label: all }, ...(isAmong ? [] : [{ value, label: value }]), ...options]}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen || undefined)}
      // What is chosen stands where one types: typing replaces it.
      onFocus={({ currentTarget }) => currentTarget.select()}
      {...(onSearch ? { onSearchChange: onSearch, filter: asFound } : {})}
    />
  )
}
