/** The disk for files fills up: a small one of memory, mounted for that. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, statfs, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { whoIsWho } from '@cpr/bench/district'
import { startServer } from '@cpr/bench/processes'
import type { Options, Outcome, Place } from '../check.ts'
import { fetchAs } from '../fetch-as.ts'
import { newSeed, randomOf } from '../random.ts'
import { answerTo } from './asking.ts'
import { newJournal } from './journal.ts'
import { outcomeOf } from './outcome.ts'
import { baselineOf, filesByHttp, proveKept } from './proof.ts'
import * as writes from './writes.ts'

const run = promisify(execFile)

/** Holds some files, and not many. */
const diskBytes = 4_000_000
const fileBytes = 600_000

/** @returns how to unmount it; why not, where it cannot be mounted */
const mountSmall = async (folder: string): Promise<(() => Promise<void>) | string> => {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder])
    return async () => {
      await run('umount', [folder])
    }
  } catch (error) {
    return String((error as { stderr?: string }).stderr || error).trim()
  }
}

/** Every file below, by its path, with its size. */
const filesBelow = async (folder: string): Promise<Map<string, number>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (path) => [path, (await stat(path)).size] as const)))
}

const wav = (): Buffer => Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), randomBytes(fileBytes - 16)])

export const fillDisk = async (place: Place, { say }: Options): Promise<Outcome> => {
  const disk = await mkdtemp(join(tmpdir(), 'cpr-disk-'))
  const unmount = await mountSmall(disk)
  if (typeof unmount === 'string') {
    await rm(disk, { recursive: true })
    const detail = `not tried: no disk could be mounted here (${unmount}); what answers a full disk is tested by attachments.db.test.ts and uploads.db.test.ts`
    return { name: 'faults: disk full', tried: 0, failed: 0, detail, impossible: true }
  }
  try {
    return await onDisk(place, disk, say)
  } finally {
    await unmount()
    await rm(disk, { recursive: true })
  }
}

const onDisk = async (place: Place, disk: string, say: Options['say']): Promise<Outcome> => {
  // Of the folder the files alone are on it: a full disk under a database is a matter of its own.
  const dataDir = place.env.DATA_DIR as string
  await mkdir(dataDir, { recursive: true })
  for (const name of ['media', 'uploads']) {
    await rm(join(dataDir, name), { recursive: true, force: true })
    await mkdir(join(disk, name))
    await symlink(join(disk, name), join(dataDir, name))
  }
  const random = randomOf(newSeed())
  const baseline = await baselineOf(place)
  const journal = newJournal()
  const wrong: string[] = []
  let tried = 0
  const who = whoIsWho(place.district)
  const userId = who.student(1, 0)
  const course = who.courseSlug(1)
  const courseAssignmentId = who.assignment(1)
  const target = { userId, course, courseAssignmentId }
  const rest = `/api/courses/${course}/assignments/${courseAssignmentId}`
  const server = await startServer(place.env)
  const { address } = server

  const send = async (write: writes.Write) => {
    const entry = await write(address)
    journal.acknowledged.push(entry)
    return entry
  }

  const attachments = `/upload/submissions?course=${course}&filename=take.wav&submissionId=`
  const tusHeaders = { 'tus-resumable': '1.0.0' }
  const encoded = (text: string): string => Buffer.from(text).toString('base64')
  const begun = {
    ...tusHeaders,
    'upload-length': String(fileBytes),
    'upload-metadata': `course ${encoded(course)},courseAssignmentId ${encoded(String(courseAssignmentId))},filename ${encoded('take.wav')}`,
  }
  const patch = (upload: string, offset: number, body: Buffer): Promise<Response> =>
    fetchAs(address, userId, upload, {
      method: 'PATCH',
      headers: { ...tusHeaders, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body,
    })

  try {
    const work = await send(writes.submission(target, random))
    const kept = await send(writes.recording(target, random))
    if (work.kind !== 'submission' || kept.kind !== 'submission') throw new Error('It was no submission.')
    const own = work.id
    const upload = (
      await answerTo(() => fetchAs(address, userId, '/uploads', { method: 'POST', headers: begun }))
    ).headers.get('location') as string
    // Filled but for what a file needs less than.
    const { bavail, bsize } = await statfs(disk)
    const ballast = join(disk, 'ballast')
    await writeFile(ballast, Buffer.alloc(bavail * bsize - fileBytes / 2))
    const before = await filesBelow(join(disk, 'media'))

    const recording = wav()
    const form = (): FormData => {
      const body = new FormData()
      body.append('file', new Blob([new Uint8Array(wav())], { type: 'audio/wav' }), 'take.wav')
      return body
    }
    const refusals: [name: string, send: () => Promise<Response>][] = [
      ['file sent', () => fetchAs(address, userId, `${attachments}${own}`, { method: 'POST', body: wav() })],
      ['REST attachment', () => fetchAs(address, userId, `${rest}/submissions/${own}/attachments/`, { body: form() })],
      ['upload gone on with', () => patch(upload, 0, recording)],
    ]
    for (const [name, refused] of refusals) {
      const { status } = await refused()
      tried += 1
      if (status !== 507) wrong.push(`${name} answered ${status} on a full disk`)
      say(`disk full: ${name} answered ${status}`)
      const after = await filesBelow(join(disk, 'media'))
      for (const path of after.keys()) if (!before.has(path)) wrong.push(`${name} left ${path}`)
    }

    // There is room again: what had arrived of the upload is still there, and the same writes are taken.
    await rm(ballast)
    const head = await fetchAs(address, userId, upload, { method: 'HEAD', headers: tusHeaders })
    const offset = Number(head.headers.get('upload-offset'))
    const last = await answerTo(() => patch(upload, offset, recording.subarray(offset)))
    const { id, attachments: files } = JSON.parse(last.text)
    const [{ file: key, ...file }] = files
    const sha256 = createHash('sha256').update(recording).digest('hex')
    if (file.sha256 !== sha256) wrong.push('the upload that went on is another than was sent')
    journal.acknowledged.push({
      kind: 'submission',
      id,
      userId,
      courseAssignmentId,
      content: '',
      file: { ...file, key },
    })
    await send(writes.attachment(target, own, random))
    await send(writes.attachmentByRest(target, own, random))
    wrong.push(...(await filesByHttp(address, journal)))
    const { wrong: lost, checked, orphans } = await server.stop().then(() => proveKept(place, baseline, journal))
    return outcomeOf('disk full', {
      tried: tried + checked,
      wrong: [...wrong, ...lost, ...(orphans > 0 ? [`${orphans} files were left that nobody needed`] : [])],
      journal,
      random,
      detail: [
        `${tried} files for a full disk of ${diskBytes / 1e6} MB, each refused with 507`,
        `an upload went on from byte ${offset} of ${fileBytes} once there was room; no file left that nobody needed`,
      ],
    })
  } finally {
    await server.stop()
  }
}
