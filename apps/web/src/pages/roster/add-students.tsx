import { Tabs } from '@mantine/core'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { AddList } from './add-list.tsx'
import { AddOne } from './add-one.tsx'

const words = text.addStudents

type AddStudentsProps = {
  course: string
  isOpen: boolean
  onClose: () => void
  onImported: (enrollments: number[]) => void
}

/** Students come into a course one by one, or as a list. */
export const AddStudents = ({ course, isOpen, onClose, onImported }: AddStudentsProps) => (
  <Dialog opened={isOpen} onClose={onClose} size="xl" title={words.title} closeOnClickOutside={false}>
    <Tabs defaultValue="file" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="file">{words.file}</Tabs.Tab>
        <Tabs.Tab value="one">{words.one}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="file">
        <AddList
          course={course}
          onDone={(enrollments) => {
            onImported(enrollments)
            onClose()
          }}
        />
      </Tabs.Panel>
      <Tabs.Panel value="one">
        <AddOne course={course} />
      </Tabs.Panel>
    </Tabs>
  </Dialog>
)
