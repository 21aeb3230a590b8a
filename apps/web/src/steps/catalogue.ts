/** The four steps: what each asks, and what is to be done in it. The words stand in `text/steps.ts`. */
import { text } from '../text/index.ts'

export const stepNumbers = [1, 2, 3, 4] as const
export type StepNumber = (typeof stepNumbers)[number]

export type QuestionId = keyof typeof text.steps.questions

/** What a step asks one to do with the player. They are the names of the events that it logs. */
export type Deed = keyof typeof text.steps.deeds

export type Question = {
  /** The answer is kept under it: never given to another question. */
  id: QuestionId
  kind: 'text' | 'choice'
}

export type Step = { number: StepNumber; questions: Question[]; deeds: Deed[] }

export const steps: readonly Step[] = [
  {
    number: 1,
    deeds: ['audio_played'],
    questions: [
      { id: 'study.listen.first', kind: 'text' },
      { id: 'study.listen.known', kind: 'choice' },
      { id: 'study.listen.repeats', kind: 'text' },
    ],
  },
  {
    number: 2,
    deeds: ['audio_played'],
    questions: [
      { id: 'study.look.key', kind: 'text' },
      { id: 'study.look.hardest', kind: 'text' },
    ],
  },
  {
    number: 3,
    deeds: ['tempo_changed', 'audio_played'],
    questions: [
      { id: 'study.practice.tempo', kind: 'text' },
      { id: 'study.practice.how', kind: 'text' },
      { id: 'study.practice.feeling', kind: 'choice' },
    ],
  },
  {
    number: 4,
    deeds: ['audio_played'],
    questions: [
      { id: 'study.back.new', kind: 'text' },
      { id: 'study.back.next', kind: 'text' },
    ],
  },
]

/** The step of an address; null for what is none. */
export const stepOf = (number: number): Step | null => steps.find((step) => step.number === number) ?? null

type Words = { label: string; help?: string; options?: Record<string, string> }

export const wordsOf = (id: QuestionId): Words => text.steps.questions[id]

/** An answer as it is read: the words of a choice, else the text itself. */
export const readAnswer = (id: QuestionId, answer: string): string => wordsOf(id).options?.[answer] ?? answer
