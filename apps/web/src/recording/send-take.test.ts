import { DetailedError, type HttpResponse } from 'tus-js-client'
import { expect, it } from 'vitest'
import { failureOf, isPassing } from '../api/errors.ts'
import { refusalOf } from './send-take.ts'

const answered = (status: number, body: string) => {
  const answer = { getStatus: () => status, getBody: () => body, getHeader: () => undefined } as unknown as HttpResponse
  return refusalOf(Object.assign(new DetailedError('tus: unexpected response'), { originalResponse: answer }))
}

it('a refusal of the domain is told in its words, once', () => {
  const data = { code: 'BAD_REQUEST', httpStatus: 400, domain: { code: 'invalid', details: { field: 'file' } } }
  const refusal = answered(400, JSON.stringify({ error: { message: 'The file is empty.', data } }))
  expect(isPassing(refusal)).toBe(false)
  expect(failureOf(refusal).message).toBe('The file is empty.')
})

it('what tus refuses is not sent for ever', () => {
  expect([404, 413].map((status) => isPassing(answered(status, 'Maximum size exceeded')))).toEqual([false, false])
})

it('a connection that broke, a server in trouble and a lock are tried again', () => {
  expect(isPassing(refusalOf(new Error('tus: failed to upload chunk')))).toBe(true)
  expect([502, 423, 409].map((status) => isPassing(answered(status, '<html>')))).toEqual([true, true, true])
})
