import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconKey, IconSearch, IconUsers, IconUsersPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { EmptyState } from '../../ui/states.tsx'
import { AddStudents } from './add-students.tsx'
import { RosterTable } from './roster-table.tsx'
import { SlipsDialog } from './slips-dialog.tsx'
import { findStudents, type Sorting, studentsOf } from './students.ts'

const words = text.roster

/** Everybody in a course: searched, sorted, given instruments and passwords. */
export const RosterPage = () => {
  const { course } = useParams({ from: '/signed-in/courses/$course/roster' })
  const { data: rows } = useSuspenseQuery(trpc.roster.list.queryOptions({ course }))
  const { data: instruments } = useSuspenseQuery(trpc.instruments.list.queryOptions())
  const [search, setSearch] = useState('')
  const [sorting, setSorting] = useState<Sorting>({ column: 'name', isDescending: false })
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [isAdding, setIsAdding] = useState(false)
  const [areSlipsOpen, setAreSlipsOpen] = useState(false)
  const students = useMemo(() => studentsOf(rows, instruments), [rows, instruments])
  const searched = useDeferredValue(search)
  const found = useMemo(() => findStudents(students, searched, sorting), [students, searched, sorting])
  const chosen = students.filter(({ enrollmentId }) => selected.has(enrollmentId))
  const teachers = rows.filter(({ role }) => role === 'TEACHER').map(({ user }) => user.name || user.username)
  const add = (
    <Button leftSection={<IconUsersPlus size={18} aria-hidden />} onClick={() => setIsAdding(true)}>
      {words.add}
    </Button>
  )
  return (
    <>
      {students.length === 0 ? (
        <EmptyState icon={IconUsers} title={words.emptyTitle} action={add}>
          {words.empty}
        </EmptyState>
      ) : (
        <>
          <Group justify="space-between" align="end" mb="md">
            <TextInput
              label={words.search}
              placeholder={words.searchHint}
              leftSection={<IconSearch size={16} aria-hidden />}
              value={search}
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
              w="18rem"
              maw="100%"
            />
            <Group gap="sm">
              {chosen.length > 0 && (
                <Button
                  variant="default"
                  leftSection={<IconKey size={18} aria-hidden />}
                  onClick={() => setAreSlipsOpen(true)}
                >
                  {words.slips} ({chosen.length})
                </Button>
              )}
              {add}
            </Group>
          </Group>
          <RosterTable
            students={found}
            instruments={instruments}
            sorting={sorting}
            onSort={setSorting}
            selected={selected}
            onSelect={setSelected}
          />
          <Text c="dimmed" size="sm" mt="sm" role="status">
            {found.length === students.length
              ? words.students(students.length)
              : words.found(found.length, students.length)}
            {teachers.length > 0 && ` · ${words.teachers(text.common.and(teachers))}`}
          </Text>
        </>
      )}
      {/* Whoever was just given an account is selected: slips for them are one click away. */}
      <AddStudents
        course={course}
        isOpen={isAdding}
        onClose={() => setIsAdding(false)}
        onImported={(enrollments) => setSelected(new Set(enrollments))}
      />
      <SlipsDialog students={chosen} isOpen={areSlipsOpen} onClose={() => setAreSlipsOpen(false)} />
    </>
  )
}
