export type { OpenBackup } from './read-archive.ts'
export { type RestoreOptions, type RestoreReport, restoreBackup } from './restore-backup.ts'
export { type ArchiveWriter, writeArchive } from './write-archive.ts'
export { type BackupProgress, type BackupReport, writeBackup } from './write-backup.ts'
