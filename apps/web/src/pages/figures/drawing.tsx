import { Skeleton } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { FailureState } from '../../ui/states.tsx'
import classes from './figure.module.css'

type Drawings = typeof import('./drawings.ts')

type DrawingProps = {
  /** What somebody who does not see it hears. */
  label: string
  /** Remembered by whoever hands it over: a new one is drawn again. */
  draw: (drawings: Drawings, width: number) => Element
}

/** A drawing as wide as there is room for. What draws it is fetched first. */
export const Drawing = ({ label, draw }: DrawingProps) => {
  const { ref: frame, width } = useElementSize()
  const sheet = useRef<HTMLDivElement>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['drawings'],
    queryFn: () => import('./drawings.ts'),
    staleTime: Number.POSITIVE_INFINITY,
    // A module is no data to be compared.
    structuralSharing: false,
  })
  useEffect(() => {
    if (data && width > 0) sheet.current?.replaceChildren(draw(data, width))
  }, [data, draw, width])
  return (
    <div ref={frame} className={classes.frame}>
      {error && <FailureState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      <div ref={sheet} role="img" aria-label={label} className={classes.sheet} />
    </div>
  )
}
