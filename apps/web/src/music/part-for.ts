/** What of a part is for an instrument: its notation, its recorded sample. */
import type { Outputs } from '../api/client.ts'

type PartOfAssignment = NonNullable<Outputs['assignments']['get']['part']>
type Part = Pick<PartOfAssignment, 'sampleAudio'> & {
  transpositions: Pick<PartOfAssignment['transpositions'][number], 'id' | 'notation'>[]
  samples: { instrument: { id: number }; sampleAudio: string }[]
}
type Instrument = { id: number; transposition: { id: number } }

/**
 * The notation that an instrument reads, as MusicXML; null where nobody wrote it, or where it is in the JSON form that no
 * program here draws.
 */
export const notationFor = (part: Part, instrument: Instrument): string | null => {
  const notation = part.transpositions.find(({ id }) => id === instrument.transposition.id)?.notation ?? ''
  return notation.trimStart().startsWith('<') ? notation : null
}

/** The address of the library's recording of a part: on the instrument itself, else the part's own; null without any. */
export const sampleFor = (part: Part, instrument: Instrument | null): string | null => {
  const own = part.samples.find((sample) => sample.instrument.id === instrument?.id)?.sampleAudio
  const key = own || part.sampleAudio
  return key === '' ? null : mediaAddress(key)
}

/** The address of a file of the library, which everybody may open. */
export const mediaAddress = (key: string): string => `/media/${key.split('/').map(encodeURIComponent).join('/')}`
