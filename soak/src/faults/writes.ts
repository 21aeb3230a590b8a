/** The writes of students and teachers, each with a key of its own, so that it may be sent until it is acknowledged. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { fetchAs } from '../fetch-as.ts'
import type { Random } from '../random.ts'
import { answerTo, NotAcknowledged } from './asking.ts'
import type { Acknowledged, KeptFile, Marks } from './journal.ts'

/** Sends it, for the first time or again. @throws {NotAcknowledged} where it has to be sent again */
export type Write = (address: string) => Promise<Acknowledged>

/** Somebody in a course, and one of its assignments. */
export type Target = { userId: number; course: string; courseAssignmentId: number }

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A recording like no other. */
const newRecording = (random: Random): Buffer =>
  Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), randomBytes(random.whole(10_000, 200_000))])

/** Half of them are a few words, half of them are long. */
const newContent = (random: Random): string =>
  `soak ${randomUUID()} ${randomBytes(random.whole(0, 1) * random.whole(0, 20_000)).toString('base64')}`

type Row = { id: number; file: string; url: string; sizeBytes: number; sha256: string }

/** @throws {Error} where the server has other bytes than were sent */
const keptFile = ({ id, file, url, sizeBytes, sha256 }: Row, sent: Buffer): KeptFile => {
  if (sizeBytes !== sent.length || sha256 !== sha256Of(sent))
    throw new Error(`Attachment ${id} was acknowledged with other bytes than were sent.`)
  return { id, url, key: file, sizeBytes, sha256 }
}

const mutate = async <T>(address: string, userId: number, path: string, input: object): Promise<T> => {
  const { text } = await answerTo(() => fetchAs(address, userId, `/trpc/${path}`, { body: JSON.stringify(input) }))
  return (JSON.parse(text) as { result: { data: T } }).result.data
}

const restPath = ({ course, courseAssignmentId }: Target): string =>
  `/api/courses/${course}/assignments/${courseAssignmentId}`

const keyHeader = (): { 'idempotency-key': string } => ({ 'idempotency-key': randomUUID() })

export const submission = ({ userId, course, courseAssignmentId }: Target, random: Random): Write => {
  const content = newContent(random)
  const input = { course, courseAssignmentId, content, idempotencyKey: randomUUID() }
  return async (address) => {
    const { id } = await mutate<{ id: number }>(address, userId, 'submissions.create', input)
    return { kind: 'submission', id, userId, courseAssignmentId, content, file: null }
  }
}

export const submissionByRest = (target: Target, random: Random): Write => {
  const { userId, courseAssignmentId } = target
  const content = newContent(random)
  const headers = keyHeader()
  const body = JSON.stringify({ content, index: random.whole(0, 9) })
  return async (address) => {
    const { text } = await answerTo(() =>
      fetchAs(address, userId, `${restPath(target)}/submissions/`, { headers, body }),
    )
    return { kind: 'submission', id: JSON.parse(text).id, userId, courseAssignmentId, content, file: null }
  }
}

export const attachment = ({ userId, course }: Target, submissionId: number, random: Random): Write => {
  const bytes = newRecording(random)
  const headers = { ...keyHeader(), 'content-type': 'audio/wav' }
  const query = new URLSearchParams({ course, submissionId: String(submissionId), filename: 'take.wav' })
  return async (address) => {
    const { text } = await answerTo(() =>
      fetchAs(address, userId, `/upload/submissions?${query}`, { headers, body: bytes, method: 'POST' }),
    )
    return { kind: 'attachment', submissionId, file: keptFile(JSON.parse(text), bytes) }
  }
}

export const attachmentByRest = (target: Target, submissionId: number, random: Random): Write => {
  const bytes = newRecording(random)
  const headers = keyHeader()
  const path = `${restPath(target)}/submissions/${submissionId}/attachments/`
  return async (address) => {
    const body = new FormData()
    body.append('file', new Blob([new Uint8Array(bytes)], { type: 'audio/wav' }), 'take.wav')
    const { text } = await answerTo(() => fetchAs(address, target.userId, path, { headers, body }))
    // This answer has a link for people; the rest is read where the files are listed.
    const { id } = JSON.parse(text) as { id: number }
    const input = JSON.stringify({ course: target.course, id: submissionId })
    const list = `/trpc/attachments.list?input=${encodeURIComponent(input)}`
    const rows = JSON.parse((await answerTo(() => fetchAs(address, target.userId, list))).text).result.data as Row[]
    const row = rows.find((each) => each.id === id)
    if (!row) throw new Error(`Attachment ${id} was acknowledged and is not there.`)
    return { kind: 'attachment', submissionId, file: keptFile(row, bytes) }
  }
}

type Receipt = { id: number; attachments: Row[] }

/** A recording in two parts (tus), as the web client sends it: it looks for the receipt first, and goes on where it was. */
export const recording = ({ userId, course, courseAssignmentId }: Target, random: Random): Write => {
  const bytes = newRecording(random)
  const half = random.whole(1, bytes.length - 1)
  const sha256 = sha256Of(bytes)
  let upload: string | null = null

  const findReceipt = async (address: string): Promise<Receipt | null> => {
    const input = encodeURIComponent(JSON.stringify({ course, courseAssignmentId }))
    const { text } = await answerTo(() => fetchAs(address, userId, `/trpc/submissions.mine?input=${input}`))
    const mine = JSON.parse(text).result.data as Receipt[]
    return mine.find(({ attachments }) => attachments.some((each) => each.sha256 === sha256)) ?? null
  }
  const tus = (address: string, method: string, path: string, headers: Record<string, string>, body?: Buffer) =>
    answerTo(
      () =>
        fetchAs(address, userId, path, {
          method,
          headers: { 'tus-resumable': '1.0.0', ...headers },
          ...(body ? { body } : {}),
        }),
      { but: [404, 409, 423] },
    )
  const encoded = (text: string): string => Buffer.from(text).toString('base64')
  const metadata = [
    `course ${encoded(course)}`,
    `courseAssignmentId ${encoded(String(courseAssignmentId))}`,
    `filename ${encoded('take.wav')}`,
  ].join(',')

  /** Null where it turned out to be whole already, or gone: then there is a receipt, or it is sent anew. */
  const send = async (address: string): Promise<Receipt | null> => {
    if (upload === null) {
      const headers = { 'upload-length': String(bytes.length), 'upload-metadata': metadata }
      upload = (await tus(address, 'POST', '/uploads', headers)).headers.get('location')
      if (upload === null) throw new Error('An upload began without an address.')
    }
    const head = await tus(address, 'HEAD', upload, {})
    const offset = Number(head.headers.get('upload-offset'))
    if (head.status === 404 || offset === bytes.length) {
      upload = null
      return null
    }
    for (const [from, to] of offset < half
      ? [[offset, half] as const, [half, bytes.length] as const]
      : [[offset, bytes.length] as const]) {
      const headers = { 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' }
      const { status, text } = await tus(address, 'PATCH', upload, headers, bytes.subarray(from, to))
      if (status >= 400) throw new NotAcknowledged(`The upload was not where it seemed: ${status}.`)
      if (to === bytes.length) return JSON.parse(text)
    }
    return null
  }

  return async (address) => {
    const receipt = (await findReceipt(address)) ?? (await send(address)) ?? (await findReceipt(address))
    if (receipt === null) throw new NotAcknowledged('It is sent anew.')
    const row = receipt.attachments.find((each) => each.sha256 === sha256)
    if (!row) throw new Error(`Submission ${receipt.id} was acknowledged without its recording.`)
    const file = keptFile(row, bytes)
    return { kind: 'submission', id: receipt.id, userId, courseAssignmentId, content: '', file }
  }
}

const newMarks = (random: Random): Marks => {
  const mark = (): number => random.whole(4, 20) / 4
  return { rhythm: mark(), tone: mark(), expression: mark() }
}

type Grading = { userId: number; course: string; submissionId: number }

export const grade = ({ userId, course, submissionId }: Grading, random: Random): Write => {
  const marks = newMarks(random)
  const input = { course, submissionId, ...marks, idempotencyKey: randomUUID() }
  return async (address) => {
    const { id } = await mutate<{ id: number }>(address, userId, 'grades.grade', input)
    return { kind: 'grade', id, submissionId, graderId: userId, marks }
  }
}

export const gradeByRest = ({ userId, course, submissionId }: Grading, random: Random): Write => {
  const marks = newMarks(random)
  const headers = keyHeader()
  const body = JSON.stringify({ grader: userId, student_submission: [submissionId], own_submission: [], ...marks })
  return async (address) => {
    const { text } = await answerTo(() => fetchAs(address, userId, `/api/courses/${course}/grades/`, { headers, body }))
    return { kind: 'grade', id: JSON.parse(text).id, submissionId, graderId: userId, marks }
  }
}

/** Events have no ids of their own in any answer: they are found again by what they are called. */
const newEvent = (random: Random) => ({
  operation: `soak ${randomUUID()}`,
  step: random.whole(1, 4),
  data: { bar: random.whole(1, 64) },
})

export const event = ({ userId, course, courseAssignmentId }: Target, random: Random): Write => {
  const logged = newEvent(random)
  const events = [{ key: randomUUID(), ...logged, ago: random.whole(0, 60_000) }]
  const input = { course, courseAssignmentId, events, idempotencyKey: randomUUID() }
  return async (address) => {
    await mutate(address, userId, 'progress.logEvents', input)
    return { kind: 'event', userId, courseAssignmentId, ...logged }
  }
}

export const eventByRest = (target: Target, random: Random): Write => {
  const { userId, courseAssignmentId } = target
  const logged = newEvent(random)
  const headers = keyHeader()
  const body = JSON.stringify(logged)
  return async (address) => {
    await answerTo(() =>
      fetchAs(address, userId, `${restPath(target)}/activity-progress/log_event/`, { headers, body }),
    )
    return { kind: 'event', userId, courseAssignmentId, ...logged }
  }
}
