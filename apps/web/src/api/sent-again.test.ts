import type { AppRouter } from '@cpr/api'
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { expect, it } from 'vitest'
import { sentAgain } from './sent-again.ts'

/** A way to the server on which the first requests get lost. */
const wayThatLoses = (count: number, error: () => TRPCClientError<AppRouter>) => {
  const inputs: { idempotencyKey?: string }[] = []
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        inputs.push(op.input as { idempotencyKey?: string })
        if (inputs.length <= count) return observer.error(error())
        observer.next({ result: { type: 'data', data: 'done' } })
        observer.complete()
      })
  return { inputs, client: createTRPCClient<AppRouter>({ links: [sentAgain([1, 1]), link] }) }
}

const lost = () => TRPCClientError.from<AppRouter>(new Error('Failed to fetch'))
const refused = () =>
  TRPCClientError.from<AppRouter>({
    error: { message: 'No.', code: -32_000, data: { code: 'CONFLICT', httpStatus: 409 } },
  } as never)

it('sends a write that got lost again, with the same key', async () => {
  const { client, inputs } = wayThatLoses(2, lost)
  expect(await client.courses.archive.mutate({ course: 'band' })).toBe('done')
  expect(inputs).toHaveLength(3)
  expect(inputs[0]).toEqual({ course: 'band', idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/) })
  expect(new Set(inputs.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
})

it('gives every write a key of its own, also one without an input', async () => {
  const { client, inputs } = wayThatLoses(0, lost)
  await client.auth.signOut.mutate()
  await client.auth.signOut.mutate()
  expect(Object.keys(inputs[0] ?? {})).toEqual(['idempotencyKey'])
  expect(inputs[0]?.idempotencyKey).not.toBe(inputs[1]?.idempotencyKey)
})

it('gives up after the third time, and at once where the server refuses', async () => {
  const away = wayThatLoses(9, lost)
  await expect(away.client.courses.archive.mutate({ course: 'band' })).rejects.toThrow('Failed to fetch')
  expect(away.inputs).toHaveLength(3)
  const refusing = wayThatLoses(9, refused)
  await expect(refusing.client.courses.archive.mutate({ course: 'band' })).rejects.toThrow('No.')
  expect(refusing.inputs).toHaveLength(1)
})

it('leaves reads as they are', async () => {
  const { client, inputs } = wayThatLoses(9, lost)
  await expect(client.auth.me.query()).rejects.toThrow('Failed to fetch')
  expect(inputs).toEqual([undefined])
})
