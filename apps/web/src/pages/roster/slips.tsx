import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { text } from '../../text/index.ts'
import classes from './slips.module.css'

const words = text.slips

export type Slip = { name: string; username: string; password: string }

/** Slips to cut out and hand over, one for each student. */
export const Slips = ({ slips }: { slips: Slip[] }) => (
  <>
    <Button mb="md" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
      {words.print}
    </Button>
    <ul className={classes.slips}>
      {slips.map(({ name, username, password }) => (
        <li key={username} className={classes.slip}>
          <b>{name}</b>
          <dl>
            <dt>{words.username}</dt>
            <dd>{username}</dd>
            <dt>{words.password}</dt>
            <dd>{password}</dd>
          </dl>
          <small>{words.site(window.location.host)}</small>
        </li>
      ))}
    </ul>
  </>
)
