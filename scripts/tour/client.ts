/** What the tour is made of: clients, refusals, and steps that it says. */
import { strict as assert } from 'node:assert'
import type { AppRouter } from '@cpr/api'
import { createTRPCClient, httpBatchLink, type TRPCClientError } from '@trpc/client'
import type { Server } from './server.ts'

let steps = 0
/** Says that a step is done. */
export const step = (what: string): void => {
  steps += 1
  console.log(`  ${String(steps).padStart(2)}  ${what}`)
}

export const stepsDone = (): number => steps

/** A client as any page or program would make one; without a token it is nobody's. */
export const clientFor = (address: string, token?: string) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${address}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
  })

export type Client = ReturnType<typeof clientFor>

/** @returns the domain's code of the refusal; fails where there was none */
export const refusal = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
  } catch (error) {
    const refused = error as TRPCClientError<AppRouter>
    return refused.data?.domain?.code ?? refused.message
  }
  return assert.fail('This should have been refused.')
}

/** Signs somebody in: as the demo knows them, unless a password is given. */
export const signIn = async (
  { address, passwords }: Server,
  username: string,
  password = passwords.get(username),
): Promise<{ client: Client; token: string }> => {
  const { token } = await clientFor(address).auth.signIn.mutate({ username, password: password ?? '' })
  return { client: clientFor(address, token), token }
}
