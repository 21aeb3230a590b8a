import { Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { text } from '../../text/index.ts'
import { safeFragment } from '../../ui/safe-fragment.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './instructions.module.css'

/** What the student is to do, as the library has it. */
export const Instructions = ({ html }: { html: string }) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.replaceChildren(safeFragment(html)), [html])
  return (
    <Surface as="section" aria-labelledby="instructions">
      <Title order={2} size="h4" id="instructions">
        {text.activity.instructions}
      </Title>
      <div ref={place} className={classes.body} />
    </Surface>
  )
}
