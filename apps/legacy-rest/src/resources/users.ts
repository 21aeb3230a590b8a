import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { file, nullablePk, text } from '../fields.ts'
import type { Links } from '../links.ts'
import { address } from './common.ts'

export const user = z
  .strictObject({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    url: address,
    grade: z.string(),
    instrument: z.int().nullable(),
    external_id: z.string(),
    groups: z.array(z.string()),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

/** A person as the rooms of the domain have one. */
export type Person = {
  id: number
  username: string
  name: string
  grade: string
  externalId: string
  instrumentId: number | null
  groups: Outputs['auth']['me']['groups']
}

export const toUser = (links: Links, person: Person): User => ({
  id: person.id,
  username: person.username,
  name: person.name,
  url: links.user(person.username),
  grade: person.grade,
  instrument: person.instrumentId,
  external_id: person.externalId,
  groups: person.groups.map((group) => `${group[0]}${group.slice(1).toLowerCase()}`),
})

export const userChanges = z.object({
  name: text({ max: 255, blank: true }).optional(),
  grade: text({ max: 50, blank: true }).optional(),
  external_id: text({ max: 255, blank: true }).optional(),
  instrument: nullablePk.optional(),
})

export const changedUser = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    instrument: z.int().nullable(),
    external_id: z.string(),
    grade: z.string(),
  })
  .meta({ id: 'ChangedUser' })

export const toChangedUser = (account: Outputs['users']['updateStudent']): z.infer<typeof changedUser> => ({
  id: account.id,
  name: account.name,
  instrument: account.instrumentId,
  external_id: account.externalId,
  grade: account.grade,
})

export const addressFile = z.object({ file })

const outcome = z.record(z.string(), z.string())

/** What became of each address: of those invited, and of those not. */
export const invitations = z
  .strictObject({ valid: z.array(outcome), invalid: z.array(outcome) })
  .meta({ id: 'Invitations' })

const words = {
  invited: 'invited',
  'already invited': 'pending invite',
  'already a user': 'user registered email',
  'not an address': 'invalid email',
} as const satisfies Record<Outputs['users']['inviteTeachers'][number]['outcome'], string>

export const toInvitations = (rows: Outputs['users']['inviteTeachers']): z.infer<typeof invitations> => ({
  valid: rows.filter((row) => row.outcome === 'invited').map((row) => ({ [row.line]: words[row.outcome] })),
  invalid: rows.filter((row) => row.outcome !== 'invited').map((row) => ({ [row.line]: words[row.outcome] })),
})
