import { Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { text } from '../text/index.ts'
import { formatTime } from '../text/time.ts'
import classes from './receipt-card.module.css'
import type { Receipt } from './send-take.ts'

const words = text.recording

/** What the server confirmed. */
export const ReceiptCard = ({ receipt }: { receipt: Receipt }) => {
  const { id, index, submittedAt, attachments } = receipt
  const kilobytes = Math.ceil((attachments[0]?.sizeBytes ?? 0) / 1000)
  return (
    <li className={classes.receipt}>
      <IconCircleCheck size={28} stroke={1.6} aria-hidden />
      <div role="status">
        <Text fw={650}>{words.receiptTitle}</Text>
        <Text size="sm">
          {words.receipt(index + 1, formatTime(submittedAt), words.kilobytes(kilobytes))} {words.receiptNumber(id)}
        </Text>
      </div>
    </li>
  )
}
