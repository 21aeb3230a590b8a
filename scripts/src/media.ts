/** `cpr media check`: files held against the rows that name them. */
import { media } from '@cpr/domain'
import type { Command } from 'commander'
import { readEnv } from './env.ts'
import { exitStatus, megabytes, type Output, print, printable, withInstallation } from './run.ts'

/** Adds `media check` to the command line. */
export const addMedia = (program: Command, output: () => Output): void => {
  program
    .command('media')
    .description('work on the files of the site')
    .command('check')
    .description('find files that no row names, and rows whose file is missing')
    .option('--remove', 'remove the files that no row names', false)
    .addHelpText(
      'after',
      `
Files younger than a day and uploads that can still be gone on with are left alone: run it every night, with --remove.
Exit status 1 where rows miss files, or have others than they should: bring those back from a backup.`,
    )
    .action(async ({ remove }) => {
      const report = await withInstallation(output(), { migrated: true }, (ctx) =>
        media.checkMedia(ctx, { remove, unfinished: media.openUnfinished(readEnv()) }),
      )
      print(output(), report, (found) => inWords(found, remove))
      if (report.missing.length + report.differing.length > 0) process.exitCode = exitStatus.refused
    })
}

const inWords = (
  { named, orphans, expired, missing, differing, removed }: media.MediaReport,
  remove: boolean,
): string => {
  const unwanted = [...orphans, ...expired]
  const bytes = unwanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return [
    ...orphans.map(({ key, sizeBytes }) => `no row names it: ${printable(key)} (${sizeBytes} bytes)`),
    ...expired.map(({ key, sizeBytes }) => `an upload that broke off: ${printable(key)} (${sizeBytes} bytes)`),
    ...missing.map((key) => `missing: ${printable(key)}`),
    ...differing.map(({ key, expected, found }) => `${printable(key)} has ${found} bytes in place of ${expected}`),
    `Rows name ${named} files, ${missing.length} of them missing, ${differing.length} of another size.`,
    remove
      ? `Removed ${removed} files that nobody needs.`
      : `${unwanted.length} files (${megabytes(bytes)}) are needed by nobody${unwanted.length > 0 ? ': --remove removes them' : ''}.`,
  ].join('\n')
}
