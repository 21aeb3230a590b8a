/** `cpr removed`, `cpr restore` and `cpr purge-removed`: what was taken away in the last thirty days. */
import { type Ctx, removals } from '@cpr/domain'
import type { Command } from 'commander'
import { type Output, parse, print, printable, table, withContext, withSite } from './run.ts'

type Removal = Awaited<ReturnType<typeof removals.listRemovals>>['removals'][number]

const kinds = {
  ASSIGNMENTS: 'assignments',
  COURSE: 'course',
  ENROLLMENT: 'enrollment',
  GRADE: 'grade',
  INSTRUMENT_CONFIG: 'configuration',
  PIECE: 'piece',
} satisfies Record<Removal['kind'], string>

const mostOnAPage = 200

/** All pages, one after the other. */
const everything = async (ctx: Ctx, course: string | undefined): Promise<Removal[]> => {
  const all: Removal[] = []
  let cursor: number | null | undefined
  do {
    const input = parse(removals.listRemovalsInput, { course, limit: mostOnAPage, cursor: cursor ?? undefined })
    const page = await removals.listRemovals(ctx, input)
    all.push(...page.removals)
    cursor = page.next
  } while (cursor !== null)
  return all
}

const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ')

const inWords = (rows: Removal[]): string =>
  rows.length === 0
    ? 'Nothing was removed in the last 30 days.'
    : table([
        ['ID', 'KIND', 'WHAT', 'COURSE', 'BY', 'REMOVED (UTC)', 'RESTORABLE UNTIL'],
        ...rows.map(({ id, kind, title, course, actor, removedAt, restorableUntil }) => [
          String(id),
          kinds[kind],
          printable(title),
          printable(course?.slug ?? '-'),
          printable(actor?.username ?? '-'),
          minute(removedAt),
          minute(restorableUntil),
        ]),
      ])

/** Adds `removed`, `restore` and `purge-removed` to the command line. */
export const addRemoved = (program: Command, output: () => Output, number: (value: string) => number): void => {
  program
    .command('removed')
    .description('list what was removed in the last 30 days and can be restored')
    .option('--course <slug>', 'of one course alone')
    .action(async ({ course }) => {
      const rows = await withContext(output(), (ctx) => everything(ctx, course))
      print(output(), rows, inWords)
    })

  program
    .command('restore')
    .description('bring back what was removed, as it was')
    .argument('<id>', 'its number in "cpr removed"', number)
    .action(async (id: number) => {
      const input = parse(removals.restoreRemovalInput, { id })
      const result = await withContext(output(), (ctx) => removals.restoreRemoval(ctx, input))
      print(output(), result, ({ kind, title }) => `Restored the ${kinds[kind]} ${printable(title)}.`)
    })

  program
    .command('purge-removed')
    .description('forget what was removed more than 30 days ago, with its files; the server does it every day')
    .action(async () => {
      const result = await withSite(output(), { migrate: false }, removals.purgeRemovals)
      print(output(), result, ({ purged, files }) => `Forgot ${purged} removed, and ${files} of their files.`)
    })
}
