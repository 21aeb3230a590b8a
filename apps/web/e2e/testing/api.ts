/** The server's procedures, for what a flow needs to be there already. */
import type { AppRouter } from '@cpr/api'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { inject } from 'vitest'
import { address } from './browser.ts'

const clientFor = (token?: string) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${address}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
  })

export type Client = ReturnType<typeof clientFor>

/** A client of somebody of the demo, or of whoever has this password. */
export const clientOf = async (username: string, password = inject('passwords')[username] ?? ''): Promise<Client> =>
  clientFor((await clientFor().auth.signIn.mutate({ username, password })).token)
