/** The command line as the person who types it sees it: real processes, one after another on one database. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { auth, type Database, openDatabase, systemContext } from '@cpr/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cpr,
  type Ended,
  endPrograms,
  type FreshDatabase,
  freshDatabase,
  freshFolder,
  removeFolder,
  startServer,
  stop,
} from '../../test/testing/processes.ts'

const patience = 120_000

let database: FreshDatabase
const run = (args: string[], input?: string): Promise<Ended> => cpr(args, database.env, input)

/** Runs a command that should do its work. @returns its one line of JSON */
const runJson = async (args: string[], input?: string) => {
  const { status, stdout, stderr } = await run([...args, '--json'], input)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^[^\n]+\n$/)
  return JSON.parse(stdout)
}

/** Runs a command that should be refused. @returns the error, out of one line of JSON on standard error */
const refusalOf = async (args: string[], input?: string) => {
  const { status, stdout, stderr } = await run([...args, '--json'], input)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^[^\n]+\n$/)
  return { status, ...JSON.parse(stderr).error }
}

/** Looks into the database between two commands. */
const inDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const opened = await openDatabase({ url: database.env.DATABASE_URL, dataDir: database.env.DATA_DIR })
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

const signsIn = (username: string, password: string): Promise<boolean> =>
  inDatabase(({ db }) =>
    auth.signIn(systemContext(db), { username, password }).then(
      () => true,
      () => false,
    ),
  )

const course = 'demo-band'
/** Of the demo: a plan, a piece and a curriculum, and a piece for which work was handed in. */
let library: { unassigned: number[]; plan: number; curriculum: number; workedOn: number }
let beginnings: Record<'unmigrated' | 'migrated' | 'migratedAgain' | 'empty' | 'seeded' | 'seededAgain', Ended>

beforeAll(async () => {
  database = await freshDatabase()
  beginnings = {
    unmigrated: await run(['list-courses']),
    migrated: await run(['migrate']),
    migratedAgain: await run(['migrate']),
    empty: await run(['list-courses']),
    seeded: await run(['seed', 'demo']),
    seededAgain: await run(['seed', 'demo', '--json']),
  }
  library = await inDatabase(async ({ db }) => {
    const free = await db.piece.findMany({ where: { assignments: { none: {} } }, orderBy: { id: 'asc' } })
    const [first, second, third] = free.map(({ id }) => id) as [number, number, number]
    const plan = await db.piecePlan.findFirstOrThrow({ where: { pieceId: third, type: null } })
    const curriculum = await db.curriculum.findFirstOrThrow({ orderBy: { id: 'desc' } })
    const work = await db.submission.findFirstOrThrow({ include: { courseAssignment: true } })
    return {
      unassigned: [first, second],
      plan: plan.id,
      curriculum: curriculum.id,
      workedOn: work.courseAssignment.pieceId,
    }
  })
}, patience)

afterEach(endPrograms)
afterAll(() => database.drop())

describe('a new database', () => {
  it('is not worked on before it is migrated', () => {
    expect(beginnings.unmigrated).toMatchObject({
      status: 3,
      stdout: '',
      stderr: 'This database is not up to date: run "npm run cpr -- migrate" first.\n',
    })
  })

  it('is migrated once', () => {
    expect(beginnings.migrated).toMatchObject({ status: 0, stderr: '' })
    expect(beginnings.migrated.stdout).toMatch(/^Applied \d{14}_init\b.*\.\n$/)
    expect(beginnings.migratedAgain).toMatchObject({ status: 0, stdout: 'The database is up to date.\n', stderr: '' })
  })

  it('has no courses, and says so', () => {
    expect(beginnings.empty).toMatchObject({ status: 0, stdout: 'There are no courses yet.\n', stderr: '' })
  })

  it('is seeded with the demo, whose sign-ins are printed and whose progress stands on standard error', () => {
    const { status, stdout, stderr } = beginnings.seeded
    expect(status).toBe(0)
    expect(stdout.match(/^[a-z]+\t[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\t.+$/gm)).toHaveLength(14)
    expect(stderr).toMatch(/instruments, activities and the tunes/)
  })

  it('is seeded no second time', () => {
    expect(beginnings.seededAgain).toMatchObject({ status: 1, stdout: '' })
    expect(JSON.parse(beginnings.seededAgain.stderr).error).toMatchObject({
      code: 'conflict',
      message: 'This database is not empty: only an empty one is seeded.',
    })
  })
})

describe('list-courses', () => {
  it('prints a line for each course, or all of them as JSON', { timeout: patience }, async () => {
    const { status, stdout } = await run(['list-courses'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^demo-band\tDemo Band\t12 students\t\d{4}-01-01 to \d{4}-12-31\n$/)
    expect(await runJson(['list-courses'])).toMatchObject([{ slug: course, name: 'Demo Band', students: 12 }])
  })
})

describe('create-user', () => {
  it('makes a password up, which opens the account', { timeout: patience }, async () => {
    const options = ['--name', 'Mia Lund', '--group', 'teacher', 'researcher']
    const user = await runJson(['create-user', 'mia', ...options])
    expect(user).toMatchObject({
      username: 'mia',
      name: 'Mia Lund',
      groups: ['TEACHER', 'RESEARCHER'],
      isSuperuser: false,
      newPassword: expect.stringMatching(/^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/),
    })
    expect(await signsIn('mia', user.newPassword)).toBe(true)
  })

  it('takes a password from standard input, without the end of its line, and does not show it', {
    timeout: patience,
  }, async () => {
    const { status, stdout, stderr } = await run(
      ['create-user', 'noa', '--superuser', '--password-stdin'],
      'räksmörgås\n',
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^Created noa \(\d+\)\.\n$/)
    expect(await signsIn('noa', 'räksmörgås')).toBe(true)
  })

  it('refuses a name that is taken', { timeout: patience }, async () => {
    const { status, stdout, stderr } = await run(['create-user', 'teacher'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe('The username teacher is taken.\n')
  })
})

describe('set-password', () => {
  it('replaces the password of one person', { timeout: patience }, async () => {
    const { newPassword } = await runJson(['set-password', 'ava'])
    expect(await signsIn('ava', newPassword)).toBe(true)
    const { stdout } = await run(['set-password', 'ava', '--password-stdin'], 'a new password')
    expect(stdout).toBe('Changed the password of ava.\n')
    expect(await signsIn('ava', newPassword)).toBe(false)
  })

  it('knows nobody of another name', { timeout: patience }, async () => {
    expect(await refusalOf(['set-password', 'nobody'])).toMatchObject({ status: 1, code: 'not-found' })
  })
})

describe('assign and unassign', () => {
  it('assigns a piece with a deadline, once, and takes it out again', { timeout: patience }, async () => {
    const piece = String(library.unassigned[0])
    const assign = ['assign', '--course', course, '--piece', piece, '--deadline', '2027-05-01']
    const { assigned, created } = await runJson(assign)
    expect(assigned).toBeGreaterThan(0)
    expect(created).toBe(assigned)
    expect((await run(assign)).stdout).toBe(`${course} has ${assigned} assignments of it, 0 of them new.\n`)

    const unassign = ['unassign', '--course', course, '--piece', piece]
    expect(await runJson(unassign)).toEqual({ removed: assigned, archived: 0, removal: expect.any(Number) })
    expect((await run(unassign)).stdout).toBe('It was not assigned: nothing changed.\n')
  })

  it('assigns a plan and a curriculum', { timeout: patience }, async () => {
    const plan = await runJson(['assign', '--course', course, '--plan', String(library.plan)])
    expect(plan.created).toBeGreaterThan(0)
    const curriculum = await runJson(['assign', '--course', course, '--curriculum', String(library.curriculum)])
    expect(curriculum.assigned).toBeGreaterThan(0)
  })

  it('refuses a course or a plan that is not there', { timeout: patience }, async () => {
    expect(await refusalOf(['assign', '--course', 'nowhere', '--plan', '1'])).toEqual({
      status: 1,
      code: 'not-found',
      message: 'There is no such course.',
      details: { entity: 'Course' },
    })
    expect(await refusalOf(['assign', '--course', course, '--plan', '999999'])).toMatchObject({
      status: 1,
      details: { entity: 'PiecePlan' },
    })
  })

  it('refuses to take out a piece for which work was handed in', { timeout: patience }, async () => {
    expect(await refusalOf(['unassign', '--course', course, '--piece', String(library.workedOn)])).toMatchObject({
      status: 1,
      code: 'work-handed-in',
      details: { submissions: expect.any(Number) },
    })
  })
})

describe('removed and restore', () => {
  it('list what was removed and bring it back', { timeout: patience }, async () => {
    const piece = String(library.unassigned[1])
    const { assigned } = await runJson(['assign', '--course', course, '--piece', piece])
    const { removal } = await runJson(['unassign', '--course', course, '--piece', piece])
    const listed = await runJson(['removed', '--course', course])
    expect(listed[0]).toMatchObject({ id: removal, kind: 'ASSIGNMENTS', actor: null, course: { slug: course } })
    const { stdout } = await run(['removed'])
    expect(stdout).toContain(`\n${removal} `)
    expect(stdout).toMatch(/^ID +KIND +WHAT +COURSE +BY +REMOVED \(UTC\) +RESTORABLE UNTIL\n/)

    const restored = await run(['restore', String(removal)])
    expect(restored).toMatchObject({ status: 0, stdout: `Restored the assignments ${listed[0].title}.\n`, stderr: '' })
    const again = await runJson(['assign', '--course', course, '--piece', piece])
    expect(again).toMatchObject({ assigned, created: 0 })
    expect((await runJson(['removed'])).map(({ id }: { id: number }) => id)).not.toContain(removal)
    expect(await runJson(['restore', String(removal)])).toMatchObject({ id: removal })
  })

  it('refuse a number that nothing has, and forget nothing too early', { timeout: patience }, async () => {
    expect(await refusalOf(['restore', '999999'])).toMatchObject({ status: 1, details: { entity: 'Removal' } })
    expect(await runJson(['purge-removed'])).toEqual({ purged: 0, files: 0 })
  })
})

describe('roster import', () => {
  const roster = ['fullname,username,password,grade', 'Lea Stone,lea,sunny morning,7', 'No Password,leo,,7', ''].join(
    '\r\n',
  )
  const withFile = async <T>(work: (file: string) => Promise<T>): Promise<T> => {
    const folder = freshFolder()
    try {
      writeFileSync(join(folder, 'class.csv'), roster)
      return await work(join(folder, 'class.csv'))
    } finally {
      removeFolder(folder)
    }
  }

  it('does with each line what the dry run said, with status 1 for the line with a mistake', {
    timeout: patience,
  }, async () => {
    const command = ['roster', 'import', '--course', course]
    await withFile(async (file) => {
      const dry = await run([...command, '--dry-run', file])
      expect(dry.status).toBe(1)
      expect(dry.stdout).toMatch(/^2 +lea +create$/m)
      expect(dry.stdout).toMatch(/^3 +leo +error +The password is missing\.$/m)
      expect(dry.stdout).toMatch(/\ncreate 1, error 1\. Nothing was changed\.\n$/)
      expect(await signsIn('lea', 'sunny morning')).toBe(false)

      const { status, stdout, stderr } = await run([...command, file, '--json'])
      expect([status, stderr]).toEqual([1, ''])
      expect(JSON.parse(stdout)).toMatchObject({ dryRun: false, counts: { create: 1, error: 1 } })
      expect(await signsIn('lea', 'sunny morning')).toBe(true)
      expect((await run([...command, file])).stdout).toMatch(/^2 +lea +already there$/m)
    })
  })
})

describe('export', () => {
  it('writes the research export to standard output, and nothing else', { timeout: patience }, async () => {
    const { status, stdout } = await run(['export', 'research', '--course', course])
    expect(status).toBe(0)
    const lines = stdout.split('\r\n')
    expect(lines[0]).toMatch(/^ID,Course ID,Course Name,/)
    expect(lines[0]).not.toContain('Student Name')
    expect(lines.length).toBeGreaterThan(12)
  })

  it('or into a file, whole, with how many rows it has', { timeout: patience }, async () => {
    const folder = freshFolder()
    try {
      const file = join(folder, 'export.csv')
      const { rows } = await runJson(['export', 'research', '--names', '--out', file])
      const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
      expect(header).toMatch(/Student Name$/)
      expect(lines).toHaveLength(rows)
      expect(readdirSync(folder)).toEqual(['export.csv'])
    } finally {
      removeFolder(folder)
    }
  })

  it('knows no course of another name, and leaves no file', { timeout: patience }, async () => {
    const folder = freshFolder()
    try {
      const args = ['export', 'research', '--course', 'nowhere', '--out', join(folder, 'export.csv')]
      expect(await refusalOf(args)).toMatchObject({ status: 1, code: 'not-found' })
      expect(readdirSync(folder)).toEqual([])
    } finally {
      removeFolder(folder)
    }
  })

  it('says what each column means, beside a running server too', { timeout: patience }, async () => {
    const server = await startServer(database.env)
    const { status, stdout } = await run(['export', 'codebook'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^# The research export\n/)
    expect(stdout).toMatch(/^\| Self Grade Rhythm \| .+ \| 1 to 5 in quarter steps/m)
    await stop(server)
  })
})

describe('an error', () => {
  it('that nobody foresaw is shown whole, and in JSON as one line', { timeout: patience }, async () => {
    await inDatabase(({ pool }) => pool.query('ALTER TABLE courses RENAME TO courses_away'))
    try {
      const { status, stdout, stderr } = await run(['list-courses'])
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^Something went wrong\.\n[\s\S]*courses[\s\S]*\n +at /)
      const { status: statusOfJson, message } = await refusalOf(['list-courses'])
      expect(statusOfJson).toBe(1)
      expect(message).toMatch(/courses/)
    } finally {
      await inDatabase(({ pool }) => pool.query('ALTER TABLE courses_away RENAME TO courses'))
    }
  })
})

describe('a database that cannot be used', () => {
  it('is named, with what to do, with status 3', { timeout: patience }, async () => {
    const away = await cpr(['list-courses', '--json'], { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/band' })
    expect([away.status, away.stdout]).toEqual([3, ''])
    expect(JSON.parse(away.stderr).error.message).toBe(
      'Nothing answers at 127.0.0.1:1: start PostgreSQL there, or correct DATABASE_URL.',
    )
    const wrong = await cpr(['list-courses'], { DATABASE_URL: 'band' })
    expect([wrong.status, wrong.stdout]).toEqual([3, ''])
    expect(wrong.stderr).toMatch(/^DATABASE_URL is not an address: [^\n]+\n$/)
  })
})
