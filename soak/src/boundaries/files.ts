/** How files are sent and fetched: addresses that are no operation of the description. */
import type { Request } from '../town/ask.ts'
import type { Who } from '../town/people.ts'
import type { Secrets } from '../town/secrets.ts'
import type { Target } from '../town/targets.ts'
import { uploadBytes, uploadHeaders, wav } from '../town/uploads.ts'

export type FileCall = {
  by: Who
  /** Its upload is gone afterwards. */
  usesUp?: true
  /** Nobody is meant to: a tampered address. */
  never?: true
  request: (about: Target, own: Secrets) => Omit<Request, 'token'>
}

const octets = { 'content-type': 'application/octet-stream' }
const post = (path: string, query: Record<string, string | number>): Omit<Request, 'token'> => ({
  method: 'POST',
  path: `${path}?${new URLSearchParams({ ...query, filename: 'take.wav' } as Record<string, string>)}`,
  headers: octets,
  body: wav,
})
const tus = { 'tus-resumable': '1.0.0' }
const get = (path: string): Omit<Request, 'token'> => ({ method: 'GET', path })

const never = (path: (about: Target, link: URL) => string): FileCall => ({
  by: 'student',
  never: true,
  request: (about, { link }) => get(path(about, new URL(link, 'http://localhost'))),
})

const encoded = (key: string): string => key.split('/').map(encodeURIComponent).join('/')

export const files: Record<string, FileCall> = {
  'POST /upload/submissions': {
    by: 'student',
    request: ({ course, submissionId }) => post('/upload/submissions', { course, submissionId }),
  },
  'POST /upload/configs': { by: 'student', request: ({ configId }) => post('/upload/configs', { id: configId }) },
  'POST /upload/library': { by: 'administrator', request: ({ pieceId }) => post('/upload/library', { pieceId }) },
  'POST /uploads': {
    by: 'student',
    request: ({ course, assignmentId }) => ({
      method: 'POST',
      path: '/uploads',
      headers: uploadHeaders({ course, courseAssignmentId: assignmentId }),
    }),
  },
  'HEAD /uploads/{id}': {
    by: 'student',
    request: ({ uploadId }) => ({ method: 'HEAD', path: `/uploads/${uploadId}`, headers: tus }),
  },
  'PATCH /uploads/{id}': {
    by: 'student',
    usesUp: true,
    request: ({ uploadId }) => ({
      method: 'PATCH',
      path: `/uploads/${uploadId}`,
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: wav.subarray(0, uploadBytes),
    }),
  },
  'DELETE /uploads/{id}': {
    by: 'student',
    usesUp: true,
    request: ({ uploadId }) => ({ method: 'DELETE', path: `/uploads/${uploadId}`, headers: tus }),
  },
  'GET /media, a signed address': { by: 'anonymous', request: (_, { link }) => get(link) },
  'GET /media, without a signature': never(({ file }) => `/media/${encoded(file)}`),
  'GET /media, signed for another file': never(({ file }, { search }) => `/media/${encoded(file)}${search}a`),
  'GET /media, with the signature of the own file': never(({ file, attachmentId }, { pathname, search }) =>
    // About the own file itself it is a good address: then another of the same student's.
    pathname.endsWith(encoded(file))
      ? `/media/${encoded(`submissions/${attachmentId}`)}${search}`
      : `/media/${encoded(file)}${search}`,
  ),
  'GET /media, for longer': never((_, { pathname, searchParams }) => {
    const longer = Number(searchParams.get('expires')) + 3_600_000
    return `${pathname}?expires=${longer}&signature=${searchParams.get('signature')}`
  }),
  'GET /media, without an end': never(
    (_, { pathname, searchParams }) => `${pathname}?signature=${searchParams.get('signature')}`,
  ),
  'GET /media, by a way around': never(
    ({ file }, { pathname, search }) => `${pathname}/../../${encoded(file)}${search}`,
  ),
  'GET /media, by an encoded way around': never(
    ({ file }, { pathname, search }) => `${pathname}%2f..%2f..%2f${encodeURIComponent(file)}${search}`,
  ),
  'GET /media, by a way encoded twice': never(
    ({ file }, { search }) => `/media/submissions/%252e%252e/${encodeURIComponent(file)}${search}`,
  ),
  'GET /media, by backslashes': never(({ file }, { search }) => `/media/x%5c..%5c${encodeURIComponent(file)}${search}`),
  'GET /media, out of the folder': never((_, { search }) => `/media/..%2fdb%2fPG_VERSION${search}`),
  'GET /media, far out of the folder': never(() => `/media/${'..%2f'.repeat(12)}etc%2fpasswd`),
  'GET /media, what is on its way in': never(({ uploadId }) => `/media/.incoming/..%2f..%2fuploads%2f${uploadId}`),
  'GET /media, after a NUL': never(({ file }, { search }) => `/media/x%00${encodeURIComponent(file)}${search}`),
  'GET /media, of another method': {
    by: 'student',
    never: true,
    request: ({ file }, { link }) => ({
      method: 'DELETE',
      path: `/media/${encoded(file)}${new URL(link, 'http://localhost').search}`,
    }),
  },
}
