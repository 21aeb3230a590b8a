/** `cpr export`: the research export into a file or a pipe, and what its columns mean. */
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { research } from '@cpr/domain'
import type { Command } from 'commander'
import { liveLine, type Output, parse, print, withContext } from './run.ts'

type Write = (chunks: AsyncIterable<string>) => Promise<void>

/** Adds `export research` and `export codebook` to the command line. */
export const addExport = (program: Command, output: () => Output): void => {
  const command = program.command('export').description('what researchers work with')

  command
    .command('research')
    .description('every student, assignment, submission and file as CSV, on standard output or in a file')
    .option('--course <slug>', 'of one course alone')
    .option('--from <day>', 'YYYY-MM-DD: what was handed in on this day (UTC) or later')
    .option('--to <day>', 'YYYY-MM-DD: what was handed in on this day (UTC) or earlier')
    .option('--activity <name>', 'of one activity type alone')
    .option('--names', 'usernames and names of students too', false)
    .option('--out <file>', 'the file to write; it is replaced when the export is whole')
    .action(async ({ out, ...filter }) => {
      const input = parse(research.exportResearchInput, filter)
      const write: Write = out === undefined ? toStandardOutput : (chunks) => toFile(out, chunks)
      let rows = 0
      await withContext(output(), async (ctx) => {
        const show = liveLine(output())
        const onRows = (count: number) => {
          show(`${count} rows …`, { milestone: Math.floor(count / 10_000) > Math.floor(rows / 10_000) })
          rows = count
        }
        await write(await research.exportResearch(ctx, input, { onRows }))
        show(`${rows} rows.`, { milestone: true, last: true })
      })
      // Standard output holds the export and nothing else.
      if (out !== undefined) print(output(), { file: out, rows }, () => `Wrote ${rows} rows to ${out}.`)
    })

  command
    .command('codebook')
    .description('what each column of the research export means, as Markdown or (--json) as JSON')
    // Without a database: the embedded one belongs to the server while it runs.
    .action(() => print(output(), research.codebook, markdown))
}

const toStandardOutput: Write = async (chunks) => {
  await pipeline(Readable.from(chunks), process.stdout, { end: false })
}

/** Under another name until it is whole, so that no half an export is ever taken for one. */
const toFile = async (file: string, chunks: AsyncIterable<string>): Promise<void> => {
  const unfinished = `${file}.${process.pid}.unfinished`
  // For the eyes of whoever runs this: it may hold names.
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    await pipeline(Readable.from(chunks), handle.createWriteStream())
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

const markdown = ({ notes, columns }: typeof research.codebook): string => {
  const cell = (text: string): string => text.replaceAll('|', '\\|')
  const rows = columns.map(({ name, meaning, values, notAvailable, onRequest }) => {
    const means = onRequest ? `${meaning} Only where names were asked for.` : meaning
    return `| ${[name, means, values, notAvailable ?? 'never'].map(cell).join(' | ')} |`
  })
  return [
    '# The research export',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
    '| column | meaning | values | N/A when |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}
