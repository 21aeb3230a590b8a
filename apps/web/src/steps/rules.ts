/** How far somebody is with the steps: pure decisions over what the server has and what it has not heard of yet. */
import type { Outputs } from '../api/client.ts'
import { type Deed, type Question, type Step, type StepNumber, stepNumbers, steps } from './catalogue.ts'
import type { Entry } from './outbox.ts'

/** What the server has of the steps. */
export type Saved = Pick<
  Outputs['progress']['open'],
  'currentStep' | 'finishedAt' | 'stepCompletions' | 'questionResponses' | 'audioMetadata'
>

/** How the player was left. */
export type Listening = {
  /** A share of the written tempo. */
  rate: number
  /** Where in the score one goes on, in quarter notes. */
  position: number
  /** Where in the library's recording, in seconds. */
  sampleTime: number
}

export const untouched: Listening = { rate: 1, position: 0, sampleTime: 0 }

export type Progress = {
  currentStep: number
  isFinished: boolean
  answers: Record<string, string>
  /** Step to what was done in it. */
  deeds: Record<string, string[]>
  listening: Listening
}

const lastStep = 4

const asText = (answer: unknown): string =>
  typeof answer === 'string' ? answer : answer === null || answer === undefined ? '' : JSON.stringify(answer)

/** Answers of any kind, as text. */
export const answersOf = (responses: Saved['questionResponses']): Record<string, string> =>
  Object.fromEntries(Object.entries(responses).map(([question, answer]) => [question, asText(answer)]))

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : otherwise

const listeningOf = ({ rate, position, sampleTime }: Saved['audioMetadata']): Listening => ({
  rate: numberOr(rate, untouched.rate) || untouched.rate,
  position: numberOr(position, untouched.position),
  sampleTime: numberOr(sampleTime, untouched.sampleTime),
})

/** What the server has, as it will be when it has heard of everything that waits in this browser. */
export const progressOf = (saved: Saved, waiting: readonly Entry[]): Progress => {
  const progress: Progress = {
    currentStep: saved.currentStep,
    isFinished: saved.finishedAt !== null,
    answers: answersOf(saved.questionResponses),
    deeds: { ...saved.stepCompletions },
    listening: listeningOf(saved.audioMetadata),
  }
  for (const entry of waiting)
    switch (entry.kind) {
      case 'event':
        progress.deeds[entry.step] = [...(progress.deeds[entry.step] ?? []), entry.operation]
        break
      case 'answer':
        progress.answers[entry.question] = entry.value
        break
      case 'listening':
        progress.listening = listeningOf(entry.metadata)
        break
      case 'submit':
        progress.currentStep = Math.max(progress.currentStep, Math.min(entry.step + 1, lastStep))
        if (entry.step === lastStep) progress.isFinished = true
        break
    }
  return progress
}

export type StepState = 'finished' | 'open' | 'closed'

type Far = Pick<Progress, 'currentStep' | 'isFinished'>

/** Steps open one after the other; those that are finished stay to be read. */
export const stateOf = (step: StepNumber, { currentStep, isFinished }: Far): StepState => {
  if (isFinished || step < currentStep) return 'finished'
  return step === currentStep ? 'open' : 'closed'
}

type Begun = { currentStep: number; finishedAt: string | null }

/** How far somebody is, by what an assignment says of it and what waits in this browser. */
export const farOf = (begun: Begun | null, waiting: readonly Entry[]): Far => {
  const saved = begun ?? { currentStep: 1, finishedAt: null }
  const { currentStep, isFinished } = progressOf(
    { ...saved, stepCompletions: {}, questionResponses: {}, audioMetadata: {} },
    waiting,
  )
  return { currentStep, isFinished }
}

/** How many steps are finished. */
export const finishedSteps = (far: Far): number =>
  stepNumbers.filter((step) => stateOf(step, far) === 'finished').length

/** What is left to do in a step before it can be finished; `canListen` is false where there is nothing to hear. */
export const missingIn = (
  { number, questions, deeds }: Step,
  { answers, deeds: done }: Pick<Progress, 'answers' | 'deeds'>,
  canListen: boolean,
): { questions: Question[]; deeds: Deed[] } => ({
  questions: questions.filter(({ id }) => (answers[id] ?? '').trim() === ''),
  deeds: canListen ? deeds.filter((deed) => !(done[number] ?? []).includes(deed)) : [],
})

/** Answers to questions that no step asks: of another program, or of an earlier version of this one. */
export const otherAnswers = (answers: Record<string, string>): [question: string, answer: string][] => {
  const known = new Set<string>(steps.flatMap(({ questions }) => questions.map(({ id }) => id)))
  return Object.entries(answers).filter(([question, answer]) => !known.has(question) && answer !== '')
}
