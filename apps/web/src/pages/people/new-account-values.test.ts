import { expect, it } from 'vitest'
import { accountOf, accountRules, emptyAccount } from './new-account-values.ts'

const mia = { ...emptyAccount, name: 'Mia', username: 'mia', groups: ['STUDENT' as const] }

it('asks for a password to be made up unless one is chosen', () => {
  expect(accountOf({ ...mia, email: ' mia@example.org ' })).toEqual({
    name: 'Mia',
    username: 'mia',
    email: 'mia@example.org',
    groups: ['STUDENT'],
    isSuperuser: false,
  })
  // What was typed before the choice was taken back is not sent.
  expect(accountOf({ ...mia, password: 'left behind' })).not.toHaveProperty('password')
  expect(accountOf({ ...mia, choosesPassword: true, password: 'long enough' })).toMatchObject({
    password: 'long enough',
  })
})

it('makes nobody an administrator whose username was not typed twice', () => {
  const admin = { ...mia, groups: [], isSuperuser: true }
  expect(accountRules.again('', admin)).not.toBeNull()
  expect(accountRules.again('mai', admin)).not.toBeNull()
  expect(accountRules.again(' mia ', admin)).toBeNull()
  expect(accountRules.again('', mia)).toBeNull()
})

it('wants to know what somebody is, and an address that could be one', () => {
  expect(accountRules.groups([], mia)).not.toBeNull()
  expect(accountRules.groups([], { ...mia, isSuperuser: true })).toBeNull()
  expect(accountRules.groups(['TEACHER'], mia)).toBeNull()
  expect(accountRules.email('')).toBeNull()
  expect(accountRules.email('mia@example.org')).toBeNull()
  expect(accountRules.email('mia')).not.toBeNull()
  expect(accountRules.password('short', { ...mia, choosesPassword: true })).not.toBeNull()
  expect(accountRules.password('short', mia)).toBeNull()
})
