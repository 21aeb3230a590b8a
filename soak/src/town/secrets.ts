/** What the people of a course alone have: passwords, links out of mails, addresses of recordings. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { auth, type Database } from '@cpr/domain'
import { ask, callOf, decoded } from './ask.ts'
import { markOf } from './marks.ts'
import type { Served } from './serve.ts'
import type { Target } from './targets.ts'
import { wav } from './uploads.ts'

/** What is known to the people of a course alone. */
export type Secrets = { password: string; email: string; resetToken: string; invitationToken: string; link: string }

const password = (course: number): string => `the password of course ${course}`

/** Accounts that can sign in, and links out of mails. */
const handOutKeys = async ({ db }: Database, targets: Target[]): Promise<void> => {
  const expiresAt = new Date(Date.now() + 7 * 24 * 3600 * 1000)
  for (const [nth, { studentId }] of targets.entries()) {
    await db.user.update({
      where: { id: studentId },
      data: { passwordHash: await auth.hashPassword(password(nth + 1)), email: `student-${nth + 1}@example.org` },
    })
    await db.passwordReset.create({
      data: { userId: studentId, tokenHash: auth.hashToken(`reset ${nth + 1}`), expiresAt },
    })
    await db.invitation.create({
      data: { email: `invited-${nth + 1}@example.org`, tokenHash: auth.hashToken(`invitation ${nth + 1}`), expiresAt },
    })
  }
}

const signedLink = async (served: Served, { course, submissionId }: Target, token: string): Promise<string> => {
  const answer = await ask(served.address, {
    ...callOf('attachments.list', { _def: { type: 'query' } }, { course, id: submissionId }),
    token,
  })
  const [link] = /\/media\/[^"]+/.exec(decoded(answer.text)) ?? []
  if (link === undefined) throw new Error(`No signed address: ${answer.text}`)
  return link
}

/** Makes them for each course, counted from 1, and the files that their addresses open. */
export const handOutSecrets = async (
  served: Served,
  targets: Target[],
  tokenOfStudent: (course: number) => string,
): Promise<Secrets[]> => {
  await handOutKeys(served.database, targets)
  const secrets: Secrets[] = []
  for (const [nth, target] of targets.entries()) {
    const course = nth + 1
    const path = join(served.mediaFolder, target.file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.concat([wav, Buffer.from(markOf([course]))]))
    secrets.push({
      password: password(course),
      email: `student-${course}@example.org`,
      resetToken: `reset ${course}`,
      invitationToken: `invitation ${course}`,
      link: await signedLink(served, target, tokenOfStudent(course)),
    })
  }
  return secrets
}
