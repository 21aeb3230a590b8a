import { useEffect, useRef } from 'react'
import type { Engraving } from './engrave.ts'
import classes from './sheet.module.css'

type SheetProps = { engraving: Engraving; label: string; playing: string[] }

/** A drawn part; the note heads that sound now are lit. */
export const Sheet = ({ engraving: { svg }, label, playing }: SheetProps) => {
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    drawing.setAttribute('aria-hidden', 'true')
    sheet.current?.replaceChildren(drawing)
  }, [svg])
  useEffect(() => {
    const notes = playing.flatMap((id) => sheet.current?.querySelector(`[id="${CSS.escape(id)}"]`) ?? [])
    for (const note of notes) note.setAttribute('data-playing', '')
    return () => {
      for (const note of notes) note.removeAttribute('data-playing')
    }
  }, [playing])
  return <div ref={sheet} role="img" aria-label={label} className={classes.sheet} />
}
