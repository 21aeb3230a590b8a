import { Tabs, Title } from '@mantine/core'
import { IconFileMusic, IconMicrophone, IconMusic, IconPencil } from '@tabler/icons-react'
import { type ActivityKind, kindOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import type { FullAssignment } from './assignment.ts'
import { Composing } from './composing.tsx'
import { FileWork } from './file-work.tsx'
import { Recording } from './recording.tsx'
import { WrittenWork } from './written-work.tsx'

const words = text.activity

type WorkProps = { course: string; assignment: FullAssignment }

const ways = {
  write: { label: words.write, icon: IconPencil, Panel: WrittenWork },
  record: { label: words.record, icon: IconMicrophone, Panel: Recording },
  compose: { label: text.composing.tab, icon: IconMusic, Panel: Composing },
  file: { label: words.file, icon: IconFileMusic, Panel: FileWork },
}

const waysOf = {
  write: ['write'],
  record: ['record', 'file'],
  either: ['write', 'record', 'compose', 'file'],
  // The page of each step has its own.
  steps: [],
} satisfies Record<ActivityKind, (keyof typeof ways)[]>

/** Where the work is done: a text, a recording, a file from elsewhere. */
export const Work = (props: WorkProps) => {
  const [first, ...others] = waysOf[kindOf(props.assignment.activity)].map((way) => ({ way, ...ways[way] }))
  return (
    <Surface as="section" aria-labelledby="work">
      <Title order={2} size="h4" mb="sm" id="work">
        {words.work}
      </Title>
      {first && others.length === 0 && <first.Panel {...props} />}
      {first && others.length > 0 && (
        <Tabs defaultValue={first.way} keepMounted={false}>
          <Tabs.List mb="md">
            {[first, ...others].map(({ way, label, icon: Icon }) => (
              <Tabs.Tab key={way} value={way} leftSection={<Icon size={16} aria-hidden />}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {[first, ...others].map(({ way, Panel }) => (
            <Tabs.Panel key={way} value={way}>
              <Panel {...props} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Surface>
  )
}
