import { Anchor, Group } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type BackLinkProps = {
  to: '/library' | '/library/plans' | '/library/curricula'
  search?: LinkProps['search']
  children: ReactNode
}

/** The way back to the list that a page of the library belongs to. */
export const BackLink = ({ to, search, children }: BackLinkProps) => (
  <Anchor size="sm" renderRoot={(props) => <Link {...props} to={to} search={search as never} />}>
    <Group gap={4} component="span">
      <IconArrowLeft size={16} aria-hidden />
      {children}
    </Group>
  </Anchor>
)
