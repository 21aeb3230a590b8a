import { Group, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { text } from '../text/index.ts'
import classes from './page.module.css'

type PageProps = {
  title: string
  /** What stands above the title: where this page belongs. */
  above?: ReactNode
  /** What can be done on this page as a whole. */
  actions?: ReactNode
  width?: 'narrow' | 'wide'
  children: ReactNode
}

/** The page that was loaded first keeps the browser's own focus: the skip link comes first then. */
let isFirst = true

/**
 * A page: names itself in the window's title, and takes the focus to its heading when it is gone to, so that a keyboard or
 * a screen reader goes on from there.
 */
export const Page = ({ title, above, actions, width = 'narrow', children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = text.app.title(title)
  }, [title])
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true })
    isFirst = false
  }, [])
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.header}>
        {above}
        <Group justify="space-between" align="end" gap="sm">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {actions}
        </Group>
      </header>
      {children}
    </div>
  )
}
