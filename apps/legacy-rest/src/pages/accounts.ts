/** A new password, and the account of an invitation: what the frontend has no page for. */
import { TRPCError } from '@trpc/server'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { ZodError } from 'zod'
import { domainError } from '../errors.ts'
import { words } from '../words.ts'
import { alert, type Field, form, html, type Markup, type Mistakes, page, pageHeaders, status } from './html.ts'

const email: Field = { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'email' }
const username: Field = { name: 'username', label: 'Username', type: 'text', autocomplete: 'username' }
const fullName: Field = { name: 'name', label: 'Your name', type: 'text', autocomplete: 'name' }
const password = (name: string): Field => ({
  name,
  label: 'Password',
  type: 'password',
  autocomplete: 'new-password',
  hint: 'At least 8 characters.',
})

const send = (reply: FastifyReply, code: number, title: string, content: Markup) =>
  reply.code(code).headers(pageHeaders).send(page(title, content))

/** The fields of a form, each as text. */
const fieldsOf = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body && typeof body === 'object' ? body : {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : '',
    ]),
  )

type Wrong = { code: number; mistakes: Mistakes; message: string | null }

/** What a form is to say of an error: beside its fields, or above it. @throws what nobody foresaw */
const wrongOf = (error: unknown): Wrong => {
  if (error instanceof TRPCError && error.cause instanceof ZodError) {
    const mistakes = Object.fromEntries(
      error.cause.issues.map((issue) => [String(issue.path[0]), words(issue) ?? issue.message]),
    )
    return { code: 400, mistakes, message: null }
  }
  const code = domainError(error)?.code
  if (code === 'too-many-tries') return { code: 429, mistakes: {}, message: (error as Error).message }
  if (code === 'not-found') return { code: 404, mistakes: {}, message: (error as Error).message }
  if (code === 'conflict') return { code: 400, mistakes: { username: (error as Error).message }, message: null }
  throw error
}

type Token = { Querystring: { token?: string | string[] } }

const tokenOf = ({ token }: Token['Querystring']): string => [token ?? ''].flat().at(-1) ?? ''

export const accountPages: FastifyPluginAsync = async (server) => {
  const config = { credentials: 'nobody' as const }
  const schema = { hide: true }

  const askAddress = (values = {}, mistakes = {}): Markup => html`
<p>Enter the e-mail address of your account: we send you a link to choose a new password.</p>
${form({ fields: [email], button: 'Send the link', values, mistakes })}
<p class="hint">An account without an e-mail address? Your teacher can give you a new password.</p>`

  const askPassword = (mistakes = {}): Markup =>
    form({ fields: [password('newPassword')], button: 'Change the password', mistakes })

  server.get<Token>('/accounts/password/reset/', { config, schema }, async ({ query }, reply) =>
    tokenOf(query) === ''
      ? send(reply, 200, 'Forgot your password?', askAddress())
      : send(reply, 200, 'Choose a new password', askPassword()),
  )

  server.post<Token>('/accounts/password/reset/', { config, schema }, async ({ caller, query, body }, reply) => {
    const values = fieldsOf(body)
    const token = tokenOf(query)
    try {
      if (token === '') {
        await caller.auth.requestReset({ email: (values.email ?? '').trim() })
        return send(
          reply,
          200,
          'Look into your mail',
          status('If there is an account with this address, a link is on its way. It opens for an hour.'),
        )
      }
      const { username: who } = await caller.auth.resetPassword({ token, newPassword: values.newPassword ?? '' })
      return send(reply, 200, 'Your password is changed', status(`Sign in as ${who} with your new password.`))
    } catch (error) {
      const { code, mistakes, message } = wrongOf(error)
      const above = message === null ? null : alert(message)
      return token === ''
        ? send(reply, code, 'Forgot your password?', html`${above}${askAddress(values, mistakes)}`)
        : send(
            reply,
            code,
            'Choose a new password',
            html`${above}${code === 404 ? html`<p><a href="/accounts/password/reset/">Ask for another link</a></p>` : askPassword(mistakes)}`,
          )
    }
  })

  const title = 'Make your account'
  const noInvitation =
    'This invitation opens nothing: it was used, or it is more than 7 days old. Ask whoever invited you for another.'

  const askAccount = (address: string, values = {}, mistakes = {}): Markup => html`
<p>You are invited to teach with MusicCPR, as <strong>${address}</strong>.</p>
${form({ fields: [fullName, username, password('password')], button: 'Make the account', values, mistakes })}`

  server.get<Token>('/accounts/signup/', { config, schema }, async ({ caller, query }, reply) => {
    const token = tokenOf(query)
    if (token === '')
      return send(reply, 404, title, alert('Accounts are made by invitation: open the link in your mail.'))
    try {
      const { email: address } = await caller.users.invitation({ token })
      return send(reply, 200, title, askAccount(address))
    } catch (error) {
      const { code, message } = wrongOf(error)
      return send(reply, code, title, alert(code === 429 && message ? message : noInvitation))
    }
  })

  server.post<Token>('/accounts/signup/', { config, schema }, async ({ caller, query, body }, reply) => {
    const { username: who = '', name = '', password: secret = '', ...rest } = fieldsOf(body)
    const token = tokenOf(query)
    try {
      const made = await caller.users.acceptInvitation({ token, username: who, name, password: secret })
      return send(reply, 200, 'Your account is made', status(`Welcome, ${made.name}! Sign in as ${made.username}.`))
    } catch (error) {
      const { code, mistakes, message } = wrongOf(error)
      if (message !== null || mistakes.token)
        return send(reply, code, title, alert(code === 429 ? (message ?? '') : noInvitation))
      const { email: address } = await caller.users.invitation({ token })
      return send(reply, code, title, askAccount(address, { ...rest, username: who, name }, mistakes))
    }
  })
}
