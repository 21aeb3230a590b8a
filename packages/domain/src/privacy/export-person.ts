import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { accountSelect } from '../users/index.ts'
import { eventsOf, trailOf } from './person-trail.ts'
import type { PersonInput } from './schemas.ts'

const instrument = { select: { name: true } } as const
const grades = {
  select: {
    kind: true,
    rhythm: true,
    tone: true,
    expression: true,
    createdAt: true,
    grader: { select: { id: true, name: true } },
  },
  orderBy: { id: 'asc' },
} as const
const assignment = {
  select: {
    piece: { select: { name: true } },
    activity: { select: { activityType: { select: { name: true } } } },
    position: true,
    deadline: true,
  },
} as const

/**
 * Everything that the site has about a person: the account without the hash of its password, where they are enrolled, what they
 * handed in and wrote, the marks they got and gave, how they went through activities, when they were signed in, and what the
 * audit trail has by them and about them. Other students are not in it. That it was asked for is in the audit trail.
 * @returns it as plain JSON, and the keys of the files that belong to it
 * @throws {DomainError} `not-found`
 */
export const exportPerson = async (ctx: Ctx, { username }: PersonInput) => {
  authorize(ctx, 'privacy.export')
  return recorded(ctx, 'privacy.export', async (tx, note) => {
    const { db } = tx
    const found = await db.user.findUnique({
      where: { username },
      select: {
        ...accountSelect,
        instrument,
        sessions: { select: { createdAt: true, lastUsedAt: true, expiresAt: true }, orderBy: { id: 'asc' } },
        passwordResets: { select: { createdAt: true, expiresAt: true, usedAt: true }, orderBy: { id: 'asc' } },
        acceptedInvitations: { select: { email: true, createdAt: true, acceptedAt: true } },
        configs: { select: { id: true, name: true, description: true, settings: true, file: true } },
        removedOwn: { select: { kind: true, title: true, removedAt: true, restoredAt: true, contents: true } },
        ownedCourses: { select: { slug: true, name: true } },
        createdPlans: { select: { id: true, name: true } },
        grades: {
          where: { kind: 'TEACHER' },
          select: { submissionId: true, rhythm: true, tone: true, expression: true, createdAt: true },
          orderBy: { id: 'asc' },
        },
        enrollments: {
          orderBy: { id: 'asc' },
          select: {
            id: true,
            role: true,
            createdAt: true,
            instrument,
            course: { select: { slug: true, name: true } },
            groupAssignments: { select: { groupId: true, courseAssignment: assignment } },
            overrides: { select: { deadline: true, instrument, courseAssignment: assignment } },
            submissions: {
              orderBy: { id: 'asc' },
              select: {
                id: true,
                index: true,
                content: true,
                submittedAt: true,
                instrument,
                courseAssignment: assignment,
                attachments: {
                  select: { id: true, file: true, contentType: true, sizeBytes: true, sha256: true, submittedAt: true },
                },
                grades,
              },
            },
            progress: {
              orderBy: { id: 'asc' },
              select: {
                id: true,
                courseAssignment: assignment,
                currentStep: true,
                stepCompletions: true,
                questionResponses: true,
                participantEmail: true,
                currentAudioUrl: true,
                audioEditHistory: true,
                audioMetadata: true,
                finishedAt: true,
                createdAt: true,
                updatedAt: true,
              },
            },
          },
        },
      },
    })
    if (!found) throw notFound('User')
    const {
      instrumentId: _,
      sessions,
      passwordResets,
      acceptedInvitations,
      configs,
      removedOwn,
      ownedCourses,
      createdPlans,
      grades: gradesGiven,
      enrollments,
      ...account
    } = found
    const events = await eventsOf(tx, account.id)
    const audit = await trailOf(tx, account.id)
    note({ subject: 'User', ids: [account.id] })
    const files = [
      ...configs.map(({ file }) => file),
      ...enrollments.flatMap(({ submissions }) =>
        submissions.flatMap((row) => row.attachments.map(({ file }) => file)),
      ),
    ].filter((key) => key !== '')
    const person = {
      exportedAt: tx.clock.now(),
      account,
      sessions,
      passwordResets,
      invitations: acceptedInvitations,
      enrollments: enrollments.map(({ progress, ...enrollment }) => ({
        ...enrollment,
        progress: progress.map((row) => ({ ...row, events: events.get(row.id) ?? [] })),
      })),
      gradesGiven,
      ownedCourses,
      createdPlans,
      configs,
      removed: removedOwn,
      audit,
    }
    return { person: toJson(person), files: [...new Set(files)] }
  })
}

/** Times as ISO 8601; sizes in bytes, which no file of ours brings past what a number holds. */
const toJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)))
