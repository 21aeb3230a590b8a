/** `npm run cpr -- <command>`: the command line over the domain. Every command is a verb, run as the system. */
import { constants } from 'node:os'
import { assignments, courses, demo, markRolledBack, systemContext, users } from '@cpr/domain'
import { Command, InvalidArgumentError, Option } from 'commander'
import { addBackup } from './backup.ts'
import { addExport } from './export.ts'
import { addImportDjango } from './import-django.ts'
import { addMedia } from './media.ts'
import { addPrivacy } from './privacy.ts'
import { addRemoved } from './removed.ts'
import { addRosterCommands } from './roster.ts'
import { type Output, parse, print, progress, report, withContext, withDatabase } from './run.ts'

const number = (value: string): number => {
  const id = Number(value)
  if (!Number.isInteger(id) || id < 1) throw new InvalidArgumentError('It takes a whole number from 1.')
  return id
}

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const readPassword = async (): Promise<string> => {
  process.stdin.setEncoding('utf8')
  let input = ''
  for await (const chunk of process.stdin) input += chunk
  return input.replace(/\r?\n$/, '')
}

const program = new Command('cpr')
  .description(
    'The command line of MusicCPR. It works on the database of DATABASE_URL, else on the one in DATA_DIR (data/).',
  )
  .option('--json', 'print results and errors as JSON', false)
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(add --help for how to use it)')
  .addHelpText('after', '\nExit status: 0 done, 1 refused, 2 wrong use, 3 the database cannot be used.')
  .configureOutput({
    writeErr: (text) => {
      if (!output().json) process.stderr.write(text)
    },
  })
  .exitOverride()

const output = (): Output => program.opts<Output>()

const withPassword = (command: Command): Command =>
  command.addOption(new Option('--password-stdin', 'read the password from standard input; without it one is made up'))

withPassword(
  program
    .command('create-user')
    .description('create an account')
    .argument('<username>', 'what the person signs in with')
    .option('--name <name>', 'full name', '')
    .option('--email <address>', 'e-mail address', '')
    .option('--grade <grade>', 'school grade', '')
    .option('--external-id <id>', "id in the school's own system", '')
    .addOption(new Option('--group <group...>', 'what the person is').choices(['teacher', 'student', 'researcher']))
    .option('--superuser', 'an administrator, who may do everything', false),
).action(async (username: string, options) => {
  const input = parse(users.createUserInput, {
    username,
    name: options.name,
    email: options.email,
    grade: options.grade,
    externalId: options.externalId,
    groups: (options.group ?? []).map((group: string) => group.toUpperCase()),
    isSuperuser: options.superuser,
    password: options.passwordStdin ? await readPassword() : undefined,
  })
  const user = await withContext(output(), (ctx) => users.createUser(ctx, input))
  print(output(), user, ({ id, newPassword }) =>
    [`Created ${username} (${id}).`, ...(newPassword ? [`Password, shown this once: ${newPassword}`] : [])].join('\n'),
  )
})

withPassword(
  program
    .command('set-password')
    .description('give somebody a new password, and end their sessions')
    .argument('<username>', 'whose'),
).action(async (username: string, options) => {
  const input = parse(users.setPasswordInput, {
    username,
    password: options.passwordStdin ? await readPassword() : undefined,
  })
  const result = await withContext(output(), (ctx) => users.setPassword(ctx, input))
  print(output(), result, ({ newPassword }) =>
    newPassword ? `Password of ${username}, shown this once: ${newPassword}` : `Changed the password of ${username}.`,
  )
})

program
  .command('list-courses')
  .description('list the courses with their slugs')
  .option('--archived', 'archived ones too', false)
  .action(async (options) => {
    const input = parse(courses.listCoursesInput, { archived: options.archived })
    const list = await withContext(output(), (ctx) => courses.listCourses(ctx, input))
    print(output(), list, (rows) =>
      rows.length === 0
        ? 'There are no courses yet.'
        : rows
            .map(
              (row) => `${row.slug}\t${row.name}\t${many(row.students, 'student')}\t${row.startDate} to ${row.endDate}`,
            )
            .join('\n'),
    )
  })

program
  .command('assign')
  .description('assign a piece plan, a piece with its usual activities, or a whole curriculum to a course')
  .requiredOption('--course <slug>', 'the course')
  .addOption(new Option('--plan <id>', 'a piece plan').argParser(number).conflicts(['piece', 'curriculum']))
  .addOption(new Option('--piece <id>', 'a piece').argParser(number).conflicts(['plan', 'curriculum']))
  .addOption(new Option('--curriculum <id>', 'a curriculum').argParser(number).conflicts(['plan', 'piece']))
  .option('--deadline <day>', 'YYYY-MM-DD, for what is newly assigned')
  .action(async (options, command: Command) => {
    const { plan, piece, curriculum } = options
    const target = { course: options.course, deadline: options.deadline ?? null }
    const run =
      plan !== undefined
        ? assigning(assignments.assignPlanInput, assignments.assignPlan, { ...target, planId: plan })
        : piece !== undefined
          ? assigning(assignments.assignPieceInput, assignments.assignPiece, { ...target, pieceId: piece })
          : curriculum !== undefined
            ? assigning(assignments.assignCurriculumInput, assignments.assignCurriculum, {
                ...target,
                curriculumId: curriculum,
              })
            : command.error('error: one of --plan, --piece and --curriculum is needed')
    print(output(), await run, ({ assigned, created, placed }) =>
      [
        `${options.course} has ${many(assigned, 'assignment')} of it, ${created} of them new.`,
        ...(placed > 0 ? [`${many(placed, 'student')} placed in groups.`] : []),
      ].join('\n'),
    )
  })

type Assign<I> = (
  ctx: Parameters<typeof assignments.assignPlan>[0],
  input: I,
) => ReturnType<typeof assignments.assignPlan>

const assigning = <I>(schema: { parse: (input: unknown) => I }, verb: Assign<I>, input: object) => {
  const parsed = schema.parse(input)
  return withContext(output(), (ctx) => verb(ctx, parsed))
}

program
  .command('unassign')
  .description('take a piece out of a course; refused where work was handed in')
  .requiredOption('--course <slug>', 'the course')
  .requiredOption('--piece <id>', 'the piece', number)
  .action(async (options) => {
    const input = parse(assignments.unassignInput, { course: options.course, pieceId: options.piece })
    const result = await withContext(output(), (ctx) => assignments.unassign(ctx, input))
    print(output(), result, ({ removed, archived }) =>
      removed + archived === 0
        ? 'It was not assigned: nothing changed.'
        : `Removed ${many(removed, 'assignment')}${archived > 0 ? `, archived ${archived} that students had begun` : ''}.`,
    )
  })

addRemoved(program, output, number)
addRosterCommands(program, output)
addExport(program, output)

program
  .command('migrate')
  .description('bring the database up to date')
  .option('--rolled-back <name>', 'a failed migration whose cause is mended, to be tried again')
  .action(async (options) => {
    const applied = await withDatabase(output(), (database) =>
      database.exclusively(async () => {
        if (options.rolledBack) await markRolledBack(database.pool, options.rolledBack)
        return database.migrate()
      }),
    )
    print(output(), { applied }, () =>
      applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`,
    )
  })

addImportDjango(program, output)
addBackup(program, output)
addMedia(program, output)
addPrivacy(program, output)

const seed = program.command('seed').description('fill an empty database')

const seeding = <T>(work: (ctx: ReturnType<typeof systemContext>) => Promise<T>): Promise<T> =>
  withDatabase(output(), (database) =>
    database.exclusively(async () => {
      await database.migrate()
      return work(systemContext(database.db))
    }),
  )

seed
  .command('library')
  .description('instruments, activities and tunes')
  .action(async () => {
    await seeding(demo.seedLibrary)
    print(output(), { seeded: 'library' }, () => 'Seeded the library.')
  })

seed
  .command('demo')
  .description('the library, and a course with a teacher, an administrator and twelve students')
  .action(async () => {
    const signIns = await seeding((ctx) => demo.seedDemo(ctx, { onProgress: progress(output()) }))
    print(output(), { signIns }, () =>
      [
        'Seeded the demo. Sign-ins, shown this once:',
        ...signIns.map(({ username, password, who }) => `${username}\t${password}\t${who}`),
      ].join('\n'),
    )
  })

// Whoever reads has seen enough, as `| head` has: no mistake of ours. The status is that of a program which SIGPIPE ended.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(128 + constants.signals.SIGPIPE)
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(output(), error)
}
