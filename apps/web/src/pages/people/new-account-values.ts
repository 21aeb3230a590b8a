/** A new account as it is filled in, and as the procedure takes it. */
import { isNotEmpty } from '@mantine/form'
import type { Inputs } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { newPasswordRule } from '../door/new-password.ts'

const words = text.newAccount

type NewAccount = Inputs['users']['create']

export type Group = NonNullable<NewAccount['groups']>[number]

export type AccountValues = {
  name: string
  username: string
  email: string
  groups: Group[]
  isSuperuser: boolean
  /** The username once more, where it is an administrator. */
  again: string
  choosesPassword: boolean
  password: string
}

export const emptyAccount: AccountValues = {
  name: '',
  username: '',
  email: '',
  groups: [],
  isSuperuser: false,
  again: '',
  choosesPassword: false,
  password: '',
}

const looksLikeAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What keeps an account from being made, by field. */
export const accountRules = {
  name: isNotEmpty(text.signIn.missing),
  username: isNotEmpty(text.signIn.missing),
  email: (email: string) => (email.trim() === '' || looksLikeAddress.test(email.trim()) ? null : words.noAddress),
  groups: (groups: Group[], { isSuperuser }: AccountValues) =>
    groups.length === 0 && !isSuperuser ? words.noGroup : null,
  // Whoever may do everything is not made by a slip of the hand.
  again: (again: string, { isSuperuser, username }: AccountValues) =>
    isSuperuser && again.trim() !== username.trim() ? words.notAgain : null,
  password: (password: string, { choosesPassword }: AccountValues) =>
    choosesPassword ? newPasswordRule(password) : null,
}

/** Without a password in it, one is made up. */
export const accountOf = ({ again: _, choosesPassword, password, ...account }: AccountValues): NewAccount => ({
  ...account,
  email: account.email.trim(),
  ...(choosesPassword ? { password } : {}),
})
