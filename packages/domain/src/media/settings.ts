import { join } from 'node:path'
import { z } from 'zod'
import { unlessEmpty } from '../database.ts'
import { createDiskStore } from './disk-store.ts'
import { createS3Store, type S3Settings } from './s3-store.ts'
import type { MediaStore } from './store.ts'

/** The environment variables that say where files are: each program reads them once and hands them here. */
export const mediaEnv = z.object({
  S3_BUCKET: unlessEmpty(z.string().optional()),
  S3_REGION: unlessEmpty(z.string().default('us-east-1')),
  S3_ENDPOINT: unlessEmpty(z.url({ protocol: /^https?$/ }).optional()),
  S3_ACCESS_KEY_ID: unlessEmpty(z.string().optional()),
  S3_SECRET_ACCESS_KEY: unlessEmpty(z.string().optional()),
})

type MediaEnv = z.infer<typeof mediaEnv>

/** The service that keeps buckets, and who asks it. */
export const s3Connection = (env: MediaEnv): Omit<S3Settings, 'bucket'> => ({
  region: env.S3_REGION,
  endpoint: env.S3_ENDPOINT,
  accessKeyId: env.S3_ACCESS_KEY_ID,
  secretAccessKey: env.S3_SECRET_ACCESS_KEY,
})

/** The site's own bucket; null where files are kept in the data folder. */
export const s3Settings = (env: MediaEnv): S3Settings | null =>
  env.S3_BUCKET === undefined ? null : { bucket: env.S3_BUCKET, ...s3Connection(env) }

/** The store of a site: its bucket, else a folder beside its database. */
export const openMedia = ({ s3, dataDir }: { s3: S3Settings | null; dataDir: string }): MediaStore =>
  s3 ? createS3Store(s3) : createDiskStore(join(dataDir, 'media'))

/** How long an upload that broke off can be gone on with. */
export const uploadLifetimeMs = 3 * 24 * 3600 * 1000

/**
 * Where uploads lie until they are whole: those in parts, and those that the disk store is just taking. In a bucket they lie
 * among the files, see `isUpload`.
 */
export const openUnfinished = ({ s3, dataDir }: { s3: S3Settings | null; dataDir: string }): MediaStore[] =>
  s3 ? [] : [createDiskStore(join(dataDir, 'uploads')), createDiskStore(join(dataDir, 'media', '.incoming'))]

/** Whether a key of a bucket is of an upload in parts, which has no other ending: every key of ours has. */
export const isUpload = (key: string): boolean => /^[0-9a-f]{32}(\.info|\.part)?$/.test(key)

/** Where files can be read that are not the site's own. */
export type MediaSource = Pick<MediaStore, 'read' | 'size'>

/** `s3://bucket/prefix`, a bucket of the service that the settings name, else a folder. */
export const openPlace = (place: string, connection: Omit<S3Settings, 'bucket'>): MediaSource => {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(place) ?? []
  if (bucket === undefined) return createDiskStore(place)
  const store = createS3Store({ ...connection, bucket })
  const below = prefix.replace(/\/+$/, '')
  const path = (key: string): string => (below === '' ? key : `${below}/${key}`)
  return { size: (key) => store.size(path(key)), read: (key, range) => store.read(path(key), range) }
}
