/** The other rooms on the tour: a roster file, a recording, progress, the research export, the audit trail. */
import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import type { AppRouter } from '@cpr/api'
import { createTRPCClient, httpBatchStreamLink } from '@trpc/client'
import { parse } from 'csv-parse/sync'
import { clientFor, refusal, signIn, step } from './client.ts'
import { rosterFile } from './roster-file.ts'
import type { Server } from './server.ts'

const course = 'demo-band'

/** Brings a class in from a file, records, and shows what researchers and administrators see of it. */
export const visitRooms = async (server: Server): Promise<void> => {
  await importRoster(server)
  const work = await record(server)
  await exportResearch(server, work)
  await readAudit(server)
}

const importRoster = async (server: Server): Promise<void> => {
  const { client: admin } = await signIn(server, 'admin')
  const { client: teacher } = await signIn(server, 'teacher')
  const noah = await admin.users.create.mutate({ username: 'noah', name: 'Noah Berg', groups: ['STUDENT'] })
  const { bytes, outcomes } = rosterFile({
    benPassword: server.passwords.get('ben') ?? '',
    noahPassword: noah.newPassword ?? '',
  })
  const file = bytes.toString('base64')

  const before = (await teacher.roster.list.query({ course })).length
  const preview = await teacher.roster.preview.mutate({ course, file })
  assert.deepEqual(
    preview.lines.map(({ outcome }) => outcome),
    outcomes,
  )
  assert.ok(preview.lines.every(({ outcome, reason }) => outcome !== 'error' || reason))
  assert.equal((await teacher.roster.list.query({ course })).length, before)
  step(`a roster file of ${outcomes.length} lines is looked through: ${inWords(preview.counts)}; nothing is changed`)

  const report = await teacher.roster.import.mutate({ course, file })
  const decisions = (lines: typeof report.lines) =>
    lines.map(({ line, outcome, newUsername, reason }) => ({ line, outcome, newUsername, reason }))
  assert.deepEqual(decisions(report.lines), decisions(preview.lines))
  const after = (await teacher.roster.list.query({ course })).length
  assert.equal(after - before, preview.counts.create + preview.counts.enroll + preview.counts['password differs'])
  const { counts } = await teacher.roster.import.mutate({ course, file })
  assert.equal(counts.create + counts.enroll + counts['password differs'], 0)
  step(`it is imported just so, ${after - before} students more; a second time it changes nothing`)
}

const inWords = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ')

type Work = { submissionId: number; courseAssignmentId: number; studentId: number; key: string }

const record = async (server: Server): Promise<Work> => {
  const { client: teacher } = await signIn(server, 'teacher')
  const { client: pupil, token } = await signIn(server, 'pupil1', 'practise 1x')
  const flute = (await teacher.instruments.list.query()).find(({ name }) => name === 'Flute')
  await teacher.users.updateStudent.mutate({ username: 'pupil1', instrumentId: flute?.id ?? null })
  const { id: studentId } = await pupil.auth.me.query()
  const assignments = (await pupil.assignments.mine.query({ course })).flatMap((group) => group.assignments)
  const { id: courseAssignmentId } =
    assignments.find(({ activity }) => activity.type === 'Melody') ?? assert.fail('There is no melody to play.')
  const { id: submissionId } = await pupil.submissions.create.mutate({ course, courseAssignmentId, content: '' })

  const upload = (body: Buffer<ArrayBuffer>, as: string | null) =>
    fetch(
      `${server.address}/upload/submissions?${new URLSearchParams({ course, submissionId: String(submissionId), filename: 'My first take.wav' })}`,
      { method: 'POST', body, headers: as ? { authorization: `Bearer ${as}` } : {} },
    )
  const take = wavOf({ seconds: 2, hertz: 440 })
  const kept = await upload(take, token)
  assert.equal(kept.status, 201)
  const attachment = (await kept.json()) as { file: string; sha256: string; sizeBytes: number; contentType: string }
  assert.deepEqual(
    [attachment.sizeBytes, attachment.sha256],
    [take.length, createHash('sha256').update(take).digest('hex')],
  )
  assert.match(attachment.file, /^My_first_take_\w{7}\.wav$/)
  assert.equal((await upload(Buffer.from('<html>a page, no music</html>'), token)).status, 400)
  assert.equal((await upload(take, (await signIn(server, 'ben')).token)).status, 404)
  assert.equal((await upload(take, null)).status, 401)
  step(`a student hands in a recording of ${take.length} bytes; a page, another student and a stranger are refused`)

  const { attachments } = await teacher.submissions.get.query({ course, id: submissionId })
  const url = `${server.address}${attachments[0]?.url}`
  assert.deepEqual(Buffer.from(await (await fetch(url)).arrayBuffer()), take)
  const part = await fetch(url, { headers: { range: 'bytes=44-143' } })
  assert.equal(part.status, 206)
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), take.subarray(44, 144))
  assert.equal((await fetch(url.replace(/\?.*/, ''))).status, 404)
  step('the teacher hears it, whole and from the middle; without its signature the address opens nothing')

  const onAssignment = { course, courseAssignmentId }
  const { events: none } = await pupil.progress.open.mutate(onAssignment)
  assert.equal(none.length, 0)
  const operations = Array.from({ length: 50 }, (_, nth) => `listen ${nth}`)
  await Promise.all(
    operations.map((operation) => pupil.progress.logEvent.mutate({ ...onAssignment, step: 1, operation })),
  )
  await pupil.progress.submitStep.mutate({ ...onAssignment, step: 1, questionResponses: { q1: 'the second half' } })
  const { events, currentStep } = await pupil.progress.open.mutate(onAssignment)
  assert.deepEqual(events.map(({ operation }) => operation).sort(), operations.sort())
  assert.equal(currentStep, 2)
  step('fifty progress events at once are all kept, and the next step is open')
  return { submissionId, courseAssignmentId, studentId, key: attachment.file }
}

/** A sine in 16-bit mono at 8 kHz, as any recorder would write it. */
const wavOf = ({ seconds, hertz }: { seconds: number; hertz: number }): Buffer<ArrayBuffer> => {
  const rate = 8000
  const count = seconds * rate
  const wav = Buffer.alloc(44 + 2 * count)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(36 + 2 * count, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16) // length of the format
  wav.writeUInt16LE(1, 20) // PCM
  wav.writeUInt16LE(1, 22) // channels
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(2 * rate, 28) // bytes a second
  wav.writeUInt16LE(2, 32) // bytes a frame
  wav.writeUInt16LE(16, 34) // bits a sample
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(2 * count, 40)
  for (let nth = 0; nth < count; nth += 1)
    wav.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hertz * nth) / rate)), 44 + 2 * nth)
  return wav
}

const exportResearch = async (server: Server, work: Work): Promise<void> => {
  const { client: admin } = await signIn(server, 'admin')
  const rita = await admin.users.create.mutate({ username: 'rita', name: 'Rita Researcher', groups: ['RESEARCHER'] })
  const { token } = await signIn(server, 'rita', rita.newPassword ?? '')
  const researcher = createTRPCClient<AppRouter>({
    links: [httpBatchStreamLink({ url: `${server.address}/trpc`, headers: { authorization: `Bearer ${token}` } })],
  })
  const read = async (names: boolean): Promise<Record<string, string>[]> => {
    let csv = ''
    for await (const chunk of await researcher.research.export.query({ course, names })) csv += chunk
    return parse(csv, { columns: true })
  }
  const rows = await read(false)
  const mine = rows.filter((row) => row['Submissions ID'] === String(work.submissionId))
  assert.deepEqual(
    mine.map((row) => [row.ID, row['Student ID'], row['Submission Attachment File']]),
    [[String(work.courseAssignmentId), String(work.studentId), work.key]],
  )
  const { columns } = await researcher.research.codebook.query()
  const shown = columns.filter(({ onRequest }) => !onRequest).map(({ name }) => name)
  assert.deepEqual(Object.keys(rows[0] ?? {}), shown)
  assert.equal(JSON.stringify(rows).includes('pupil1'), false)
  assert.equal(
    (await read(true)).some((row) => row['Student Username'] === 'pupil1'),
    true,
  )
  const { client: teacher } = await signIn(server, 'teacher')
  assert.equal(await refusal(teacher.research.codebook.query()), 'forbidden')
  step(`a researcher opens the export: ${rows.length} rows, students as numbers, names on request alone`)
}

const readAudit = async (server: Server): Promise<void> => {
  const { client: admin } = await signIn(server, 'admin')
  const { entries } = await admin.audit.list.query({ limit: 500 })
  const counts = new Map<string, number>()
  for (const { action } of entries) counts.set(action, (counts.get(action) ?? 0) + 1)
  for (const action of ['roster.import', 'submissions.create', 'attachments.create', 'research.export', 'grades.grade'])
    assert.ok(counts.has(action), `The audit trail has no ${action}.`)
  const ofPupil = (await admin.audit.list.query({ person: 'pupil1' })).entries
  assert.equal(ofPupil.filter(({ action }) => action === 'progress.logEvent').length, 50)
  assert.equal(await refusal(clientFor(server.address).audit.list.query({})), 'unauthenticated')
  step(`the administrator reads the audit trail: ${entries.length} entries of ${counts.size} kinds`)
}
