/** Short words at the edge of the window: what was done, with a way to take it back; what was not. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { failureOf } from '../api/errors.ts'
import { text } from '../text/index.ts'

const readMs = 5000
/** As long as it takes to notice that it was the wrong button. */
const undoMs = 12_000

/** Says that something was done; `undo` puts a button beside it that takes it back. */
export const toastDone = (message: string, undo?: () => Promise<unknown>): void => {
  const id = crypto.getRandomValues(new Uint32Array(1)).join('')
  const takeBack = async (): Promise<void> => {
    notifications.hide(id)
    try {
      await undo?.()
      toastDone(text.common.undone)
    } catch (error) {
      toastFailed(error)
    }
  }
  notifications.show({
    id,
    autoClose: undo ? undoMs : readMs,
    closeButtonProps: { 'aria-label': text.common.close },
    message: (
      <Group justify="space-between" wrap="nowrap" role="status">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button size="compact-sm" variant="light" flex="none" onClick={() => void takeBack()}>
            {text.common.undo}
          </Button>
        )}
      </Group>
    ),
  })
}

/** Says that something did not work, and why; it stays until it is read. */
export const toastFailed = (error: unknown): void => {
  const { title, message, names } = failureOf(error)
  toastProblem(names.length > 0 ? `${message} ${text.errors.about(text.common.and(names))}` : message, title)
}

/** As `toastFailed`, in words that are known. */
export const toastProblem = (message: string, title: string = text.errors.unknownTitle): void => {
  notifications.show({
    role: 'alert',
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': text.common.close },
    title,
    message,
  })
}
