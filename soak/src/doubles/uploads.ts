/** The same part of a recording (tus), sent to both at once: it is handed in once, byte for byte. */
import { createHash, randomBytes } from 'node:crypto'
import { ask, dataOf, isDone, query } from './asking.ts'
import { atOnce, type Kind } from './kind.ts'

const sizeBytes = 300_000
const halfBytes = 100_000

const encoded = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')

type Receipt = { attachments: { url: string; sha256: string }[] }

export const samePart: Kind = {
  name: 'the same part of an upload',
  begin: async ({ left, right, who }) => {
    const student = who.student(3, 0)
    const target = { course: who.courseSlug(3), courseAssignmentId: who.assignment(3) }
    const sent: string[] = []
    const tus = (address: string, method: string, path: string, headers: object, body?: Buffer) =>
      ask(address, student, path, {
        method,
        headers: { 'tus-resumable': '1.0.0', ...headers },
        ...(body ? { body } : {}),
      })
    return {
      round: async (nth) => {
        const bytes = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), randomBytes(sizeBytes - 16)])
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        sent.push(sha256)
        const { course, courseAssignmentId } = target
        const fields = { course, courseAssignmentId: String(courseAssignmentId), filename: 'take.wav' }
        const begun = await tus(left, 'POST', '/uploads', {
          'upload-length': String(sizeBytes),
          'upload-metadata': encoded(fields),
        })
        const url = begun.headers.get('location') ?? ''
        const part = (address: string, from: number, to: number) => () =>
          tus(
            address,
            'PATCH',
            url,
            { 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
            bytes.subarray(from, to),
          )
        const first = await atOnce(nth, part(left, 0, halfBytes), part(right, 0, halfBytes))
        const heard = await atOnce(nth, part(left, halfBytes, sizeBytes), part(right, halfBytes, sizeBytes))
        const wrong = []
        if (!first.some(isDone) || !heard.some(isDone)) wrong.push('a part came through in neither')
        const unclear = first.find(({ status }) => status === 0 || status >= 500)
        if (unclear) wrong.push(`a first part heard ${unclear.status} ${unclear.text.slice(0, 80)}`)
        const mine = dataOf<Receipt[]>(await query(left, student, 'submissions.mine', target))
        const files = mine.flatMap(({ attachments }) => attachments).filter((file) => file.sha256 === sha256)
        if (files.length !== 1) wrong.push(`the recording was handed in ${files.length} times`)
        for (const { url: address } of files) {
          const fetched = await fetch(new URL(address, right))
          const hash = createHash('sha256').update(new Uint8Array(await fetched.arrayBuffer()))
          if (hash.digest('hex') !== sha256) wrong.push('the file has other bytes than were sent')
        }
        return { heard, wrong }
      },
      prove: async (sql) => {
        const [row] = await sql<{ kept: number }>(
          `SELECT count(*)::int AS kept FROM submission_attachments WHERE sha256 = ANY ($1::text[]) AND size_bytes = $2`,
          [sent, sizeBytes],
        )
        return row?.kept === sent.length ? [] : [`${row?.kept} recordings of ${sent.length} are kept`]
      },
    }
  },
}
