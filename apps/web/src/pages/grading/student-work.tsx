import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { MarkLine } from '../../ui/mark-line.tsx'
import { Surface } from '../../ui/surface.tsx'
import { GradeForm } from './grade-form.tsx'
import classes from './student-work.module.css'
import { TakeSwitch } from './take-switch.tsx'
import { TakeView } from './take-view.tsx'
import type { Player } from './waveform.tsx'
import type { TakeOfWork, Work } from './work.ts'
import { WorkPart } from './work-part.tsx'

const words = text.grading

type StudentWorkProps = { course: string; work: Work; pieceId: number; onNext: () => void }

/** The work of one student: the take, the part beside it, the rubric. */
export const StudentWork = ({ course, work, pieceId, onNext }: StudentWorkProps) => {
  const { enrollmentId, courseAssignmentId, student } = work
  const { data } = useQuery(trpc.submissions.takes.queryOptions({ course, enrollmentId, courseAssignmentId }))
  const takes: TakeOfWork[] = data?.submissions ?? [work]
  // A take that comes in while another is played and graded does not take its place.
  const [chosen, setChosen] = useState(work.id)
  const take = takes.find(({ id }) => id === chosen) ?? takes[0] ?? work
  const player = useRef<Player | null>(null)
  return (
    <div className={classes.work}>
      <Surface as="section" aria-labelledby="student">
        <Title order={2} size="h4" id="student">
          {student.name || student.username}
        </Title>
        <Text c="dimmed" size="sm" mb="sm">
          {take.instrument?.name}
        </Text>
        <TakeSwitch takes={takes} chosen={take.id} onChoose={setChosen} />
        <TakeView key={take.id} take={take} player={player} />
        <Text size="sm" mt="md">
          <b>{words.self}:</b> {take.selfGrade ? <MarkLine marks={take.selfGrade} /> : words.selfNone}
        </Text>
      </Surface>
      <Surface className={classes.rubric}>
        <GradeForm
          key={take.id}
          course={course}
          submissionId={take.id}
          grade={take.grade}
          name={student.name || student.username}
          onNext={onNext}
          onPlay={() => player.current?.toggle()}
        />
      </Surface>
      {take.partId !== null && take.instrument && (
        <WorkPart pieceId={pieceId} partId={take.partId} instrument={take.instrument} />
      )}
    </div>
  )
}
