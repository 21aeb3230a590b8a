import { skipToken, useQuery } from '@tanstack/react-query'
import { engraveInWorker } from './engraver.ts'

/** Widths are rounded down to steps, so that a window that is dragged larger is not drawn at every pixel. */
const widthStep = 40

/** A part, drawn for a width in CSS pixels; pending while that is not known yet. */
export const useEngraving = (notation: string, width: number) => {
  const rounded = Math.floor(width / widthStep) * widthStep
  return useQuery({
    queryKey: ['engraving', notation, rounded],
    queryFn: rounded === 0 ? skipToken : () => engraveInWorker(notation, rounded),
    staleTime: Number.POSITIVE_INFINITY,
    // The drawing before stays until the one of another width is there.
    placeholderData: (previous) => previous,
    // It is done in this browser, whatever the network does.
    networkMode: 'always',
    retry: false,
  })
}
