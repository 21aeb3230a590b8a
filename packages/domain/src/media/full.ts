import { DomainError } from '../errors.ts'

/** Whether something could not be written for want of room: on a disk, within a quota, in a bucket. */
export const isFull = (error: unknown): boolean => {
  const { code, $metadata } = (error ?? {}) as { code?: unknown; $metadata?: { httpStatusCode?: number } }
  return code === 'ENOSPC' || code === 'EDQUOT' || $metadata?.httpStatusCode === 507
}

export const storageFull = (): DomainError<'storage-full'> =>
  new DomainError(
    'storage-full',
    'There is no room for this file on the server. Keep it, and tell whoever runs MusicCPR.',
  )
