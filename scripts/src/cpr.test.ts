/** How the command line is used, as far as that needs no database. */
import { describe, expect, it } from 'vitest'
import { cpr, type Ended, start } from '../../test/testing/processes.ts'

const patience = 120_000

/** The commands that a help text lists, without `help` itself. */
const commandsIn = (help: string): string[] => {
  const [, list = ''] = help.split('\nCommands:\n')
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) => (name && name !== 'help' ? name : []))
}

describe('the command line', () => {
  it('ends without a complaint where nobody reads on', { timeout: patience }, async () => {
    const help = start('scripts/cpr.js', ['--help'], {})
    help.child.stdout?.destroy()
    expect(await help.ended).toMatchObject({ status: 141, stdout: '', stderr: '' })
  })

  it('has help for every command, on standard output', { timeout: patience }, async () => {
    const top = await cpr(['--help'])
    expect(top).toMatchObject({ status: 0, stderr: '' })
    expect(top.stdout).toContain('Exit status: 0 done, 1 refused, 2 wrong use, 3 the database cannot be used.')
    const helps = new Map<string, Ended>()
    for (const name of commandsIn(top.stdout)) {
      const help = await cpr([name, '--help'])
      helps.set(name, help)
      for (const below of commandsIn(help.stdout)) helps.set(`${name} ${below}`, await cpr([name, below, '--help']))
    }
    expect([...helps.keys()]).toEqual([
      'create-user',
      'set-password',
      'list-courses',
      'assign',
      'unassign',
      'removed',
      'restore',
      'purge-removed',
      'roster',
      'roster import',
      'export',
      'export research',
      'export codebook',
      'migrate',
      'import-django',
      'backup',
      'restore-backup',
      'media',
      'media check',
      'user',
      'user export',
      'user erase',
      'retention',
      'retention apply',
      'seed',
      'seed library',
      'seed demo',
    ])
    for (const [words, help] of helps) {
      expect(help).toMatchObject({ status: 0, stderr: '' })
      expect(help.stdout).toMatch(new RegExp(`^Usage: cpr ${words}\\b`))
      expect(help.stdout).toContain('--json')
    }
  })

  it.each([
    [[], /^Usage: cpr /],
    [['teach'], /^error: unknown command 'teach'\n\(add --help/],
    [['create-user'], /^error: missing required argument 'username'\n/],
    [['assign', '--course', 'band'], /^error: one of --plan, --piece and --curriculum is needed\n/],
    [
      ['assign', '--course', 'band', '--piece', '1', '--plan', '2'],
      /^error: option '--p\w+ <id>' cannot be used with /,
    ],
    [['roster', 'import', 'class.csv'], /^error: required option '--course <slug>' not specified\n/],
    [['roster', 'import', '--course', 'band', 'nowhere.csv'], /^error: nowhere\.csv cannot be read \(ENOENT\)\.\n/],
    [['export', 'research', '--from', '2026-05-02', '--to', '2026-05-01'], /The last day is before the first/],
    [['assign', '--course', 'band', '--piece', 'Danube'], /^error: .*'Danube' is invalid\. It takes a whole number/],
    [['assign', '--course', 'band', '--piece', '1', '--deadline', 'soon'], /deadline/],
  ])(
    'used wrongly (%j) says how it is used on standard error, with status 2',
    { timeout: patience },
    async (args, message) => {
      const { status, stdout, stderr } = await cpr(args)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(message)
    },
  )

  it.each([
    [['--json'], 'A command is needed; --help lists them.'],
    [['assign', '--course', 'band', '--json'], 'one of --plan, --piece and --curriculum is needed'],
    [['--json', 'list-courses', 'all'], "too many arguments for 'list-courses'. Expected 0 arguments but got 1: all."],
  ])('used wrongly (%j) says so in JSON where that was asked for', { timeout: patience }, async (args, message) => {
    const { status, stdout, stderr } = await cpr(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(`${JSON.stringify({ error: { message } })}\n`)
  })

  it('names the fields of a wrong input', { timeout: patience }, async () => {
    const short = await cpr(['create-user', 'mia', '--password-stdin', '--json'], {}, 'short\n')
    expect([short.status, short.stdout]).toEqual([2, ''])
    expect(JSON.parse(short.stderr).error.message).toContain('A password has at least 8 characters.')
  })
})
