import { expect, it } from 'vitest'
import { problemOf } from './microphone.ts'
import { filenameOf, typeFor } from './recorder.ts'

it('records in the best format that the browser writes, and names the file after it', () => {
  expect(typeFor(() => true)).toBe('audio/webm;codecs=opus')
  expect(typeFor((type) => type === 'audio/mp4')).toBe('audio/mp4')
  expect(typeFor(() => false)).toBeUndefined()
  expect(['audio/webm', 'audio/mp4', 'audio/ogg', 'audio/other'].map(filenameOf)).toEqual([
    'take.webm',
    'take.m4a',
    'take.ogg',
    'take.webm',
  ])
})

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
])('a microphone that gives a %s is %s', (name, problem) => {
  expect(problemOf(Object.assign(new Error(), { name }))).toBe(problem)
})
