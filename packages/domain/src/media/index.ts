export { checkMedia, type MediaReport } from './check-media.ts'
export { createDiskStore } from './disk-store.ts'
export { isFull, storageFull } from './full.ts'
export { mediaKeysOf, namedKeys } from './keys.ts'
export { type OpenFileInput, openFile } from './open-file.ts'
export { newKey, type ReceivedFile, receiveFile } from './receive.ts'
export { createS3Store, type S3Settings } from './s3-store.ts'
export { type UploadInput, upload } from './schemas.ts'
export { loadMediaSecret } from './secret.ts'
export {
  type MediaSource,
  mediaEnv,
  openMedia,
  openPlace,
  openUnfinished,
  s3Connection,
  s3Settings,
  uploadLifetimeMs,
} from './settings.ts'
export { sha256Of } from './sha256.ts'
export { opensFile, publicAddress, signedAddress } from './signature.ts'
export { fileMark, markedFile, signFiles } from './statement.ts'
export { type ByteRange, emptyStore, type MediaStore, noMedia, type StoredFile } from './store.ts'
export { withFiles } from './with-files.ts'
