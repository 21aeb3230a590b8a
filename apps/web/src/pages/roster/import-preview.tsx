import { Button, Group, Stack, Text } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { FailureState } from '../../ui/states.tsx'
import classes from './import-preview.module.css'

const words = text.addStudents

type Report = Outputs['roster']['preview']
type Outcome = Report['lines'][number]['outcome']

type ImportPreviewProps = {
  report: Report
  isPending: boolean
  error: unknown
  onBack: () => void
  onImport: (students: number) => void
}

const comesIn: Outcome[] = ['create', 'enroll', 'password differs']

/** What an import would do with each line, before it does. */
export const ImportPreview = ({ report, isPending, error, onBack, onImport }: ImportPreviewProps) => {
  const students = comesIn.reduce((sum, outcome) => sum + report.counts[outcome], 0)
  return (
    <Stack>
      {error !== null && <FailureState error={error} />}
      <ScrollRegion label={words.preview} className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.line}</th>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.username}</th>
              <th scope="col">{words.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {report.lines.map(({ line, fullname, username, outcome, newUsername, reason }) => (
              <tr key={line} data-outcome={outcome}>
                <td>{line}</td>
                <td>{fullname}</td>
                <td>{username}</td>
                <td>
                  <b>{words.outcomes[outcome]}</b>
                  {newUsername !== null && <Text size="sm">{words.newUsername(newUsername)}</Text>}
                  {reason !== null && <Text size="sm">{reason}</Text>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <Group>
        <Button disabled={students === 0} loading={isPending} onClick={() => onImport(students)}>
          {words.import(students)}
        </Button>
        <Button variant="default" disabled={isPending} onClick={onBack}>
          {words.again}
        </Button>
        {students === 0 && <Text size="sm">{words.nothing}</Text>}
      </Group>
    </Stack>
  )
}
