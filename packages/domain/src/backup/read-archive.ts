import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar-stream'
import type { z } from 'zod'
import { conflict, DomainError } from '../errors.ts'
import { type About, about, firstMember, formatVersion, lastMember, type Manifest, manifest } from './format.ts'

/** A backup that can be read from its beginning as often as one likes. */
export type OpenBackup = () => Readable

type Member = { name: string; bytes: number; body: Readable }

export const damaged = (why: string): DomainError<'conflict'> =>
  conflict(`This backup cannot be restored: ${why}. Nothing was changed.`)

/** The members of an archive, one after another; each is read to its end before the next one comes. */
export async function* membersOf(open: OpenBackup): AsyncGenerator<Member> {
  const tar = extract()
  const source = open()
  let cause: Error | undefined
  source.on('error', (error) => {
    cause = error
  })
  const fed = pipeline(source, tar as unknown as NodeJS.WritableStream)
  fed.catch(() => {})
  try {
    for await (const entry of tar)
      yield { name: entry.header.name, bytes: entry.header.size ?? 0, body: Readable.from(entry) }
    await fed
  } catch (error) {
    if (cause) throw cause
    throw error
  } finally {
    source.destroy()
  }
}

/** Hands a member on as it is read; `sum` has its size and sha-256 when it was read to its end. */
export const summed = (body: Readable): { body: Readable; sum: () => { bytes: number; sha256: string } } => {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  // Heard of by whoever reads it.
  through.on('error', () => {})
  body.on('error', (error) => through.destroy(error))
  return { body: body.pipe(through), sum: () => ({ bytes, sha256: hash.digest('hex') }) }
}

const readJson = <S extends z.ZodType>(schema: S, content: Buffer, name: string): z.output<S> => {
  try {
    return schema.parse(JSON.parse(content.toString('utf8')))
  } catch {
    throw damaged(`${name} in it is not what it should be`)
  }
}

export type Checked = { about: About; manifest: Manifest; sums: Map<string, Manifest['members'][number]> }

/**
 * Reads a backup from beginning to end, before anything is done with it.
 * @throws {DomainError} `conflict` for a file that is no backup, was cut off, or is not as it was written
 */
export const checkArchive = async (open: OpenBackup, onBytes: (bytes: number) => void): Promise<Checked> => {
  try {
    return await readThrough(open, onBytes)
  } catch (error) {
    // A disk that cannot be read is another matter than a file that is wrong.
    if (error instanceof DomainError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw damaged(/end of data/i.test(String(error)) ? cutOff : notABackup)
  }
}

const cutOff = 'it was cut off'
const notABackup = 'it is no backup of MusicCPR, or it is damaged'

const readThrough = async (open: OpenBackup, onBytes: (bytes: number) => void): Promise<Checked> => {
  const found: Manifest['members'] = []
  let read = 0
  let first: About | null = null
  let last: Manifest | null = null
  for await (const { name, body } of membersOf(open)) {
    if (last) throw damaged('something stands behind its end')
    if (!first && name !== firstMember) throw damaged(notABackup)
    const { body: content, sum } = summed(body)
    if (!first) first = readJson(about, await buffer(content), name)
    else if (name === lastMember) last = readJson(manifest, await buffer(content), name)
    else for await (const _ of content);
    const { bytes, sha256 } = sum()
    if (name !== lastMember) found.push({ name, bytes, sha256 })
    read += bytes
    onBytes(read)
  }
  if (!first) throw damaged(notABackup)
  if (first.version > formatVersion) throw damaged('it is of a newer MusicCPR: install that version first')
  if (!last) throw damaged(cutOff)
  const { members } = last
  const differs = found.find(({ name, bytes, sha256 }, nth) => {
    const written = members[nth]
    return written?.name !== name || written.bytes !== bytes || written.sha256 !== sha256
  })
  if (differs) throw damaged(`${differs.name} in it is damaged`)
  if (found.length !== members.length) throw damaged('members of it are missing')
  return { about: first, manifest: last, sums: new Map(found.map((member) => [member.name, member])) }
}
