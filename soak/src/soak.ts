/** `npm run soak`: what the house promises under faults, doubles, load, curiosity and bad input, tried out in numbers. */
import { hamlet } from '@cpr/bench/district'
import { Command } from 'commander'
import type { Check, Outcome, Place } from './check.ts'
import { checks } from './checks.ts'
import { readEnv } from './env.ts'
import { openPlace } from './places.ts'
import { type Result, tableOf } from './report.ts'

const options = new Command('soak')
  .description(
    'Tries what the house promises, on the embedded database and, where DATABASE_URL names one, on a PostgreSQL server,\n' +
      'in databases of its own. Ends with status 1 where anything failed.',
  )
  .option('--short', 'a tenth of it or less, as CI does', false)
  .option('--only <name...>', 'these checks alone')
  .option('--database <name>', 'embedded or postgres alone')
  .option('--json', 'print the table as JSON', false)
  .addHelpText(
    'after',
    () => `\nChecks:\n${checks.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}`,
  )
  .parse()
  .opts<{ short: boolean; only?: string[]; database?: Place['database']; json: boolean }>()

/** Progress goes to standard error: the table stands alone. */
const say = (line: string): void => console.error(line)

const { databaseUrl } = readEnv()

const databases = (['embedded', 'postgres'] as const).filter(
  (name) => (options.database ?? name) === name && (name === 'embedded' || databaseUrl !== undefined),
)

const unknown = (options.only ?? []).filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0 || databases.length === 0) {
  say(
    unknown.length > 0
      ? `There is no check ${unknown.join(', ')}: there are ${checks.map(({ name }) => name).join(', ')}.`
      : 'On which PostgreSQL? DATABASE_URL names it.',
  )
  process.exit(2)
}

/** A check that breaks off has failed, and the next goes on. */
const runOn = async (check: Check, database: Place['database']): Promise<Outcome[]> => {
  try {
    const { place, clear } = await openPlace(database, check.district ?? hamlet, databaseUrl)
    try {
      return await check.run(place, { short: options.short, say: (line) => say(`  ${line}`) })
    } finally {
      await clear()
    }
  } catch (error) {
    return [
      { name: check.name, tried: 1, failed: 1, detail: error instanceof Error ? (error.stack ?? '') : `${error}` },
    ]
  }
}

const results: Result[] = []
for (const check of checks.filter(({ name }) => options.only?.includes(name) ?? true))
  for (const database of databases.filter((name) => check.databases.includes(name))) {
    say(`${check.name}, ${database} …`)
    const outcomes = await runOn(check, database)
    results.push(...outcomes.map((outcome) => ({ database, ...outcome })))
  }

console.log(options.json ? JSON.stringify(results) : tableOf(results))
for (const { name, database, detail, impossible } of results)
  if (impossible) say(`NOT TRIED on this machine: ${name}, ${database}: ${detail}`)
// Nothing that was tried is nothing that was shown.
const isFine = ({ tried, failed, impossible = false }: Result) => failed === 0 && (tried > 0 || impossible)
process.exitCode = results.length > 0 && results.every(isFine) ? 0 : 1
