import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { failureOf, fieldErrorsOf, isConnectionError, isPassing, isSignedOut } from './errors.ts'

/** An error as the client makes it of what the server answers. */
const refusal = (httpStatus: number, domain: object | null, message = 'in words', fields: object | null = null) =>
  TRPCClientError.from({ error: { message, code: -32000, data: { httpStatus, domain, fields } } } as never)

const cutOff = TRPCClientError.from(new TypeError('Failed to fetch'))

describe('what is shown of an error', () => {
  it('names the students whom it is about', () => {
    const students = [
      { enrollmentId: 1, username: 'ava', name: 'Ava Flores' },
      { enrollmentId: 2, username: 'ben', name: '' },
    ]
    expect(failureOf(refusal(409, { code: 'instrument-missing', details: { students } }))).toEqual({
      title: 'That is not possible',
      message: 'in words',
      names: ['Ava Flores', 'ben'],
    })
  })

  it('says how long to wait', () => {
    const message = (retryAfterSeconds: number) =>
      failureOf(refusal(429, { code: 'too-many-tries', details: { retryAfterSeconds } })).message
    expect([message(1), message(90), message(200)]).toEqual([
      'Wait 1 second, then try again.',
      'Wait 90 seconds, then try again.',
      'Wait 4 minutes, then try again.',
    ])
  })

  it('tells a lost connection from a fault of this page, and quotes neither', () => {
    expect(failureOf(cutOff).title).toBe('No connection')
    expect(failureOf(new Error('x is undefined'))).toMatchObject({ title: 'That did not work', names: [] })
    expect(failureOf(new Error('x is undefined')).message).not.toContain('undefined')
  })
})

it('the fields of a form hear what is wrong with them', () => {
  expect(fieldErrorsOf(refusal(400, null, '', { name: ['too short', 'no'], endDate: [] }))).toEqual({
    name: 'too short',
  })
  expect(fieldErrorsOf(refusal(400, { code: 'invalid', details: { field: 'file' } }, 'is empty'))).toEqual({
    file: 'is empty',
  })
  expect(fieldErrorsOf(cutOff)).toEqual({})
})

it('what passes by itself is tried again, and nothing else', () => {
  expect([cutOff, refusal(503, { code: 'unavailable' }), refusal(500, null)].map(isPassing)).toEqual([true, true, true])
  expect([refusal(404, { code: 'not-found' }), refusal(400, null), new Error()].map(isPassing)).toEqual([
    false,
    false,
    false,
  ])
  expect([isConnectionError(cutOff), isConnectionError(refusal(503, null))]).toEqual([true, false])
})

it('whoever is no longer known is signed out; a wrong password is not that', () => {
  expect(isSignedOut(refusal(401, { code: 'unauthenticated' }))).toBe(true)
  expect(isSignedOut(refusal(401, { code: 'bad-credentials' }))).toBe(false)
})
