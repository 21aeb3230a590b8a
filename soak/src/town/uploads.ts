/** Recordings, and how they are sent in parts. */
import { ask } from './ask.ts'
import type { Served } from './serve.ts'
import type { Target } from './targets.ts'

export const uploadBytes = 144

/** How an upload that can be gone on with begins. */
export const uploadHeaders = (
  about: { course: string; courseAssignmentId: number },
  bytes = uploadBytes,
): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  'upload-length': String(bytes),
  'upload-metadata': Object.entries({ ...about, filename: 'take.wav' })
    .map(([name, value]) => `${name} ${Buffer.from(String(value)).toString('base64')}`)
    .join(','),
})

/** What a WAV file begins with, and some silence. */
export const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(128)])

/** Begins an upload, of which nothing has come in yet. @returns its id */
export const beginUpload = async (
  { address }: Served,
  { course, assignmentId }: Pick<Target, 'course' | 'assignmentId'>,
  token: string | null,
): Promise<string> => {
  const headers = uploadHeaders({ course, courseAssignmentId: assignmentId })
  const begun = await ask(address, { method: 'POST', path: '/uploads', token, headers })
  const id = begun.headers.location?.split('/').at(-1)
  if (begun.status !== 201 || id === undefined) throw new Error(`No upload: ${begun.status} ${begun.text}`)
  return id
}
