/** `cpr import-django`: a database of the Django backend into this one. */
import { media, transfer } from '@cpr/domain'
import type { Command } from 'commander'
import { readEnv } from './env.ts'
import { sweeper } from './memory.ts'
import { exitStatus, liveLine, type Output, print, printable, table, withSite } from './run.ts'

/** Adds `import-django` to the command line. */
export const addImportDjango = (program: Command, output: () => Output): void => {
  program
    .command('import-django')
    .description('bring a database of the Django backend over, with its ids')
    .argument('<source>', 'postgres://… of the Django database, before or after its remodel, or a "dumpdata" file')
    .option('--dry-run', 'do and check everything, report, and write nothing', false)
    .option('--replace', 'give up everything in this database and its media for what is imported', false)
    .option('--accept-differences', 'import even where the check afterwards finds differences', false)
    .option('--media <place>', 'copy the files that rows name: a folder, or s3://bucket/prefix')
    .addHelpText(
      'after',
      `
The source is read in one transaction and not changed. Here everything is one transaction too: whatever ends the import,
the database is as it was or holds all of it. What the source has and cannot be kept as it is, is repaired by rules that
docs/switching-over.md lists, and reported with table and id.
Exit status 1 where something is missing or different afterwards; nothing is written then, unless --accept-differences.`,
    )
    .action(async (location: string, { dryRun, replace, acceptDifferences, media: place }) => {
      const source = await transfer.openSource(location)
      try {
        const show = showProgress(output())
        const sweep = sweeper()
        const report = await withSite(output(), { migrate: !dryRun }, (ctx) =>
          transfer.importDjango(ctx, source, {
            dryRun,
            replace,
            acceptDifferences,
            media: place === undefined ? null : media.openPlace(place, readEnv().s3Connection),
            onProgress: (progress) => {
              show(progress)
              sweep()
            },
            onMedia: ({ done, total }) => show({ doing: 'media files', done, total }),
          }),
        )
        print(output(), report, inWords)
        if (report.outcome === 'refused' || (report.media?.failed.length ?? 0) > 0)
          process.exitCode = exitStatus.refused
        if (dryRun && report.verification.differences.length > 0 && !acceptDifferences)
          process.exitCode = exitStatus.refused
      } finally {
        await source.close()
      }
    })
}

const barWidth = 24

/** A bar for each table in a terminal; elsewhere a line when a table is done. */
const showProgress = (output: Output): ((progress: transfer.ImportProgress) => void) => {
  const show = liveLine(output)
  return ({ doing, done, total }) => {
    if (total === 0) return
    const filled = Math.round((barWidth * Math.min(done, total)) / total)
    const bar = '█'.repeat(filled).padEnd(barWidth, '░')
    const last = done >= total
    show(`${process.stderr.isTTY ? `${doing.padEnd(34)} ${bar}` : `${doing}:`} ${done} of ${total}`, {
      milestone: last,
      last,
    })
  }
}

const headlines: Record<transfer.ImportReport['outcome'], string> = {
  imported: 'Imported.',
  unchanged: 'This database holds the same import already: nothing was written.',
  rehearsed: 'A rehearsal: nothing was written.',
  refused: 'Not imported: there are differences that are no documented repairs. Nothing was written.',
}

/** Ids of one kind of finding that are shown; --json has them all. */
const shownIds = 8

const inWords = (report: transfer.ImportReport): string => {
  const { outcome, tables, made, findings, leftBehind, verification, media: files } = report
  const rows = tables.map((row) =>
    [row.table, row.read, row.into ?? '', row.written ?? '', row.merged, row.repaired, row.skipped].map(String),
  )
  const sections = [
    table([['SOURCE', 'READ', 'INTO', 'ROWS THERE', 'MERGED', 'REPAIRED', 'SKIPPED'], ...rows]),
    ...(made.length > 0 ? [`Made: ${made.map((row) => `${row.table} ${row.rows}`).join(', ')}.`] : []),
    ...findingsInWords(findings),
    ...(leftBehind.length > 0
      ? [
          `Left behind, since nothing here holds it: ${leftBehind.map((row) => `${row.table} (${row.rows})`).join(', ')}.`,
        ]
      : []),
    verificationInWords(verification),
    ...(files ? [mediaInWords(files)] : []),
    headlines[outcome],
  ]
  return sections.join('\n\n')
}

const findingsInWords = (findings: transfer.ImportReport['findings']): string[] => {
  const groups = Map.groupBy(findings, ({ repair, table: from, outcome }) => `${repair}\n${from}\n${outcome}`)
  return [...groups.values()].map((group) => {
    const [{ repair, table: from, outcome }] = group as [(typeof group)[number]]
    const list = group
      .slice(0, shownIds)
      .map(({ id, detail }) => (detail === undefined ? `${id}` : `${id} (${printable(detail)})`))
    const more = group.length > shownIds ? `, and ${group.length - shownIds} more (--json has them all)` : ''
    return `${from}, ${group.length} ${outcome}: ${transfer.repairs[repair]}\n  ${list.join(', ')}${more}`
  })
}

const verificationInWords = (checked: transfer.Verification): string => {
  const { differences } = checked
  const counted = `${checked.submissions} submissions, ${checked.attachments} attachments, ${checked.grades} grades, ${checked.events} events and ${checked.assignments} assignments of ${checked.students} students`
  const more =
    checked.assignmentsMore > 0
      ? ` ${checked.assignmentsMore} times a student sees an assignment that others had alone.`
      : ''
  const verdict = differences.length === 0 ? 'No differences.' : `${differences.length} differences:`
  return [
    `Compared ${counted}.${more} ${verdict}`,
    ...differences.map(({ about, id, what }) => `  ${about} ${id}: ${what}`),
  ].join('\n')
}

const mediaInWords = ({ named, copied, present, missing, failed }: transfer.CopiedMedia): string =>
  [
    `Of ${named} files that rows name ${copied} were copied, ${present} were there already.`,
    ...(missing.length > 0 ? [`Nobody has ${missing.length}:`, ...missing.map((key) => `  ${printable(key)}`)] : []),
    ...failed.map(({ key, reason }) => `  ${printable(key)} failed: ${reason}`),
  ].join('\n')
