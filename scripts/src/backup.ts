/** `cpr backup` and `cpr restore-backup`: a whole site, rows and files, in one file and back. */
import { createReadStream, existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { backup } from '@cpr/domain'
import type { Command } from 'commander'
import { sweeper } from './memory.ts'
import { toNewFile } from './new-file.ts'
import { liveLine, megabytes, type Output, print, printable, withInstallation } from './run.ts'

/** Adds `backup` and `restore-backup` to the command line. */
export const addBackup = (program: Command, output: () => Output): void => {
  program
    .command('backup')
    .description('write the whole site, database and media, into one file')
    .argument('<file>', 'the file to write, such as music-2026-11-24.tar; one that is there is not replaced')
    .addHelpText(
      'after',
      `
Rows are as they are at one moment, and every file that they name is with them. On PostgreSQL the site goes on working; the
embedded database belongs to one process: stop the server first. The file is a tar archive that needs no other program. It holds
everything, hashes of passwords and recordings of children among it: keep it where nobody else reads it.
It is named FILE.part until it is whole.`,
    )
    .action(async (file: string, _options, command: Command) => {
      if (existsSync(file)) command.error(`error: ${file} is there already: name another file.`)
      const report = await withInstallation(output(), { migrated: true }, (ctx, database) =>
        toNewFile(file, command, (to) => backup.writeBackup(ctx, { database, to, onProgress: showProgress(output()) })),
      )
      print(output(), { file, ...report }, ({ rows, tables, files, bytes, missing }) =>
        [
          `Wrote ${rows} rows of ${tables} tables and ${files} files to ${file}, ${megabytes(bytes)}.`,
          ...missingInWords(missing),
        ].join('\n'),
      )
    })

  program
    .command('restore-backup')
    .description('bring back what "backup" wrote, into an empty installation')
    .argument('<file>', 'a backup of this version or an older one, of either kind of database')
    .option('--replace', 'give up everything in this database and its media for what is restored', false)
    .option('--end-sessions', 'sign everybody out; without it whoever was signed in still is', false)
    .addHelpText(
      'after',
      `
Stop the servers first. The file is read twice: checked whole before anything is touched, then restored, all rows in one
transaction. A backup that was cut off or is damaged changes nothing. Migrations that came after it are applied behind it.`,
    )
    .action(async (file: string, { replace, endSessions }, command: Command) => {
      await access(file, constants.R_OK).catch((error: NodeJS.ErrnoException) =>
        command.error(`error: ${file} cannot be read (${error.code ?? error.message}).`),
      )
      const report = await withInstallation(output(), { migrated: false }, (ctx, database) =>
        backup.restoreBackup(ctx, {
          database,
          open: () => createReadStream(file),
          replace,
          endSessions,
          onProgress: showProgress(output()),
        }),
      )
      print(output(), report, ({ rows, files, madeAt, missing, migrated }) =>
        [
          `Restored ${rows} rows and ${files} files of ${madeAt}.`,
          ...(migrated.length > 0 ? [`Applied since then: ${migrated.join(', ')}.`] : []),
          ...missingInWords(missing),
        ].join('\n'),
      )
    })
}

const missingInWords = (missing: string[]): string[] =>
  missing.length > 0
    ? ['Files that rows name and that were nowhere to be found:', ...missing.map((key) => `  ${printable(key)}`)]
    : []

const showProgress = (output: Output): ((progress: backup.BackupProgress) => void) => {
  const show = liveLine(output)
  const sweep = sweeper()
  let shown = 0
  return ({ doing, done, total }) => {
    sweep()
    const last = done >= total && doing !== 'bytes checked'
    // Checking tells of every member: some hundred times in all is enough.
    if (doing === 'bytes checked' && done < shown + 50_000_000) return
    if (doing === 'bytes checked') {
      shown = done
      show(`Checked ${megabytes(done)} …`, { milestone: true })
    } else show(`${doing}: ${done} of ${total}`, { milestone: last, last })
  }
}
