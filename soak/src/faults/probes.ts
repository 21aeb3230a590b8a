/** One request of each kind that needs the database. */
import { type District, whoIsWho } from '@cpr/bench/district'
import { fetchAs, isPutOff } from '../fetch-as.ts'
import { answerTo } from './asking.ts'
import type { KeptFile } from './journal.ts'

export type Probe = {
  name: string
  send: (address: string) => Promise<Response>
  /** Does nothing to the database, so that it can be sent until it succeeds. */
  harmless: boolean
  /** Whether it is put off until the database is back. */
  putOff: (answer: Response) => boolean | Promise<boolean>
}

/** An EventSource gives up for good on every status but 200: the refusal is told in the stream, and ends it. */
const putOffWithin = async (answer: Response): Promise<boolean> =>
  isPutOff(answer) || /event: serialized-error\ndata: .*"SERVICE_UNAVAILABLE"/.test(await answer.text())

/** @param file one that was handed in; the others are asked for in the name of its student */
export const probesOf = async (district: District, address: string, file: KeptFile): Promise<Probe[]> => {
  const who = whoIsWho(district)
  // Nobody who writes: what they have is counted.
  const student = who.student(1, district.courseSize - 1)
  const course = who.courseSlug(1)
  const courseAssignmentId = who.assignment(1)
  const onAssignment = { course, courseAssignmentId }
  const assignment = `/api/courses/${course}/assignments/${courseAssignmentId}`
  const json = (input: object): string => JSON.stringify(input)
  const tus = { 'tus-resumable': '1.0.0' }
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const begun = {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': '1000',
      'upload-metadata': `course ${base64(course)},courseAssignmentId ${base64(String(courseAssignmentId))},filename ${base64('take.wav')}`,
    },
  }
  const { headers } = await answerTo(() => fetchAs(address, student, '/uploads', begun))
  const upload = headers.get('location') ?? ''
  const probe = (
    name: string,
    harmless: boolean,
    ...asked: [path: string, how?: Parameters<typeof fetchAs>[3]]
  ): Probe => ({
    name,
    harmless,
    putOff: isPutOff,
    send: (to) => fetchAs(to, student, ...asked),
  })
  const submission = '/trpc/submissions.create'
  const attach = `/upload/submissions?${new URLSearchParams({ course, submissionId: '1000001', filename: 'take.wav' })}`
  return [
    probe('tRPC read', true, '/trpc/courses.list?input={}'),
    probe('tRPC batch', true, '/trpc/courses.list,auth.me?batch=1&input={"0":{}}'),
    probe('tRPC write', true, '/trpc/progress.open', { body: json(onAssignment) }),
    probe('tRPC keyed write', false, submission, {
      body: json({ ...onAssignment, idempotencyKey: crypto.randomUUID() }),
    }),
    {
      ...probe('tRPC stream', false, `/trpc/submissions.watch?input=${encodeURIComponent(json({ course }))}`, {
        headers: { accept: 'text/event-stream' },
      }),
      putOff: putOffWithin,
    },
    probe('sign-in', false, '/trpc/auth.signIn', { body: json({ username: 'user1', password: 'not this one' }) }),
    probe('REST read', true, `${assignment}/submissions/`),
    probe('REST write', false, `${assignment}/submissions/`, { body: json({ content: 'while away' }) }),
    probe('REST token', false, '/auth-token/', { body: json({ username: 'user1', password: 'not this one' }) }),
    probe('file sent', false, attach, { method: 'POST', body: Buffer.from('RIFF....WAVEfmt 0123456789') }),
    probe('upload begun', false, '/uploads', begun),
    probe('upload asked for', true, upload, { method: 'HEAD', headers: tus }),
    probe('upload gone on with', false, upload, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: Buffer.from('RIFF....WAVEfmt '),
    }),
    probe('file opened', true, file.url),
  ]
}
