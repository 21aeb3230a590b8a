import { describe, expect, it } from 'vitest'
import { newKey } from './new-key.ts'
import { createOutbox, type Entry, type Target } from './outbox.ts'
import { type Calls, sendAll } from './send.ts'

const target: Target = { userId: 7, course: 'band', assignmentId: 3 }

/** A storage of a browser, in memory; `size` is how many entries fit. */
const browser = (size = 1000) => {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (kept.size >= size && !kept.has(key)) throw new Error('QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: (key: string) => void kept.delete(key),
  }
}

const event = (operation: string, at = 1000): Entry => ({
  kind: 'event',
  key: newKey(),
  step: 1,
  operation,
  data: {},
  at,
})
const answer = (value: string, question = 'q1'): Entry => ({ kind: 'answer', question, value })

const saved = { currentStep: 1, finishedAt: null, stepCompletions: {}, questionResponses: {}, audioMetadata: {} }

/** A server that keeps what it is sent, as the real one does: an event by its key. `fails` says which calls break off. */
const server = (fails: (call: number) => 'before' | 'after' | null = () => null) => {
  const events: { key: string; operation: string; ago: number }[] = []
  const calls: string[] = []
  const took = async (name: string, keep: () => void) => {
    calls.push(name)
    const failure = fails(calls.length)
    if (failure === 'before') throw new Error('cut off')
    keep()
    // The work is done, and its answer lost on the way back.
    if (failure === 'after') throw new Error('cut off')
    return saved
  }
  const procedures: Calls = {
    logEvents: (input) =>
      took(`events ${input.events.length}`, () => {
        for (const one of input.events) if (!events.some(({ key }) => key === one.key)) events.push(one)
      }),
    saveResponse: ({ questionId, response }) => took(`${questionId}=${response}`, () => {}),
    saveAudioState: ({ metadata }) => took(`audio ${JSON.stringify(metadata)}`, () => {}),
    submitStep: ({ step }) => took(`submit ${step}`, () => {}),
  }
  return { events, calls, procedures }
}

const entries = (outbox: ReturnType<typeof createOutbox>, of = target): Entry[] =>
  outbox.entriesOf(of).map(({ entry }) => entry)

describe('the outbox', () => {
  it('keeps events in the order in which they happened, over a reload', () => {
    const storage = browser()
    const outbox = createOutbox(storage)
    for (const operation of ['a', 'b', 'c']) outbox.put(target, event(operation))
    outbox.put(target, event('earlier', 999))
    const after = entries(createOutbox(storage))
    expect(after.map((entry) => entry.kind === 'event' && entry.operation)).toEqual(['earlier', 'a', 'b', 'c'])
  })

  it('keeps the latest of an answer, of the player and of a finished step', () => {
    const outbox = createOutbox(browser())
    for (const value of ['s', 'so', 'soft']) outbox.put(target, answer(value))
    outbox.put(target, answer('other', 'q2'))
    outbox.put(target, { kind: 'submit', step: 1 })
    outbox.put(target, { kind: 'submit', step: 1 })
    expect(entries(outbox)).toEqual([answer('soft'), answer('other', 'q2'), { kind: 'submit', step: 1 }])
  })

  it('is apart for each person and assignment', () => {
    const outbox = createOutbox(browser())
    outbox.put(target, answer('mine'))
    outbox.put({ ...target, userId: 8 }, answer('theirs'))
    outbox.put({ ...target, assignmentId: 33 }, answer('elsewhere'))
    expect(entries(outbox)).toEqual([answer('mine')])
    expect(outbox.targetsOf(7)).toEqual([target, { ...target, assignmentId: 33 }])
  })

  it('holds in memory what the browser does not keep, and says so', () => {
    const outbox = createOutbox(browser(1))
    expect([outbox.put(target, answer('kept')), outbox.put(target, answer('not kept', 'q2'))]).toEqual([true, false])
    expect(entries(outbox)).toEqual([answer('kept'), answer('not kept', 'q2')])
  })

  it('forgets what is confirmed, not what was written over it meanwhile', () => {
    const outbox = createOutbox(browser())
    outbox.put(target, answer('so'))
    const sent = outbox.entriesOf(target)
    outbox.put(target, answer('soft'))
    outbox.confirm(sent)
    expect(entries(outbox)).toEqual([answer('soft')])
  })
})

describe('sending', () => {
  it('goes in an order in which every answer is true: events in batches, answers, the player, the finished step', async () => {
    const outbox = createOutbox(browser())
    const { procedures, calls } = server()
    outbox.put(target, { kind: 'submit', step: 1 })
    outbox.put(target, { kind: 'listening', metadata: { rate: 0.8 } })
    outbox.put(target, answer('soft'))
    for (let count = 0; count < 130; count += 1) outbox.put(target, event('play'))
    await sendAll(outbox, target, procedures, () => {})
    expect(calls).toEqual(['events 100', 'events 30', 'q1=soft', 'audio {"rate":0.8}', 'submit 1'])
    expect(entries(outbox)).toEqual([])
  })

  it('says how long ago it was, whatever the clock says', async () => {
    const outbox = createOutbox(browser())
    const { procedures, events } = server()
    outbox.put(target, event('play', 1000))
    outbox.put(target, event('of a clock set back', 90_000))
    await sendAll(
      outbox,
      target,
      procedures,
      () => {},
      () => 61_000,
    )
    expect(events.map(({ ago }) => ago)).toEqual([60_000, 0])
  })

  it.each(['before', 'after'] as const)(
    'that breaks off %s the server has it loses nothing, and doubles nothing',
    async (when) => {
      for (const broken of [1, 2, 3]) {
        const outbox = createOutbox(browser())
        const { procedures, events, calls } = server((call) => (call === broken ? when : null))
        for (const operation of ['a', 'b', 'c']) outbox.put(target, event(operation))
        outbox.put(target, answer('soft'))
        outbox.put(target, { kind: 'submit', step: 1 })
        await expect(sendAll(outbox, target, procedures, () => {})).rejects.toThrow('cut off')
        expect(entries(outbox).length).toBeGreaterThan(0)
        outbox.put(target, event('d', 2000))
        await sendAll(outbox, target, procedures, () => {})
        expect(events.map(({ operation }) => operation)).toEqual(['a', 'b', 'c', 'd'])
        expect(calls).toContain('q1=soft')
        expect(calls.at(-1)).toMatch(/^submit 1|^events 1$/)
        expect(entries(outbox)).toEqual([])
      }
    },
  )

  it('tells what the server has before it forgets, so that no page falls back in between', async () => {
    const outbox = createOutbox(browser())
    outbox.put(target, answer('soft'))
    const waiting: number[] = []
    await sendAll(outbox, target, server().procedures, () => waiting.push(entries(outbox).length))
    expect(waiting).toEqual([1])
  })
})

it('keys are random UUIDs', () => {
  const keys = Array.from({ length: 100 }, newKey)
  expect(new Set(keys).size).toBe(100)
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
