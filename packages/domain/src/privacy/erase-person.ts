import type { Readable } from 'node:stream'
import { recorded } from '../audit/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { newKey, withFiles } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { forgetAnswers, type NamePlace, placesOf, replaceNames } from './columns.ts'
import { namesOf, needlesOf, replacer } from './naming.ts'
import type { ErasePersonInput } from './schemas.ts'

export type ErasedPerson = {
  id: number
  /** What the account is called from now on. */
  pseudonym: string
  recordings: { removed: number; renamed: number }
  /** Where the names still stand, in what others wrote: for somebody to look at. */
  left: NamePlace[]
}

/** In place of a hash: no password fits, and it tells who was erased. */
export const erasedHash = '!erased'

/** Minutes: every text of the database is searched. */
const timeoutMs = 30 * 60 * 1000

/**
 * Takes a person out of the site, for good: account, sessions, invitations, and the names in what they wrote and in the audit
 * trail. Work, grades and what research reads stay, under a pseudonym. Recordings are removed, since a voice names whoever it
 * belongs to, unless they are to be kept; configurations of the person's own go.
 * @throws {DomainError} `not-found`, `conflict` for the last administrator and for whoever is erased already
 */
export const erasePerson = async (ctx: Ctx, { username, keepRecordings }: ErasePersonInput): Promise<ErasedPerson> => {
  authorize(ctx, 'privacy.erase')
  const before = await ctx.db.user.findUnique({ where: { username }, select: { id: true } })
  if (!before) throw notFound('User')
  const renamed = keepRecordings ? await copyRecordings(ctx, before.id) : new Map<string, string>()
  const { report, files } = await withFiles(ctx, renamed.values(), (named) =>
    withTransaction(
      ctx,
      (outer) =>
        recorded(outer, 'privacy.erase', async (tx, note) => {
          const erased = await eraseRows(tx, username, renamed)
          const { id, recordings } = erased.report
          note({ subject: 'User', ids: [id], data: { recordingsRemoved: recordings.removed, keepRecordings } })
          named()
          return erased
        }),
      { timeoutMs },
    ),
  )
  // Behind the rows: a file without a row is found by the next check, a row without its file is a loss.
  for (const key of files) await ctx.media.remove(key)
  return report
}

/** A key holds the name that the file had on the person's machine, which may well be the person's. */
const copyRecordings = async (ctx: Ctx, userId: number): Promise<Map<string, string>> => {
  const rows = await ctx.db.submissionAttachment.findMany({
    where: { submission: { enrollment: { userId } } },
    select: { file: true, contentType: true },
  })
  const renamed = new Map<string, string>()
  for (const { file, contentType } of rows) {
    const found = renamed.has(file) ? null : await ctx.media.read(file)
    if (!found) continue
    const key = newKey(ctx, `recording${/\.[A-Za-z0-9]{1,9}$/.exec(file)?.[0] ?? ''}`)
    renamed.set(file, key)
    await ctx.media.write(key, found.body as Readable, contentType || 'application/octet-stream')
  }
  return renamed
}

const eraseRows = async (ctx: Ctx, username: string, renamed: Map<string, string>) => {
  const { db } = ctx
  // Held until the end, so that two administrators are not erased at once for one another's sake.
  const administrators = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM users WHERE is_superuser AND is_active ORDER BY id FOR UPDATE`
  const person = await db.user.findUnique({
    where: { username },
    select: { id: true, username: true, name: true, email: true, externalId: true, passwordHash: true },
  })
  if (!person) throw notFound('User')
  const { id } = person
  if (person.passwordHash === erasedHash) throw conflict(`${username} is erased already.`)
  if (administrators.length === 1 && administrators[0]?.id === id)
    throw conflict(`${username} is the last administrator: make somebody else one first.`)

  const pseudonym = await pseudonymFor(ctx, id)
  const names = namesOf(person)
  const replace = replacer(names, pseudonym)
  await db.user.update({
    where: { id },
    data: {
      username: pseudonym,
      name: '',
      email: '',
      externalId: '',
      passwordHash: erasedHash,
      isActive: false,
      isSuperuser: false,
      lastSignInAt: null,
    },
    select: { id: true },
  })
  await db.session.deleteMany({ where: { userId: id } })
  await db.passwordReset.deleteMany({ where: { userId: id } })
  const { email } = person
  await db.invitation.deleteMany({
    where: { OR: [{ inviteeId: id }, ...(email ? [{ email: { equals: email, mode: 'insensitive' as const } }] : [])] },
  })
  const tried = names.map((part) => `:${part.toLowerCase()}`)
  await db.$executeRaw`
    DELETE FROM rate_limits USING unnest(${tried}::text[]) AS n (ending) WHERE right(lower(key), length(ending)) = ending`
  await db.activityProgress.updateMany({ where: { enrollment: { userId: id } }, data: { participantEmail: null } })
  const files = await eraseFiles(ctx, id, renamed)
  await forgetAnswers(ctx, id, needlesOf(names))
  await replaceNames(ctx, id, needlesOf(names), replace)
  const left = await placesOf(ctx, needlesOf(names), replace)
  const recordings = { removed: files.removed, renamed: renamed.size }
  return { report: { id, pseudonym, recordings, left }, files: files.keys }
}

const pseudonymFor = async ({ db, random }: Ctx, id: number): Promise<string> => {
  const usual = `erased-${id}`
  const taken = await db.user.findUnique({ where: { username: usual }, select: { id: true } })
  return taken ? `${usual}-${Buffer.from(random.bytes(6)).toString('hex')}` : usual
}

/** @returns how many rows of files went, and the keys that no row names any more */
const eraseFiles = async ({ db }: Ctx, userId: number, renamed: Map<string, string>) => {
  const configs = await db.$queryRaw<{ file: string }[]>`
    DELETE FROM instrument_configs WHERE user_id = ${userId} RETURNING file`
  const keys = [...renamed].map(([from, to]) => ({ from, to }))
  await db.$executeRaw`
    UPDATE submission_attachments a SET file = k.to
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k ("from" text, "to" text) WHERE a.file = k.from`
  // Of those to be kept, too, where the file is missing: the key alone would tell.
  const attachments = await db.$queryRaw<{ file: string }[]>`
    DELETE FROM submission_attachments a USING submissions s, enrollments e
    WHERE s.id = a.submission_id AND e.id = s.enrollment_id AND e.user_id = ${userId}
      AND a.file <> ALL(${[...renamed.values()]}::text[])
    RETURNING a.file`
  // What was removed of somebody who is gone does not come back.
  const removals = await db.$queryRaw<{ file: string }[]>`
    WITH forgotten AS (
      DELETE FROM removals WHERE owner_id = ${userId}
        OR contents @> jsonb_build_array(jsonb_build_object('table', 'enrollments', 'rows',
          jsonb_build_array(jsonb_build_object('user_id', ${userId}::int))))
      RETURNING files)
    SELECT unnest(files) AS file FROM forgotten`
  const files = [...configs, ...attachments, ...removals].map(({ file }) => file).filter((file) => file !== '')
  return { removed: attachments.length, keys: [...renamed.keys(), ...files] }
}
