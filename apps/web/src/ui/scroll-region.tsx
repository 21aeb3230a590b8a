import type { ReactNode } from 'react'
import classes from './scroll-region.module.css'

type ScrollRegionProps = { label: string; className?: string | undefined; children: ReactNode }

/** What may be wider than a phone: it scrolls by itself, by keyboard too. */
export const ScrollRegion = ({ label, className = '', children }: ScrollRegionProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard could not scroll.
  <section aria-label={label} tabIndex={0} className={`${classes.region} ${className}`}>
    {children}
  </section>
)
