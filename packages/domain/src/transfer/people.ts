/** Accounts, and what hangs on them. */
import type { EnrollmentRole, UserGroup } from '@cpr/db'
import { hashToken, sessionLifetimeMs } from '../auth/index.ts'
import { type Conversion, carryOver, readAll, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import type { Row } from './tables.ts'

export const convertPeople = async (conversion: Conversion): Promise<void> => {
  await convertUsers(conversion)
  await convertTokens(conversion)
  await convertInvitations(conversion)
  await convertConfigs(conversion)
}

/** What a name says, in whatever case and number. */
const groupOf = (name: string): UserGroup | null => {
  const singular = name.trim().toLowerCase().replace(/s$/, '')
  return singular === 'teacher'
    ? 'TEACHER'
    : singular === 'student'
      ? 'STUDENT'
      : singular === 'researcher'
        ? 'RESEARCHER'
        : null
}

/** Roles of `users_role` by id; null for those that are neither of ours. */
export const readRoles = async (conversion: Conversion): Promise<Map<number, EnrollmentRole | null>> => {
  const roles = await readAll(conversion, 'users_role')
  return new Map(
    roles.map(({ id, name }) => {
      const group = groupOf(name)
      return [id, group === 'TEACHER' || group === 'STUDENT' ? group : null]
    }),
  )
}

const readGroups = async (conversion: Conversion): Promise<Map<number, UserGroup | null>> => {
  const groups = await readAll(conversion, 'auth_group')
  for (const { id, name } of groups)
    if (groupOf(name) === null) conversion.ledger.found('skipped', 'auth_group', id, 'group-unknown', name)
  return new Map(groups.map(({ id, name }) => [id, groupOf(name)]))
}

const enumLabel = (value: string): string => value.toLowerCase()

const groupOrder: UserGroup[] = ['TEACHER', 'STUDENT', 'RESEARCHER']

const convertUsers = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, facts, kept } = conversion
  const from = 'users_user'
  const groups = await readGroups(conversion)
  const groupsOf = new Map<number, Set<UserGroup>>()
  for await (const batch of readBatches(conversion, 'users_user_groups'))
    for (const { user_id, group_id } of batch) {
      const group = groups.get(group_id)
      if (group) groupsOf.set(user_id, (groupsOf.get(user_id) ?? new Set()).add(group))
      else ledger.found('skipped', 'users_user_groups', user_id, 'group-unknown', `group ${group_id}`)
    }
  const addresses = await shareOutAddresses(conversion)

  const taken = new Set<string>()
  await carryOver(conversion, from, 'users', (row) => {
    const { id } = row
    const instrument = ids('instruments').get(row.instrument_id)
    if (instrument === null && row.instrument_id !== null)
      ledger.found('repaired', from, id, 'missing-reference', `instrument ${row.instrument_id}`)
    const username = row.username !== '' && !taken.has(row.username) ? row.username : `${row.username || 'user'}-${id}`
    if (username !== row.username) ledger.found('repaired', from, id, 'username', `${row.username}: ${username}`)
    taken.add(username)
    const email = addresses.get(id) ?? ''
    if (row.email !== '' && email !== row.email) {
      ledger.found('repaired', from, id, 'address-taken', row.email)
      kept.push({ subject: 'User', id, repair: 'address-taken', was: row.email })
    }
    if (row.is_staff && !row.is_superuser) {
      ledger.found('repaired', from, id, 'staff-flag')
      kept.push({ subject: 'User', id, repair: 'staff-flag', was: 'is_staff' })
    }
    facts.userInstruments.set(id, instrument)
    const own = groupsOf.get(id) ?? new Set()
    if (own.has('TEACHER')) facts.teachers.add(id)
    return {
      id,
      username,
      email,
      name: row.name,
      grade: row.grade,
      external_id: row.external_id,
      password_hash: row.password,
      groups: groupOrder.filter((group) => own.has(group)).map(enumLabel),
      is_superuser: row.is_superuser,
      is_active: row.is_active,
      instrument_id: instrument,
      joined_at: row.date_joined,
      last_sign_in_at: row.last_login,
    }
  })
}

/**
 * Which address each account gets: its own, or where it has none, one that it registered. Two accounts share no address: it
 * goes to the one that verified it, then to the one whose own it is, then to the lower id.
 */
const shareOutAddresses = async (conversion: Conversion): Promise<Map<number, string>> => {
  const registered: Row<'account_emailaddress'>[] = []
  for await (const batch of readBatches(conversion, 'account_emailaddress')) registered.push(...batch)
  const key = (userId: number | null, email: string): string => `${userId}:${email.toLowerCase()}`
  const verified = new Set(registered.filter((row) => row.verified).map((row) => key(row.user_id, row.email)))

  type Claim = { userId: number; email: string; rank: number }
  const claims: Claim[] = []
  const known = new Set<number>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, 'users_user'))
    for (const { id, email } of batch) {
      known.add(id)
      if (email !== '') claims.push({ userId: id, email, rank: verified.has(key(id, email)) ? 0 : 1 })
    }
  const withOwn = new Set(claims.map(({ userId }) => userId))
  for (const row of registered)
    if (row.user_id !== null && known.has(row.user_id) && !withOwn.has(row.user_id) && row.email !== '')
      claims.push({ userId: row.user_id, email: row.email, rank: 2 + Number(!row.primary) * 2 + Number(!row.verified) })

  const addresses = new Map<number, string>()
  const taken = new Set<string>()
  for (const { userId, email } of claims.sort((a, b) => a.rank - b.rank || a.userId - b.userId)) {
    if (addresses.has(userId) || taken.has(email.toLowerCase())) continue
    addresses.set(userId, email)
    taken.add(email.toLowerCase())
  }
  const { ledger, kept } = conversion
  for (const { id, user_id, email } of registered) {
    if (user_id === null || !known.has(user_id)) {
      ledger.found('skipped', 'account_emailaddress', id, 'missing-row', `user ${user_id}`)
    } else if (addresses.get(user_id)?.toLowerCase() !== email.toLowerCase()) {
      ledger.found('repaired', 'account_emailaddress', id, 'address-extra', email)
      kept.push({ subject: 'User', id: user_id, repair: 'address-extra', was: email })
    }
  }
  return addresses
}

/** Tokens become sessions: who is signed in stays signed in, for as long as with a sign-in of today. */
const convertTokens = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, target, now } = conversion
  const expires = new Date(now.getTime() + sessionLifetimeMs).toISOString()
  let serial = 0
  for await (const batch of readBatches(conversion, 'authtoken_token')) {
    const rows = []
    for (const { key, user_id, created } of batch) {
      const user = ids('users').get(user_id)
      if (user === null) ledger.found('skipped', 'authtoken_token', fingerprint(key), 'missing-row', `user ${user_id}`)
      else {
        serial += 1
        rows.push({
          id: serial,
          token_hash: hashToken(key),
          user_id: user,
          created_at: created,
          last_used_at: created,
          expires_at: expires,
        })
      }
    }
    await target.write('sessions', rows)
  }
}

/** Enough of a token to find it, not enough to use it. */
const fingerprint = (key: string): string => `${key.slice(0, 4)}…`

const day = 24 * 3600 * 1000
/** As long as ours are open. */
const invitationLifetimeMs = 7 * day

const convertInvitations = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'invitations_invitation'
  const groups = await readGroups({ ...conversion, ledger: silent })
  const groupOfInvitation = new Map<number, UserGroup | null>()
  for (const { invitation_ptr_id, group_id } of await readAll(conversion, 'users_groupinvitation'))
    groupOfInvitation.set(invitation_ptr_id, groups.get(group_id ?? 0) ?? null)
  const userByAddress = new Map<string, number>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, 'users_user'))
    for (const { id, email } of batch)
      if (email !== '' && !userByAddress.has(email.toLowerCase())) userByAddress.set(email.toLowerCase(), id)

  const open = new Set<string>()
  await carryOver(conversion, from, 'invitations', ({ id, email, accepted, created, sent, key, inviter_id }) => {
    const address = email.toLowerCase()
    if (!accepted && groupOfInvitation.get(id) !== 'TEACHER') {
      ledger.found('skipped', from, id, 'invitation-unclear', email)
      return null
    }
    if (!accepted && open.has(address)) {
      ledger.found('merged', from, id, 'duplicate', email)
      return null
    }
    if (!accepted) open.add(address)
    const at = sent ?? created
    return {
      id,
      email,
      token_hash: hashToken(key),
      inviter_id: ids('users').get(inviter_id),
      created_at: created,
      expires_at: new Date(new Date(at).getTime() + invitationLifetimeMs).toISOString(),
      accepted_at: accepted ? at : null,
      invitee_id: accepted ? (userByAddress.get(address) ?? null) : null,
    }
  })
}

const convertConfigs = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'users_instrumentconfig'
  await carryOver(conversion, from, 'instrument_configs', ({ id, user_id, name, description, settings, file }) => {
    const user = ids('users').get(user_id)
    // Without its owner it would be everybody's.
    if (user === null && user_id !== null) {
      ledger.found('skipped', from, id, 'missing-row', `user ${user_id}`)
      return null
    }
    return { id, user_id: user, name, description, settings: settings ?? {}, file }
  })
}
