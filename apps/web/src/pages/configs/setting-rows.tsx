import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { text } from '../../text/index.ts'
import classes from './setting-rows.module.css'
import type { SettingRow } from './settings.ts'

const words = text.configs

type SettingRowsProps = { rows: SettingRow[]; onChange: (rows: SettingRow[]) => void; error: ReactNode }

/** Names and values, a row each. */
export const SettingRows = ({ rows, onChange, error }: SettingRowsProps) => {
  const change = (id: number, changes: Partial<SettingRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...changes } : row)))
  const add = (): void => onChange([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, key: '', value: '' }])
  return (
    <fieldset className={classes.settings} aria-describedby="settings-help">
      <legend className={classes.legend}>{words.settings}</legend>
      <Text size="xs" c="dimmed" id="settings-help" mb="xs">
        {words.settingsHelp}
      </Text>
      <Stack gap="xs">
        {rows.map(({ id, key, value }, index) => (
          <Group key={id} gap="xs" wrap="nowrap">
            <TextInput
              aria-label={words.key(index + 1)}
              placeholder={words.keyHint}
              value={key}
              onChange={({ currentTarget }) => change(id, { key: currentTarget.value })}
              className={classes.key}
            />
            <TextInput
              aria-label={words.value(index + 1)}
              placeholder={words.valueHint}
              value={value}
              onChange={({ currentTarget }) => change(id, { value: currentTarget.value })}
              className={classes.value}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={words.removeSetting(index + 1)}
              onClick={() => onChange(rows.filter((row) => row.id !== id))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {error}
        </Text>
      )}
      <Button mt="xs" size="xs" variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
        {words.addSetting}
      </Button>
    </fieldset>
  )
}
