import { Button, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Outputs } from '../../api/client.ts'
import { stepOf, steps } from '../../steps/catalogue.ts'
import { answersOf, otherAnswers } from '../../steps/rules.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { AnswerList } from '../steps/answers-to-read.tsx'

const words = text.steps.teacher

type StudentProgress = Outputs['progress']['ofAssignment'][number]

const nameOf = ({ name, username }: StudentProgress): string => name || username

const standingOf = ({ currentStep, finishedAt }: StudentProgress): string => {
  if (finishedAt !== null) return words.finished(formatTime(finishedAt))
  const step = currentStep === null ? null : stepOf(currentStep)
  return step ? words.at(step.number, text.steps.titles[step.number]) : words.notBegun
}

/** Students, a row each: where they are, and their answers to open. */
export const ProgressTable = ({ students }: { students: StudentProgress[] }) => {
  const [opened, setOpened] = useState<StudentProgress | null>(null)
  const [isOpen, setOpen] = useState(false)
  const open = (student: StudentProgress): void => {
    setOpened(student)
    setOpen(true)
  }
  return (
    <>
      <ScrollRegion label={words.table}>
        <Table verticalSpacing="sm" miw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.student}</Table.Th>
              <Table.Th scope="col">{words.standing}</Table.Th>
              <Table.Th scope="col">{words.last}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {students.map((student) => (
              <Table.Tr key={student.enrollmentId}>
                <Table.Th scope="row">{nameOf(student)}</Table.Th>
                <Table.Td>{standingOf(student)}</Table.Td>
                <Table.Td>{student.updatedAt ? formatTime(student.updatedAt) : '–'}</Table.Td>
                <Table.Td ta="end">
                  {Object.keys(student.questionResponses).length > 0 && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={words.showAnswers(nameOf(student))}
                      onClick={() => open(student)}
                    >
                      {words.answers}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
      <Dialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="lg"
        title={opened ? words.showAnswers(nameOf(opened)) : ''}
      >
        {opened && <StudentAnswers student={opened} />}
      </Dialog>
    </>
  )
}

/** What a student answered, step by step; of steps that they have not come to, nothing. */
const StudentAnswers = ({ student: { questionResponses, currentStep } }: { student: StudentProgress }) => {
  const answers = answersOf(questionResponses)
  const others = otherAnswers(answers)
  return (
    <Stack gap="md">
      {steps
        .filter(({ number, questions }) => number <= (currentStep ?? 0) || questions.some(({ id }) => answers[id]))
        .map((step) => (
          <section key={step.number} aria-labelledby={`answers-${step.number}`}>
            <Title order={3} size="h5" mb={6} id={`answers-${step.number}`}>
              {text.steps.title(step.number, text.steps.titles[step.number])}
            </Title>
            <AnswerList step={step} answers={answers} />
          </section>
        ))}
      {others.length > 0 && (
        <section aria-labelledby="answers-others">
          <Title order={3} size="h5" mb={6} id="answers-others">
            {words.others}
          </Title>
          {others.map(([question, answer]) => (
            <Text key={question}>
              <b>{question}:</b> {answer}
            </Text>
          ))}
        </section>
      )}
    </Stack>
  )
}
