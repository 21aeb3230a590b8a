import { ActionIcon, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconSend, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { text } from '../text/index.ts'
import { formatLength, formatTime } from '../text/time.ts'
import { FailureState } from '../ui/states.tsx'
import { toastDone } from '../ui/toasts.tsx'
import { handIn } from './hand-ins.ts'
import classes from './kept-take.module.css'
import { ReceiptCard } from './receipt-card.tsx'
import { forgetTake, restoreTake, type Take } from './takes.ts'
import { useHandIn } from './use-takes.ts'

const words = text.recording

/** A recording as an address that a player opens, for as long as it is shown. */
const useAddress = (recording: Blob): string | undefined => {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(recording)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [recording])
  return address
}

/** A take on this device: listen to it, hand it in, delete it. */
export const KeptTake = ({ take, refresh }: { take: Take; refresh: () => Promise<void> }) => {
  const address = useAddress(take.recording)
  const standing = useHandIn(take.id)
  const isHeard = /^(audio|video)\//.test(take.recording.type)
  const about = take.seconds > 0 ? formatLength(take.seconds) : take.filename
  const name = words.take(formatTime(take.recordedAt), about)
  const remove = async (): Promise<void> => {
    await forgetTake(take.id)
    await refresh()
    toastDone(words.deleted, async () => {
      await restoreTake(take)
      await refresh()
    })
  }
  if (standing?.phase === 'done') return <ReceiptCard receipt={standing.receipt} />
  const isOnItsWay = standing?.phase === 'sending' || standing?.phase === 'waiting'
  return (
    <Stack component="li" gap="xs" className={classes.take}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <div className={classes.row}>
        {/* biome-ignore lint/a11y/useMediaCaption: it is music. */}
        {isHeard && <audio controls src={address} aria-label={words.play(name)} className={classes.player} />}
        {!isOnItsWay && (
          <Group gap="xs" wrap="nowrap">
            <Button
              leftSection={<IconSend size={16} aria-hidden />}
              aria-label={words.handInNamed(name)}
              onClick={() => void handIn(take)}
            >
              {words.handIn}
            </Button>
            <ActionIcon variant="default" size="lg" aria-label={words.delete(name)} onClick={() => void remove()}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </div>
      {isOnItsWay && (
        <div>
          <Text size="sm" role="status">
            {standing.phase === 'waiting' ? words.waiting : words.sending(Math.round(standing.share * 100))}
          </Text>
          <Progress value={standing.share * 100} aria-label={words.sending(Math.round(standing.share * 100))} mt={4} />
        </div>
      )}
      {standing?.phase === 'failed' && <FailureState error={standing.error} />}
    </Stack>
  )
}
