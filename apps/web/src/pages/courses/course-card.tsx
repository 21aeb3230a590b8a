import { Anchor, Text, Title } from '@mantine/core'
import { IconCheck, IconClipboardCheck, IconMusicQuestion, IconUsersPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { formatDate } from '../../text/time.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './course-card.module.css'

const words = text.courses

type CourseCardProps = {
  course: Outputs['courses']['list'][number]
  waiting: Outputs['courses']['waiting'][number] | undefined
}

/** A course, with what waits in it and the way there. */
export const CourseCard = ({ course, waiting }: CourseCardProps) => {
  const { slug, name, students, startDate, endDate } = course
  const tasks = waiting
    ? ([
        { number: waiting.toGrade, label: words.toGrade, icon: IconClipboardCheck, to: '/courses/$course' },
        { number: waiting.withoutGroup, label: words.withoutGroup, icon: IconUsersPlus, to: '/courses/$course' },
        {
          number: waiting.withoutInstrument,
          label: words.withoutInstrument,
          icon: IconMusicQuestion,
          to: '/courses/$course/roster',
        },
      ] as const)
    : []
  const open = tasks.filter(({ number }) => number > 0)
  return (
    <Surface as="article" aria-label={name}>
      <Title order={2} size="h4">
        <Anchor inherit renderRoot={(props) => <Link {...props} to="/courses/$course" params={{ course: slug }} />}>
          {name}
        </Anchor>
      </Title>
      <Text c="dimmed" size="sm">
        {words.students(students)} · {words.dates(formatDate(startDate), formatDate(endDate))}
      </Text>
      {waiting && (
        <ul className={classes.tasks}>
          {open.map(({ number, label, icon: Icon, to }) => (
            <li key={label(2)}>
              <Link to={to} params={{ course: slug }} className={classes.task}>
                <Icon size={18} stroke={1.7} aria-hidden />
                {label(number)}
              </Link>
            </li>
          ))}
          {open.length === 0 && (
            <li className={classes.nothing}>
              <IconCheck size={18} aria-hidden />
              {words.nothingWaits}
            </li>
          )}
        </ul>
      )}
    </Surface>
  )
}
