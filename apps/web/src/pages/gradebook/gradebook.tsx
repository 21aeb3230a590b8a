import { Button, Group, NativeSelect } from '@mantine/core'
import { IconDownload, IconTable } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { todayHere } from '../../text/time.ts'
import { download } from '../../ui/download.ts'
import { EmptyState } from '../../ui/states.tsx'
import { findStudents, studentsOf } from '../roster/students.ts'
import { csvOf } from './csv.ts'
import { Grid } from './grid.tsx'
import { columnsOf, gradebookOf } from './standing.ts'

const words = text.gradebook

const byName = { column: 'name', isDescending: false } as const

/** Students and their work: who has handed in what, what is late, what is graded. */
export const GradebookPage = () => {
  const { course } = useParams({ from: '/signed-in/courses/$course/gradebook' })
  const { data: rows } = useSuspenseQuery(trpc.roster.list.queryOptions({ course }))
  const { data: instruments } = useSuspenseQuery(trpc.instruments.list.queryOptions())
  const { data: pieces } = useSuspenseQuery(trpc.assignments.ofCourse.queryOptions({ course }))
  const { data: standings } = useSuspenseQuery(trpc.submissions.standings.queryOptions({ course }))
  const [section, setSection] = useState('')
  const students = useMemo(() => findStudents(studentsOf(rows, instruments), '', byName), [rows, instruments])
  const columns = useMemo(() => columnsOf(pieces), [pieces])
  const shown = section === '' ? students : students.filter((student) => (student.instrument || '-') === section)
  const book = useMemo(() => gradebookOf(standings, todayHere()), [standings])
  if (students.length === 0 || columns.length === 0)
    return (
      <EmptyState icon={IconTable} title={words.emptyTitle}>
        {words.empty}
      </EmptyState>
    )
  const sections = [...new Set(students.map(({ instrument }) => instrument))].sort()
  return (
    <>
      <Group justify="space-between" align="end" mb="md">
        <NativeSelect
          label={words.section}
          value={section}
          onChange={({ currentTarget }) => setSection(currentTarget.value)}
          data={[
            { value: '', label: words.everybody },
            ...sections.map((name) => ({ value: name || '-', label: name || words.without })),
          ]}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => download(`${course}-gradebook.csv`, csvOf(shown, columns, book))}
        >
          {words.export}
        </Button>
      </Group>
      <Grid course={course} students={shown} columns={columns} book={book} />
    </>
  )
}
