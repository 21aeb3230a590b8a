import { fileTypeFromBuffer } from 'file-type'

export type MediaKind = 'audio' | 'video' | 'image' | 'notation'

/** How much of a file its kind is told from, in bytes. */
export const sampleBytes = 4100

/** Images that are drawn and nothing else: SVG is a document that runs scripts. */
const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/heic', 'image/heif']

const midi = ['audio/midi', 'audio/x-midi']

/**
 * What a file is, told from its first bytes, whatever its name says.
 * @returns null for everything that MusicCPR does not take: documents, programs, pages
 */
export const sniffKind = async (start: Uint8Array): Promise<{ kind: MediaKind; contentType: string } | null> => {
  const found = await fileTypeFromBuffer(start)
  const mime = found?.mime
  if (mime !== undefined && midi.includes(mime)) return { kind: 'notation', contentType: 'audio/midi' }
  if (mime?.startsWith('audio/')) return { kind: 'audio', contentType: mime }
  if (mime?.startsWith('video/')) return { kind: 'video', contentType: mime }
  if (mime !== undefined && images.includes(mime)) return { kind: 'image', contentType: mime }
  const text = new TextDecoder('utf-8').decode(start).trimStart()
  if (
    /^(<\?xml[^>]*\?>)?\s*(<!--[\s\S]*?-->\s*)*(<!DOCTYPE score-(partwise|timewise)[^>]*>\s*)?<score-(partwise|timewise)[\s>]/.test(
      text,
    )
  )
    return { kind: 'notation', contentType: 'application/vnd.recordare.musicxml+xml' }
  // Packed MusicXML is a zip whose first entry says what it is.
  if (mime?.startsWith('application/') && start[0] === 0x50 && start[1] === 0x4b && isPackedMusicXml(start))
    return { kind: 'notation', contentType: 'application/vnd.recordare.musicxml' }
  return null
}

const isPackedMusicXml = (start: Uint8Array): boolean => {
  const names = new TextDecoder('latin1').decode(start)
  return (
    names.includes('application/vnd.recordare.musicxml') ||
    (names.includes('META-INF/container.xml') && /\.(musicxml|xml)/.test(names))
  )
}
