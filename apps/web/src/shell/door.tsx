import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { text } from '../text/index.ts'
import { Surface } from '../ui/surface.tsx'
import { Brand } from './brand.tsx'
import classes from './door.module.css'

/** A page for whoever is not signed in: one card, one thing to do. */
export const Door = ({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) => {
  useEffect(() => {
    document.title = text.app.title(title)
  }, [title])
  return (
    <main id="content" tabIndex={-1} className={classes.door}>
      <div className={classes.brand}>
        <Brand />
      </div>
      <Surface className={classes.card}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </Surface>
    </main>
  )
}
