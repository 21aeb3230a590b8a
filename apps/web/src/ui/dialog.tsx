import { Modal, type ModalProps } from '@mantine/core'
import { text } from '../text/index.ts'

/** A dialog over the page. Its head is no second head of the page, and its button to close says so. */
export const Dialog = (props: ModalProps) => (
  <Modal
    closeButtonProps={{ 'aria-label': text.common.close }}
    attributes={{ header: { role: 'presentation' } }}
    {...props}
  />
)
