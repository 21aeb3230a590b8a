import { Button, Text } from '@mantine/core'
import { text } from '../text/index.ts'
import { LeaveGuard } from './leave-guard.tsx'
import classes from './save-bar.module.css'

const words = text.leaving

type SaveBarProps = { label?: string; isDirty: boolean; isPending: boolean }

/** The one button that saves all of a form, always in sight, with whether there is something to save. */
export const SaveBar = ({ label = text.common.save, isDirty, isPending }: SaveBarProps) => (
  <div className={classes.bar}>
    <LeaveGuard when={isDirty} />
    <Text size="sm" c="dimmed" role="status">
      {isPending ? words.saving : isDirty ? words.unsaved : words.nothing}
    </Text>
    <Button type="submit" loading={isPending}>
      {label}
    </Button>
  </div>
)
