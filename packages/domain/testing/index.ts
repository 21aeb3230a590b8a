/** Worlds for tests: people, music and courses made in bulk, straight into the database. */
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { EnrollmentRole, PlanType, UserGroup } from '@cpr/db'
import { ownDatabase, type TestDatabase, testDatabase } from '@cpr/db/testing'
import { inject } from 'vitest'
import { hashToken } from '../src/auth/token.ts'
import { type Actor, type Ctx, type Services, systemRandom } from '../src/context.ts'
import { createEvents, type Events, noEvents } from '../src/events/index.ts'
import { noLibrary } from '../src/library/index.ts'
import { createMailer, type Mail } from '../src/mail/index.ts'
import { createDiskStore } from '../src/media/index.ts'

export { type Changes, watchChanges } from '@cpr/db/testing/changes'
export { ownDatabase, type TestDatabase, testDatabase }

/** The moment at which tests happen. */
export const now = new Date('2026-02-10T15:00:00.000Z')

let serial = 0
const next = (): number => {
  serial += 1
  return serial
}

export type TestUser = { id: number; username: string; token: string; actor: Actor & { kind: 'user' }; ctx: Ctx }

type UserOptions = {
  name?: string
  groups?: UserGroup[]
  isSuperuser?: boolean
  isActive?: boolean
  instrumentId?: number | null
  passwordHash?: string
}

const folder = mkdtempSync(join(inject('testFolder'), 'worker-'))
mkdirSync(join(folder, 'media'))

/** The keys of all files in the worker's store. */
export const mediaFiles = (): string[] =>
  readdirSync(join(folder, 'media'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(folder, 'media'), join(entry.parentPath, entry.name)))
    .sort()

/** Every mail that verbs sent, the newest last: mail really written, into a folder of the worker's. */
export const sentMail: Mail[] = []

/** Files and mail of a worker's own, in a temporary folder. */
export const testServices: Services = {
  clock: { now: () => now },
  random: systemRandom,
  media: createDiskStore(join(folder, 'media')),
  mediaSecret: 'a secret of the tests',
  maxUploadBytes: 1_000_000,
  mail: createMailer({
    from: 'MusicCPR <music@example.org>',
    outbox: join(folder, 'outbox'),
    onOutbox: (_file, mail) => sentMail.push(mail),
    onError: (error) => {
      throw error
    },
  }),
  // What is heard is a database's: `eventsOf`.
  events: noEvents,
  // Tests write past the verbs, and read in the same moment.
  library: noLibrary,
  origin: 'https://music.example.org',
}

const heard = new WeakMap<object, Events>()

/** What this process hears of what verbs of a database tell. */
export const eventsOf = ({ notifications }: Pick<TestDatabase, 'notifications'>): Events => {
  const events = heard.get(notifications) ?? createEvents(notifications)
  heard.set(notifications, events)
  return events
}

/** What verbs are called with: everything but the actor. */
export const ctxFor = (database: TestDatabase, actor: Actor, at: Date = now): Ctx => ({
  ...testServices,
  clock: { now: () => at },
  events: eventsOf(database),
  db: database.db,
  actor,
  address: '127.0.0.1',
})

export const systemCtx = (database: TestDatabase): Ctx => ctxFor(database, { kind: 'system' })
export const anonymousCtx = (database: TestDatabase): Ctx => ctxFor(database, { kind: 'anonymous' })

/** People who are signed in, all of one kind. */
export const createUsers = async (
  database: TestDatabase,
  count: number,
  {
    name,
    groups = [],
    isSuperuser = false,
    isActive = true,
    instrumentId = null,
    passwordHash = '!',
  }: UserOptions = {},
): Promise<TestUser[]> => {
  const { db } = database
  const users = await db.user.createManyAndReturn({
    data: Array.from({ length: count }, () => {
      const username = `user${next()}`
      return {
        username,
        name: name ?? `Name of ${username}`,
        groups,
        isSuperuser,
        isActive,
        instrumentId,
        passwordHash,
      }
    }),
  })
  const tokens = users.map(({ username }) => `token-of-${username}-${crypto.randomUUID()}`)
  const sessions = await db.session.createManyAndReturn({
    data: users.map(({ id }, index) => ({
      userId: id,
      tokenHash: hashToken(tokens[index] as string),
      expiresAt: new Date('2099-01-01'),
      lastUsedAt: new Date('2099-01-01'),
    })),
    select: { id: true, userId: true },
  })
  const sessionOf = new Map(sessions.map(({ id, userId }) => [userId, id]))
  return users.map(({ id, username, name: fullName, email, grade, externalId, instrumentId: instrument }, index) => {
    const actor = {
      kind: 'user' as const,
      id,
      sessionId: sessionOf.get(id) as number,
      username,
      name: fullName,
      email,
      grade,
      externalId,
      instrumentId: instrument,
      groups,
      isSuperuser,
    }
    return { id, username, token: tokens[index] as string, actor, ctx: ctxFor(database, actor) }
  })
}

export const createUser = async (database: TestDatabase, options: UserOptions = {}): Promise<TestUser> => {
  const [user] = await createUsers(database, 1, options)
  return user as TestUser
}

export const createTeacher = (database: TestDatabase): Promise<TestUser> =>
  createUser(database, { groups: ['TEACHER'] })

export const createAdministrator = (database: TestDatabase): Promise<TestUser> =>
  createUser(database, { isSuperuser: true })

/** The id of an instrument of the reference data. */
export const instrumentId = async ({ db }: TestDatabase, name: string): Promise<number> =>
  (await db.instrument.findUniqueOrThrow({ where: { name }, select: { id: true } })).id

/** The ids of activities of the reference data, one for each type. */
export const activityIds = async ({ db }: TestDatabase, types: string[]): Promise<number[]> => {
  const rows = await db.activity.findMany({ select: { id: true, activityType: { select: { name: true } } } })
  const byType = new Map(rows.map(({ id, activityType }) => [activityType.name, id]))
  return types.map((type) => byType.get(type) as number)
}

export type TestCourse = { id: number; slug: string; teacher: TestUser }

/** A course with its teacher. */
export const createCourse = async (
  database: TestDatabase,
  { teacher, canEditInstruments = false }: { teacher?: TestUser; canEditInstruments?: boolean } = {},
): Promise<TestCourse> => {
  const owner = teacher ?? (await createTeacher(database))
  const slug = `course-${next()}`
  const course = await database.db.course.create({
    data: {
      name: `Course ${slug}`,
      slug,
      ownerId: owner.id,
      startDate: new Date('2026-01-12'),
      endDate: new Date('2026-06-05'),
      canEditInstruments,
      enrollments: { create: { userId: owner.id, role: 'TEACHER' } },
    },
  })
  return { id: course.id, slug, teacher: owner }
}

export type TestStudent = TestUser & { enrollmentId: number }

/** People enrolled in a course: students with an instrument of their own unless told. */
export const enrollStudents = async (
  database: TestDatabase,
  course: TestCourse,
  count: number,
  { instrument = 'Flute', role = 'STUDENT' }: { instrument?: string | null; role?: EnrollmentRole } = {},
): Promise<TestStudent[]> => {
  const instrumentOfAll = instrument === null ? null : await instrumentId(database, instrument)
  const users = await createUsers(database, count, { instrumentId: instrumentOfAll })
  const enrollments = await database.db.enrollment.createManyAndReturn({
    data: users.map(({ id }) => ({ userId: id, courseId: course.id, role })),
    select: { id: true, userId: true },
  })
  const enrollmentOf = new Map(enrollments.map(({ id, userId }) => [userId, id]))
  return users.map((user) => ({ ...user, enrollmentId: enrollmentOf.get(user.id) as number }))
}

export const enrollStudent = async (
  database: TestDatabase,
  course: TestCourse,
  options: Parameters<typeof enrollStudents>[3] = {},
): Promise<TestStudent> => {
  const [student] = await enrollStudents(database, course, 1, options)
  return student as TestStudent
}

export type TestPiece = { id: number; slug: string; name: string; parts: Record<string, number> }

/** A piece with parts of these types, each written for Bb and for concert pitch. */
export const createPiece = async (
  { db }: TestDatabase,
  { name, parts = ['Melody', 'Bassline'] }: { name?: string; parts?: string[] } = {},
): Promise<TestPiece> => {
  const slug = `piece-${next()}`
  const piece = await db.piece.create({
    data: {
      name: name ?? `Piece ${slug}`,
      slug,
      ensembleType: { connect: { name: 'Band' } },
      composer: { create: { name: `Composer of ${slug}` } },
      parts: {
        create: parts.map((partType) => ({
          name: `${slug} ${partType}`,
          partType: { connect: { name: partType } },
          chordScalePattern: ['tonic', 'dominant'],
          transpositions: {
            create: ['Bb', 'Concert Pitch TC'].map((transposition) => ({
              transposition: { connect: { name: transposition } },
              notation: `<score-partwise>${slug} ${partType} ${transposition}</score-partwise>`,
            })),
          },
        })),
      },
    },
    select: { id: true, name: true, parts: { select: { id: true, partType: { select: { name: true } } } } },
  })
  return {
    id: piece.id,
    slug,
    name: piece.name,
    parts: Object.fromEntries(piece.parts.map(({ id, partType }) => [partType.name, id])),
  }
}

export type TestPlan = { id: number; piece: TestPiece; activityIds: number[] }

/** A plan for a piece (a new one unless told) out of activity types, in their order. */
export const createPlan = async (
  database: TestDatabase,
  {
    piece,
    types = ['Melody', 'Bassline', 'Reflection'],
    type = null,
    createdById = null,
  }: { piece?: TestPiece; types?: string[]; type?: PlanType | null; createdById?: number | null } = {},
): Promise<TestPlan> => {
  const of = piece ?? (await createPiece(database))
  const ids = await activityIds(database, types)
  const { id } = await database.db.piecePlan.create({
    data: {
      name: `Plan ${next()}`,
      pieceId: of.id,
      type,
      createdById,
      activities: { create: ids.map((activityId, index) => ({ activityId, position: index + 1 })) },
    },
    select: { id: true },
  })
  return { id, piece: of, activityIds: ids }
}

export const createTelephonePlan = (database: TestDatabase): Promise<TestPlan> =>
  createPlan(database, { types: ['Aural', 'Theoretical', 'Exploratory'], type: 'TELEPHONE_FIXED' })

/** A curriculum of plans for a course. */
export const createCurriculum = async ({ db }: TestDatabase, course: TestCourse, plans: TestPlan[]) =>
  db.curriculum.create({
    data: {
      name: `Curriculum ${next()}`,
      courseId: course.id,
      entries: { create: plans.map(({ id }, index) => ({ piecePlanId: id, position: index + 1 })) },
    },
    select: { id: true },
  })
