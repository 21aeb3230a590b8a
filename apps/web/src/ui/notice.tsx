import type { ComponentType, ReactNode } from 'react'
import classes from './notice.module.css'

type NoticeProps = {
  /** `waiting`: somebody should do something; `wrong`: something did not work; `plain`: good to know. */
  tone: 'waiting' | 'wrong' | 'plain'
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
  title?: string
  role?: 'alert' | 'status'
  children: ReactNode
}

/** A word to whoever reads the page, set apart from its content. */
export const Notice = ({ tone, icon: Icon, title, role, children }: NoticeProps) => (
  <div className={classes.notice} data-tone={tone} role={role}>
    <Icon size={20} stroke={1.8} aria-hidden />
    <div className={classes.words}>
      {title && <strong>{title}</strong>}
      {children}
    </div>
  </div>
)
