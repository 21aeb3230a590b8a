import type { ComponentPropsWithoutRef, ElementType } from 'react'
import classes from './surface.module.css'

type SurfaceProps<T extends ElementType> = { as?: T } & ComponentPropsWithoutRef<T>

/** A sheet of paper on the desk that a page is. */
export const Surface = <T extends ElementType = 'div'>({ as, className, ...rest }: SurfaceProps<T>) => {
  const Element: ElementType = as ?? 'div'
  return <Element className={`${classes.surface} ${className ?? ''}`} {...rest} />
}
