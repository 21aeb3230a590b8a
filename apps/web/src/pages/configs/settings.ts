/** The settings of a configuration as rows of a form: pure. */
import type { Outputs } from '../../api/client.ts'

export type Config = Outputs['configs']['list'][number]
export type Settings = Config['settings']
type Value = Settings[string]

export type SettingRow = { id: number; key: string; value: string }

const parse = (value: string): Value | undefined => {
  try {
    return JSON.parse(value) as Value
  } catch {
    return undefined
  }
}

/** A value as it is typed: JSON, but for text that could be nothing else, which stands without quotes. */
export const writtenValue = (value: Value): string =>
  typeof value === 'string' && value.trim() === value && value !== '' && parse(value) === undefined
    ? value
    : JSON.stringify(value)

/** What was typed, as a value: JSON where it is some, else the text. */
export const readValue = (written: string): Value =>
  parse(written) ?? (written.trim() === 'null' ? null : written.trim())

export const rowsOf = (settings: Settings): SettingRow[] =>
  Object.entries(settings).map(([key, value], id) => ({ id, key, value: writtenValue(value) }))

export type Problem = { kind: 'missing' } | { kind: 'twice'; key: string }

/** What is wrong with the names of some rows; rows without anything in them count as not there. */
export const problemOf = (rows: SettingRow[]): Problem | null => {
  const used = rows.filter(({ key, value }) => key.trim() !== '' || value.trim() !== '')
  if (used.some(({ key }) => key.trim() === '')) return { kind: 'missing' }
  const keys = used.map(({ key }) => key.trim())
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  return twice === undefined ? null : { kind: 'twice', key: twice }
}

export const settingsOf = (rows: SettingRow[]): Settings =>
  Object.fromEntries(
    rows.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), readValue(value)]),
  )
