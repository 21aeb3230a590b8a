import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDiskStore } from './disk-store.ts'
import { createS3Store, type S3Settings } from './s3-store.ts'
import { openPlace } from './settings.ts'
import { emptyStore, type MediaStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'cpr-media-'))

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

let s3: S3rver
let bucket: MediaStore
let connection: Omit<S3Settings, 'bucket'>

beforeAll(async () => {
  const port = await freePort()
  connection = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  }
  s3 = new S3rver({
    port,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'media', configs: [] }],
  })
  await s3.run()
  bucket = createS3Store({ bucket: 'media', ...connection })
})

afterAll(async () => {
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

const stores: [string, () => MediaStore][] = [
  ['a folder', () => createDiskStore(join(folder, 'disk'))],
  ['a bucket', () => bucket],
]

/** Chunks as a network has them, none of them a nice size. */
const chunked = (content: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += 60_001) yield content.subarray(at, at + 60_001)
    })(),
  )

describe.each(stores)('%s', (name, store) => {
  const key = (id: string) => `${id}_${name.length}.wav`
  // Past the five megabytes of one part of an upload.
  const content = Buffer.from(Array.from({ length: 6_500_000 }, (_, index) => index % 251))

  it('gives back what it took, whole and in ranges', async () => {
    await store().write(key('whole'), chunked(content), 'audio/wav')
    expect(await store().size(key('whole'))).toBe(content.length)
    const whole = await store().read(key('whole'))
    expect(whole?.sizeBytes).toBe(content.length)
    expect((await buffer(whole?.body as Readable)).equals(content)).toBe(true)
    const part = await store().read(key('whole'), { start: 1000, end: 1999 })
    expect((await buffer(part?.body as Readable)).equals(content.subarray(1000, 2000))).toBe(true)
    expect(part?.sizeBytes).toBe(content.length)
  })

  it('leaves nothing of a stream that breaks off, early or late', async () => {
    for (const megabytes of [0, 6]) {
      const broken = Readable.from(
        (async function* () {
          for (let nth = 0; nth < megabytes; nth += 1) yield Buffer.alloc(1_000_000)
          throw new Error('the wifi is gone')
        })(),
      )
      await expect(store().write(key('broken'), broken, 'audio/wav')).rejects.toThrow('the wifi is gone')
      expect(await store().size(key('broken'))).toBeNull()
      expect(await store().read(key('broken'))).toBeNull()
    }
    const left = readdirSync(folder, { recursive: true }).map(String)
    expect(left.filter((file) => file.includes('broken'))).toEqual([])
  })

  it('removes a file, and does not mind one that is not there', async () => {
    await store().write(key('gone'), chunked(Buffer.from('x')), 'audio/wav')
    await store().remove(key('gone'))
    await store().remove(key('gone'))
    expect(await store().size(key('gone'))).toBeNull()
  })
})

it('a place is a folder, a bucket, or what begins alike in a bucket', async () => {
  await bucket.write('old/site/a.wav', chunked(Buffer.from('abc')), 'audio/wav')
  for (const [place, key] of [
    ['s3://media', 'old/site/a.wav'],
    ['s3://media/old/site', 'a.wav'],
    ['s3://media/old/', 'site/a.wav'],
  ] as const) {
    const source = openPlace(place, connection)
    expect(await source.size(key)).toBe(3)
    expect((await buffer((await source.read(key))?.body as Readable)).toString()).toBe('abc')
    expect(await source.size('b.wav')).toBeNull()
  }
  const disk = join(folder, 'place')
  await createDiskStore(disk).write('a.wav', chunked(Buffer.from('abcd')), 'audio/wav')
  expect(await openPlace(disk, connection).size('a.wav')).toBe(4)
})

describe.each(stores)('all of %s', (name, store) => {
  it('is listed with sizes, and removed but for what is kept', async () => {
    const keys = [`list/${name.length}/a.wav`, `list/${name.length}/deep/b.wav`, `list-${name.length}.wav`]
    for (const [index, key] of keys.entries()) await store().write(key, chunked(Buffer.alloc(index + 1)), 'audio/wav')
    const listed = new Map<string, number>()
    for await (const { key, sizeBytes } of store().list()) listed.set(key, sizeBytes)
    expect(keys.map((key) => listed.get(key))).toEqual([1, 2, 3])

    expect(await emptyStore(store(), (key) => key === keys[1])).toBe(listed.size - 1)
    const left = []
    for await (const { key } of store().list()) left.push(key)
    expect(left).toEqual([keys[1]])
  })
})

describe('a folder', () => {
  it('that nobody has written to yet lists nothing', async () => {
    expect(await emptyStore(createDiskStore(join(folder, 'nowhere')))).toBe(0)
  })

  const disk = createDiskStore(join(folder, 'own'))

  it('never writes a key twice, and keeps the first', async () => {
    await disk.write('once.wav', Readable.from([Buffer.from('first')]), 'audio/wav')
    await expect(disk.write('once.wav', Readable.from([Buffer.from('second')]), 'audio/wav')).rejects.toThrow('EEXIST')
    expect((await buffer((await disk.read('once.wav'))?.body as Readable)).toString()).toBe('first')
    expect(readdirSync(join(folder, 'own', '.incoming'))).toEqual([])
  })

  it('leads nowhere out of itself', async () => {
    writeFileSync(join(folder, 'outside.wav'), 'secret')
    for (const key of ['../outside.wav', '/etc/passwd', '.incoming/x', 'a/../../outside.wav'])
      await expect((async () => disk.size(key))()).rejects.toThrow('not a media key')
    expect(await disk.size('not/there.wav')).toBeNull()
    expect(await disk.size('once.wav/below')).toBeNull()
    expect(await disk.size('x'.repeat(5000))).toBeNull()
  })
})
