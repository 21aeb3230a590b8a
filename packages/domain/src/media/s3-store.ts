import type { Readable } from 'node:stream'
import type { MediaStore } from './store.ts'

export type S3Settings = {
  bucket: string
  region: string
  /** Another service than Amazon's that speaks S3: `http://localhost:9000`. */
  endpoint?: string | undefined
  /** Without them the SDK looks where it always does: environment, profile, role of the machine. */
  accessKeyId?: string | undefined
  secretAccessKey?: string | undefined
}

/** The SDK takes 16 MB of memory: it is loaded where there is a bucket, when it is first asked. */
const connect = async ({ region, endpoint, accessKeyId, secretAccessKey }: S3Settings) => {
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
  const client = new sdk.S3Client({
    region,
    // Other services have the bucket in the path, not in the host name, and not the newest checksums.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  })
  return { ...sdk, Upload, client }
}

/** Files in a bucket, under their keys. */
export const createS3Store = (settings: S3Settings): MediaStore => {
  const { bucket: Bucket } = settings
  let connection: ReturnType<typeof connect> | undefined
  const s3 = () => {
    connection ??= connect(settings)
    return connection
  }

  return {
    write: async (Key, Body, ContentType) => {
      const { Upload, client } = await s3()
      // In parts of 5 MB, two of them in memory at once; an upload that fails is taken back.
      const upload = new Upload({
        client,
        params: { Bucket, Key, Body, ContentType },
        queueSize: 2,
        leavePartsOnError: false,
      })
      // The SDK reads the body but does not hear its error while a part is on its way.
      const broken = new Promise<never>((_, reject) => Body.once('error', reject))
      try {
        await Promise.race([upload.done(), broken])
      } catch (error) {
        await upload.abort().catch(() => {})
        throw error
      }
    },

    read: async (Key, range) => {
      const { GetObjectCommand, client } = await s3()
      const Range = range && `bytes=${range.start}-${range.end}`
      const found = await orNull(() => client.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) })))
      if (!found?.Body) return null
      const whole = /\/(\d+)$/.exec(found.ContentRange ?? '')?.[1]
      return { body: found.Body as Readable, sizeBytes: Number(whole ?? found.ContentLength) }
    },

    size: async (Key) => {
      const { HeadObjectCommand, client } = await s3()
      const found = await orNull(() => client.send(new HeadObjectCommand({ Bucket, Key })))
      return found ? (found.ContentLength ?? 0) : null
    },

    remove: async (Key) => {
      const { DeleteObjectCommand, client } = await s3()
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
    },

    list: async function* () {
      const { paginateListObjectsV2, client } = await s3()
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
        for (const { Key, Size, LastModified } of Contents)
          if (Key !== undefined) yield { key: Key, sizeBytes: Size ?? 0, writtenAt: LastModified ?? new Date() }
    },
  }
}

const orNull = async <T>(ask: () => Promise<T>): Promise<T | null> => {
  try {
    return await ask()
  } catch (error) {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
    if (name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404) return null
    throw error
  }
}
