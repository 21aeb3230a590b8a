import { Anchor, Stack } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { text } from '../../text/index.ts'
import { RemovalList } from './removal-list.tsx'
import classes from './removed.module.css'

const words = text.removed

/** What was removed from a course in the last thirty days, and can be restored. */
export const RemovedPage = () => {
  const { course } = useParams({ from: '/signed-in/courses/$course/settings/removed' })
  return (
    <Stack maw="56rem">
      <Anchor
        size="sm"
        className={classes.back}
        renderRoot={(props) => <Link {...props} to="/courses/$course/settings" params={{ course }} />}
      >
        <IconArrowLeft size={16} aria-hidden />
        {words.back}
      </Anchor>
      <RemovalList course={course} title={words.title} lead={words.lead} empty={words.empty} />
    </Stack>
  )
}
