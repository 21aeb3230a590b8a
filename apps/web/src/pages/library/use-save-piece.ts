import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, trpc } from '../../api/client.ts'
import { uploadFile } from '../../api/upload.ts'
import { type Changes, draftOf, type PieceDraft, type Place, placeKey } from './piece-draft.ts'

/** A recording that did not arrive; what was before it did. */
class RecordingFailed extends Error {
  readonly place: Place
  constructor(place: Place, cause: unknown) {
    super('A recording did not arrive.', { cause })
    this.place = place
  }
}

/**
 * Saves a piece: its fields, parts and notation in one go, then its recordings one by one. Where one of those fails, the
 * draft keeps what is still to be sent.
 */
export const useSavePiece = (
  id: number,
  /** Hears how the piece stands now, and after a failure which recordings have arrived. */
  onSaved: (saved: PieceDraft, sent: ReadonlySet<string> | null) => void,
) => {
  const queries = useQueryClient()
  const [sent] = useState(() => new Set<string>())
  const full = trpc.music.piece.queryOptions({ id })

  const save = useMutation({
    mutationFn: async ({ update, recordings }: Changes) => {
      sent.clear()
      if (update) await client.music.updatePiece.mutate({ id, ...update })
      const parts = recordings.length === 0 ? [] : (await client.music.piece.query({ id })).parts
      for (const { place, file } of recordings) {
        try {
          await sendRecording(id, parts, place, file)
        } catch (error) {
          throw new RecordingFailed(place, error)
        }
        sent.add(placeKey(place))
      }
    },
    onSettled: async (_done, error) => {
      await queries.invalidateQueries(trpc.music.pathFilter())
      await queries.invalidateQueries(trpc.plans.pathFilter())
      // After a failure too: what was written before it, or before its answer was lost, is not to be written again.
      onSaved(draftOf(await queries.fetchQuery({ ...full, staleTime: 0 })), error === null ? null : sent)
    },
  })
  const failed = save.error instanceof RecordingFailed ? save.error : null
  return {
    save: save.mutate,
    isPending: save.isPending,
    /** Of everything but recordings. */
    error: failed ? null : save.error,
    hasRecordingFailed: failed !== null,
    errorAt: (place: Place): unknown =>
      failed && placeKey(failed.place) === placeKey(place) ? failed.cause : undefined,
  }
}

type SavedParts = { id: number; partType: { name: string } }[]

const sendRecording = async (id: number, parts: SavedParts, place: Place, file: File | null): Promise<void> => {
  const partId = parts.find(({ partType }) => partType.name === place.partType)?.id
  const { instrumentId } = place
  const at = partId === undefined ? { pieceId: id } : { partId, ...(instrumentId === null ? {} : { instrumentId }) }
  if (file) await uploadFile('/upload/library', { ...at, filename: file.name }, file)
  else await client.music.removeRecording.mutate({ place: at })
}
