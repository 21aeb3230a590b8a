/** `cpr user` and `cpr retention`: a person's data handed out or taken out, and how long things are kept. */
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { backup, privacy } from '@cpr/domain'
import type { Command } from 'commander'
import { readEnv } from './env.ts'
import { toNewFile } from './new-file.ts'
import { megabytes, type Output, parse, print, printable, withInstallation } from './run.ts'

/** Adds `user export`, `user erase` and `retention apply` to the command line. */
export const addPrivacy = (program: Command, output: () => Output): void => {
  const user = program.command('user').description("a person's data, for whoever asks for it or wants it gone")

  user
    .command('export')
    .description('write everything about a person into one file')
    .argument('<username>', 'whose')
    .argument('<file>', 'the file to write, such as ava.tar; one that is there is not replaced')
    .addHelpText(
      'after',
      `
A tar archive: person.json, to be read by people, and beside it every file that the person handed in. Passwords and tokens are
not in it, and no other student.`,
    )
    .action(async (username: string, file: string, _options, command: Command) => {
      if (existsSync(file)) command.error(`error: ${file} is there already: name another file.`)
      const input = parse(privacy.personInput, { username })
      const report = await withInstallation(output(), { migrated: true }, async (ctx) => {
        const { person, files } = await privacy.exportPerson(ctx, input)
        return toNewFile(file, command, async (to) => {
          const archive = backup.writeArchive(to, ctx.clock.now())
          const missing: string[] = []
          try {
            await archive.add('person.json', Buffer.from(`${JSON.stringify(person, null, 2)}\n`))
            for (const key of files) {
              const found = await ctx.media.read(key)
              if (found)
                await archive.add(`files/${key}`, { body: Readable.from(found.body), sizeBytes: found.sizeBytes })
              else missing.push(key)
            }
            return { files: files.length - missing.length, missing, bytes: await archive.finish(missing) }
          } catch (error) {
            await archive.abort(error as Error)
            throw error
          }
        })
      })
      print(output(), { file, ...report }, ({ files, missing, bytes }) =>
        [
          `Wrote everything about ${printable(username)} with ${files} files to ${file}, ${megabytes(bytes)}.`,
          ...missing.map((key) => `missing: ${printable(key)}`),
        ].join('\n'),
      )
    })

  user
    .command('erase')
    .description('take a person out for good; work, grades and research rows stay under a pseudonym')
    .argument('<username>', 'whom')
    .option('--keep-recordings', 'keep recordings and other files, under names that tell nothing', false)
    .option('--yes', 'yes, this cannot be undone', false)
    .addHelpText(
      'after',
      `
Username, name, e-mail address, id, password, sessions and invitations go, and the names in what the person wrote and in the
audit trail. Recordings go too, since a voice names whoever it belongs to. What others wrote is left as it is; where the name
stands in it is printed. Backups of before still have the person: after restoring one, erase again. Export first, where
somebody may ask for it. The last administrator is not erased.`,
    )
    .action(async (username: string, { keepRecordings, yes }, command: Command) => {
      const input = parse(privacy.erasePersonInput, { username, keepRecordings })
      if (!yes) command.error(`error: erasing ${username} cannot be undone: add --yes.`)
      const erased = await withInstallation(output(), { migrated: true }, (ctx) => privacy.erasePerson(ctx, input))
      print(output(), erased, erasedInWords)
    })

  program
    .command('retention')
    .description('how long things are kept')
    .command('apply')
    .description('say what is past its time, and with --apply remove it')
    .option('--apply', 'remove it', false)
    .addHelpText(
      'after',
      `
Settings, in days; empty or not set, things are kept unless a number stands here:
  RETAIN_AUDIT_DAYS    entries of the audit trail, but for erasures and what was done to the whole site
  RETAIN_SESSION_DAYS  sessions, invitations and password resets that ended (30), and tries at signing in
  RETAIN_ERASED_DAYS   events and answers of people who were erased; their work and grades stay
Run it every night.`,
    )
    .action(async ({ apply }) => {
      const input = parse(privacy.retentionInput, { ...readEnv().retention, apply })
      const report = await withInstallation(output(), { migrated: true }, (ctx) => privacy.applyRetention(ctx, input))
      print(output(), report, retentionInWords)
    })
}

const erasedInWords = ({ id, pseudonym, recordings, left }: privacy.ErasedPerson): string =>
  [
    `Erased: the account ${id} is called ${pseudonym} now. Files removed: ${recordings.removed}, renamed: ${recordings.renamed}.`,
    ...(left.length > 0 ? ['A name still stands, as a word, in what others wrote:'] : []),
    ...left.map(({ table, column, rows }) => `  ${table}.${column}: ${rows} rows`),
  ].join('\n')

const retentionInWords = (report: privacy.RetentionReport): string =>
  [
    `audit entries ${report.auditEntries}, sessions ${report.sessions}, invitations ${report.invitations},`,
    `password resets ${report.passwordResets}, tries ${report.tries}, events of erased people ${report.events},`,
    `answers of erased people ${report.progress}:`,
    report.applied ? 'removed.' : 'past their time. Nothing was removed; --apply removes them.',
  ].join(' ')
