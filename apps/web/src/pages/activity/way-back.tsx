import { Anchor } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { text } from '../../text/index.ts'
import classes from './way-back.module.css'

/** Where an activity belongs, and the way back there. */
export const WayBack = ({ course, piece }: { course: string; piece: string }) => (
  <nav aria-label={text.activity.where} className={classes.where}>
    <Anchor
      size="sm"
      className={classes.back}
      renderRoot={(props) => <Link {...props} to="/music/$course" params={{ course }} />}
    >
      <IconArrowLeft size={16} aria-hidden />
      {text.nav.music}
    </Anchor>
    <span>{piece}</span>
  </nav>
)
