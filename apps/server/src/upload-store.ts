import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { media } from '@cpr/domain'
import { FileStore } from '@tus/file-store'
import type { Env } from './env.ts'
import type { UploadStore } from './uploads.ts'

/** The package's own store says of every error that it could not write: this one lets through that there is no room. */
class RoomyFileStore extends FileStore {
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    // The id was looked up before anything is written: it is one that this store gave.
    const file = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset })
    let full: unknown
    file.on('error', (error) => {
      if (media.isFull(error)) full = error
    })
    try {
      await pipeline(readable, file)
    } catch (error) {
      throw full ?? error
    }
    return offset + file.bytesWritten
  }
}

/** Where unfinished uploads lie: in the bucket where there is one, which every process of a site sees, else in the data folder. */
export const createUploadStore = async ({ s3, dataDir }: Pick<Env, 's3' | 'dataDir'>): Promise<UploadStore> => {
  if (!s3) {
    const directory = join(dataDir, 'uploads')
    mkdirSync(directory, { recursive: true })
    return new RoomyFileStore({ directory, expirationPeriodInMilliseconds: media.uploadLifetimeMs })
  }
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = s3
  // With the SDK below it, 16 MB of memory that most sites need not.
  const { S3Store } = await import('@tus/s3-store')
  return new S3Store({
    expirationPeriodInMilliseconds: media.uploadLifetimeMs,
    // Other services than Amazon's know no tags.
    useTags: endpoint === undefined,
    s3ClientConfig: {
      bucket,
      region,
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    },
  })
}
