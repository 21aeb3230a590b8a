/** `cpr roster import`: a roster file, as a teacher hands it in. */
import { readFile } from 'node:fs/promises'
import { courses, roster } from '@cpr/domain'
import type { Command } from 'commander'
import { exitStatus, liveLine, type Output, parse, print, printable, table, withContext } from './run.ts'

/** Adds `roster import` to the program; `output` says how it prints, once the command line has been read. */
export const addRosterCommands = (program: Command, output: () => Output): void => {
  program
    .command('roster')
    .description('work on who is in a course')
    .command('import')
    .description('make accounts for the students of a CSV file and enroll them')
    .argument('<file>', 'columns fullname, username, password, grade, with or without this header')
    .requiredOption('--course <slug>', 'the course')
    .option('--dry-run', 'say what would happen with each line, and change nothing', false)
    .addHelpText(
      'after',
      `
Lines with a mistake are reported and left out; all others are imported, in one go. A username that exists is enrolled
where the password is the same; where it is not, the student gets a new username, which the answer says.
Exit status 1 where a line has a mistake, in a dry run too.`,
    )
    .action(async (path: string, options, command: Command) => {
      const { course } = parse(courses.getCourseInput, { course: options.course })
      const file = await readFile(path).catch((error: NodeJS.ErrnoException) =>
        command.error(`error: ${path} cannot be read (${error.code ?? error.message}).`),
      )
      const verb = options.dryRun ? roster.previewRoster : roster.importRoster
      const report = await withContext(output(), (ctx) =>
        verb(ctx, { course, file }, { onProgress: showProgress(output()) }),
      )
      print(output(), { ...report, dryRun: options.dryRun }, () => inWords(report, options.dryRun))
      if (report.counts.error > 0) process.exitCode = exitStatus.refused
    })
}

const showProgress = (output: Output): roster.OnRosterProgress => {
  const show = liveLine(output)
  return ({ doing, done, total }) => {
    const tenth = (count: number): number => Math.floor((10 * count) / total)
    show(`${doing}: ${done} of ${total}`, { milestone: tenth(done) > tenth(done - 1), last: done === total })
  }
}

const inWords = ({ lines, counts }: roster.RosterReport, dryRun: boolean): string => {
  const rows = lines.map(({ line, username, newUsername, outcome, reason }) => [
    String(line),
    printable(newUsername === null ? username : `${username} → ${newUsername}`),
    outcome,
    printable(reason ?? ''),
  ])
  const summary = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ')
  return `${table([['LINE', 'USERNAME', 'OUTCOME', ''], ...rows])}\n\n${summary}.${dryRun ? ' Nothing was changed.' : ''}`
}
