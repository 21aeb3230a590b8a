import { describe, expect, it } from 'vitest'
import { readAnswer, stepNumbers, stepOf, steps, wordsOf } from './catalogue.ts'
import type { Entry } from './outbox.ts'
import { farOf, finishedSteps, missingIn, otherAnswers, progressOf, type Saved, stateOf } from './rules.ts'

const saved = (more: Partial<Saved> = {}): Saved => ({
  currentStep: 1,
  finishedAt: null,
  stepCompletions: {},
  questionResponses: {},
  audioMetadata: {},
  ...more,
})

const event = (step: number, operation: string): Entry => ({
  kind: 'event',
  key: 'k',
  step,
  operation,
  data: {},
  at: 0,
})

describe('the catalogue', () => {
  it('has four steps, and asks no question twice', () => {
    expect(steps.map(({ number }) => number)).toEqual([...stepNumbers])
    const ids = steps.flatMap(({ questions }) => questions.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect([stepOf(0), stepOf(5), stepOf(Number.NaN)]).toEqual([null, null, null])
  })

  it('has options for each choice, and for nothing else', () => {
    for (const { id, kind } of steps.flatMap(({ questions }) => questions))
      expect(wordsOf(id).options !== undefined).toBe(kind === 'choice')
    expect(readAnswer('study.listen.known', 'no')).toBe('No, it is new to me')
    expect(readAnswer('study.listen.first', 'no')).toBe('no')
  })
})

describe('how far somebody is', () => {
  it('is what the server has', () => {
    const progress = progressOf(
      saved({ currentStep: 2, questionResponses: { a: 'louder', b: 4, c: null }, audioMetadata: { rate: 0.8 } }),
      [],
    )
    expect(progress).toMatchObject({ currentStep: 2, isFinished: false, answers: { a: 'louder', b: '4', c: '' } })
    expect(progress.listening).toEqual({ rate: 0.8, position: 0, sampleTime: 0 })
  })

  it('counts what the server has not heard of yet', () => {
    const waiting: Entry[] = [
      { kind: 'answer', question: 'a', value: 'softer' },
      event(1, 'audio_played'),
      { kind: 'submit', step: 1 },
      { kind: 'listening', metadata: { rate: 0.5, position: 4, sampleTime: 0 } },
    ]
    const progress = progressOf(saved({ questionResponses: { a: 'louder' } }), waiting)
    expect(progress).toEqual({
      currentStep: 2,
      isFinished: false,
      answers: { a: 'softer' },
      deeds: { 1: ['audio_played'] },
      listening: { rate: 0.5, position: 4, sampleTime: 0 },
    })
  })

  it('is finished with the fourth step, and never goes back', () => {
    expect(farOf({ currentStep: 4, finishedAt: null }, [])).toEqual({ currentStep: 4, isFinished: false })
    expect(farOf({ currentStep: 4, finishedAt: null }, [{ kind: 'submit', step: 4 }]).isFinished).toBe(true)
    expect(farOf({ currentStep: 3, finishedAt: null }, [{ kind: 'submit', step: 1 }]).currentStep).toBe(3)
    expect(farOf(null, [])).toEqual({ currentStep: 1, isFinished: false })
  })

  it('leaves a player as it is where what was kept of it makes no sense', () => {
    const broken = saved({ audioMetadata: { rate: 0, position: -3, sampleTime: 'late' } })
    expect(progressOf(broken, []).listening).toEqual({ rate: 1, position: 0, sampleTime: 0 })
  })
})

describe('a step', () => {
  const states = (currentStep: number, isFinished = false) =>
    stepNumbers.map((number) => stateOf(number, { currentStep, isFinished }))

  it('opens when the one before it is finished, and stays to be read', () => {
    expect(states(1)).toEqual(['open', 'closed', 'closed', 'closed'])
    expect(states(3)).toEqual(['finished', 'finished', 'open', 'closed'])
    expect(states(4, true)).toEqual(['finished', 'finished', 'finished', 'finished'])
    expect([1, 3, 4].map((currentStep) => finishedSteps({ currentStep, isFinished: false }))).toEqual([0, 2, 3])
    expect(finishedSteps({ currentStep: 4, isFinished: true })).toBe(4)
  })

  it('is finished when everything is answered, and heard where there is something to hear', () => {
    const step = stepOf(1)
    if (!step) throw new Error('no step')
    const nothing = { answers: {}, deeds: {} }
    expect(missingIn(step, nothing, true)).toEqual({ questions: step.questions, deeds: ['audio_played'] })
    expect(missingIn(step, nothing, false).deeds).toEqual([])
    const answers = Object.fromEntries(step.questions.map(({ id }) => [id, 'x']))
    expect(missingIn(step, { answers, deeds: { 2: ['audio_played'] } }, true)).toEqual({
      questions: [],
      deeds: ['audio_played'],
    })
    expect(missingIn(step, { answers, deeds: { 1: ['audio_played'] } }, true)).toEqual({ questions: [], deeds: [] })
    expect(
      missingIn(step, { answers: { ...answers, 'study.listen.first': '  ' }, deeds: {} }, false).questions,
    ).toEqual([{ id: 'study.listen.first', kind: 'text' }])
  })
})

it('answers to the questions of another program are not lost', () => {
  expect(otherAnswers({ 'study.listen.first': 'a drum', waveform: 'it is flat', empty: '' })).toEqual([
    ['waveform', 'it is flat'],
  ])
})
