import { Button, Checkbox, Group, NativeSelect, Slider, Stack, Text } from '@mantine/core'
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPlayerRecordFilled,
  IconPlayerStopFilled,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useEngraving } from '../notation/use-engraving.ts'
import { text } from '../text/index.ts'
import { Notice } from '../ui/notice.tsx'
import { toastFailed } from '../ui/toasts.tsx'
import { Elapsed } from './elapsed.tsx'
import { LevelMeter } from './level-meter.tsx'
import type { Recorded } from './recorder.ts'
import classes from './studio.module.css'
import { useMicrophone } from './use-microphone.ts'
import { useTakeRecorder } from './use-take-recorder.ts'

const words = text.recording

/** The score is read here for its beats alone; how wide it is drawn does not matter. */
const anyWidth = 800

type StudioProps = { notation: string | null; onRecorded: (recorded: Recorded) => void }

/** Where a take is recorded: microphone, loudness, count-in, metronome. */
export const Studio = ({ notation, onRecorded }: StudioProps) => {
  const { stream, microphones, deviceId, problem, open } = useMicrophone()
  const { data: score, isLoading } = useEngraving(notation ?? '', notation === null ? 0 : anyWidth)
  const [rate, setRate] = useState(1)
  const [withCountIn, setWithCountIn] = useState(true)
  const [withClicks, setWithClicks] = useState(false)
  const { phase, start, stop } = useTakeRecorder({ stream, score, rate, withCountIn, withClicks, onRecorded })
  const isBusy = phase !== 'ready'

  if (!stream)
    return (
      <Stack align="start" gap="sm">
        {problem && (
          <Notice tone="wrong" icon={IconMicrophoneOff} role="alert">
            {words.problems[problem]}
          </Notice>
        )}
        <Button leftSection={<IconMicrophone size={18} aria-hidden />} onClick={() => void open()}>
          {problem ? text.common.retry : words.setUp}
        </Button>
        <Text size="sm" c="dimmed">
          {words.setUpLead}
        </Text>
      </Stack>
    )
  return (
    <Stack gap="md">
      <div className={classes.settings}>
        <NativeSelect
          label={words.microphone}
          disabled={isBusy}
          value={deviceId ?? ''}
          onChange={({ currentTarget }) => void open(currentTarget.value)}
          data={microphones.map(({ id, name }, index) => ({ value: id, label: name || words.unnamed(index + 1) }))}
        />
        {score && (
          <div>
            <Text size="sm" fw={550} id="recording-tempo" mb={8}>
              {words.tempo(Math.round(score.tempo * rate))}
            </Text>
            <Slider
              value={rate}
              onChange={setRate}
              disabled={isBusy}
              min={0.5}
              max={1.5}
              step={0.05}
              label={null}
              thumbProps={{ 'aria-labelledby': 'recording-tempo' }}
            />
          </div>
        )}
      </div>
      <LevelMeter stream={stream} />
      {score && (
        <Group gap="lg">
          <Checkbox
            label={words.countIn}
            disabled={isBusy}
            checked={withCountIn}
            onChange={({ currentTarget }) => setWithCountIn(currentTarget.checked)}
          />
          <Checkbox
            label={words.clicks}
            description={withClicks ? words.headphones : undefined}
            disabled={isBusy}
            checked={withClicks}
            onChange={({ currentTarget }) => setWithClicks(currentTarget.checked)}
          />
        </Group>
      )}
      <Group>
        {phase === 'ready' && (
          <Button
            color="red.9"
            leftSection={<IconPlayerRecordFilled size={18} aria-hidden />}
            // On a slow laptop the notation takes a while: who did not wait for it would be counted in by nobody.
            loading={isLoading}
            onClick={() => start().catch(toastFailed)}
          >
            {words.record}
          </Button>
        )}
        {phase === 'counting' && (
          <Button
            variant="default"
            leftSection={<IconX size={18} aria-hidden />}
            onClick={() => stop().catch(toastFailed)}
          >
            {words.cancel}
          </Button>
        )}
        {phase === 'recording' && (
          <Button
            color="red.9"
            leftSection={<IconPlayerStopFilled size={18} aria-hidden />}
            onClick={() => stop().catch(toastFailed)}
          >
            {words.stop}
          </Button>
        )}
        <Text role="status">
          {phase === 'counting' && words.counting}
          {phase === 'recording' && <Elapsed />}
        </Text>
      </Group>
    </Stack>
  )
}
