/** Recordings of the library: where their media keys stand, and how one takes the place of another. */
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import type { RecordingPlace } from './schemas.ts'

type Db = Ctx['db']

/**
 * Locks the row that a recording belongs to, so that of two that come at once one replaces the other.
 * @returns the key that is there; empty where there is none
 * @throws {DomainError} `not-found` for the piece, the part or the instrument
 */
export const recordingAt = async (db: Db, place: RecordingPlace): Promise<string> => {
  if ('pieceId' in place) {
    const [piece] = await db.$queryRaw<{ key: string }[]>`
      SELECT accompaniment AS key FROM pieces WHERE id = ${place.pieceId} FOR UPDATE`
    if (!piece) throw notFound('Piece')
    return piece.key
  }
  const { partId, instrumentId } = place
  const [part] = await db.$queryRaw<{ key: string }[]>`
    SELECT sample_audio AS key FROM parts WHERE id = ${partId} FOR UPDATE`
  if (!part) throw notFound('Part')
  if (instrumentId === null) return part.key
  const instrument = await db.instrument.findUnique({
    where: { id: instrumentId },
    select: { samples: { where: { partId }, select: { sampleAudio: true } } },
  })
  if (!instrument) throw notFound('Instrument')
  return instrument.samples[0]?.sampleAudio ?? ''
}

/** Puts a key where a recording belongs, an empty one for none. */
export const putRecording = async (db: Db, place: RecordingPlace, key: string): Promise<void> => {
  if ('pieceId' in place) {
    await db.piece.updateMany({ where: { id: place.pieceId }, data: { accompaniment: key } })
    return
  }
  const { partId, instrumentId } = place
  if (instrumentId === null) await db.part.updateMany({ where: { id: partId }, data: { sampleAudio: key } })
  else if (key === '') await db.partInstrumentSample.deleteMany({ where: { partId, instrumentId } })
  else
    await db.partInstrumentSample.upsert({
      where: { partId_instrumentId: { partId, instrumentId } },
      create: { partId, instrumentId, sampleAudio: key },
      update: { sampleAudio: key },
      select: { id: true },
    })
}

/** What the audit trail keeps of a place. */
export const noteOf = (place: RecordingPlace) =>
  'pieceId' in place
    ? { subject: 'Piece' as const, ids: [place.pieceId], data: {} }
    : { subject: 'Part' as const, ids: [place.partId], data: { instrumentId: place.instrumentId } }

/**
 * Removes the file of a key that no row names any more. Libraries that came from elsewhere may name one file twice.
 */
export const removeUnused = async ({ db, media }: Pick<Ctx, 'db' | 'media'>, key: string): Promise<void> => {
  if (key === '') return
  const [row] = await db.$queryRaw<[{ used: boolean }]>`
    SELECT EXISTS (SELECT 1 FROM pieces WHERE accompaniment = ${key})
      OR EXISTS (SELECT 1 FROM parts WHERE sample_audio = ${key})
      OR EXISTS (SELECT 1 FROM part_instrument_samples WHERE sample_audio = ${key}) AS used`
  if (!row.used) await media.remove(key)
}
