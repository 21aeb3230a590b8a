import { z } from 'zod'
import { password } from '../auth/index.ts'
import { id, requiredText, text } from '../schemas.ts'

export const username = requiredText(150)

export const createUserInput = z.object({
  username,
  /** A random one, answered once, where none is given. */
  password: password.optional(),
  name: text(255).trim().default(''),
  email: z.union([z.literal(''), z.email().max(254)]).default(''),
  grade: text(50).trim().default(''),
  externalId: text(255).trim().default(''),
  instrumentId: id.nullable().default(null),
  groups: z.array(z.enum(['TEACHER', 'STUDENT', 'RESEARCHER'])).default([]),
  isSuperuser: z.boolean().default(false),
})
export type CreateUserInput = z.infer<typeof createUserInput>

export const setPasswordInput = z.object({ username, password: password.optional() })
export type SetPasswordInput = z.infer<typeof setPasswordInput>

const personChanges = {
  name: text(255).trim().optional(),
  grade: text(50).trim().optional(),
  externalId: text(255).trim().optional(),
  instrumentId: id.nullable().optional(),
}

export const updateStudentInput = z.object({ username, ...personChanges })
export type UpdateStudentInput = z.infer<typeof updateStudentInput>

export const resetStudentPasswordInput = z.object({ enrollmentId: id })
export type ResetStudentPasswordInput = z.infer<typeof resetStudentPasswordInput>

export const searchUsersInput = z.object({
  search: text(255)
    .trim()
    .default('')
    .describe('Words in the name, the username, the e-mail address or the external id'),
  group: z.enum(['TEACHER', 'STUDENT', 'RESEARCHER']).optional(),
  active: z.boolean().optional(),
  cursor: id.optional().describe('The `next` of the page before'),
  limit: z.int().min(1).max(500).default(100),
})
export type SearchUsersInput = z.infer<typeof searchUsersInput>

export const setActiveInput = z.object({ username, active: z.boolean() })
export type SetActiveInput = z.infer<typeof setActiveInput>

export const inviteTeachersInput = z.object({
  addresses: text(200_000).describe('E-mail addresses, one a line; commas and semicolons part them too'),
})
export type InviteTeachersInput = z.infer<typeof inviteTeachersInput>

const invitationToken = z.string().min(1).max(200)

export const getInvitationInput = z.object({ token: invitationToken })
export type GetInvitationInput = z.infer<typeof getInvitationInput>

export const acceptInvitationInput = z.object({
  token: invitationToken,
  username,
  name: requiredText(255),
  password,
})
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>
