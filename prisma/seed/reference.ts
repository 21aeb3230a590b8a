/** What every MusicCPR site begins with: instruments, and what a student can be asked to do with a piece. */

/** What an instrument reads. The order is that of the ids in the Django database. */
export const transpositions = [
  'Alto Clef',
  'Bb',
  'Concert Pitch BC',
  'Concert Pitch BC 8vb',
  'Concert Pitch TC',
  'Concert Pitch TC 8va',
  'Eb',
  'F',
] as const

export type TranspositionName = (typeof transpositions)[number]

export type ReferenceInstrument = {
  name: string
  transposition: TranspositionName
  /** General MIDI program, 1 to 128. */
  midiProgramNumber: number
}

export const instruments: readonly ReferenceInstrument[] = [
  { name: 'Viola', transposition: 'Alto Clef', midiProgramNumber: 42 },
  { name: 'Baritone TC', transposition: 'Bb', midiProgramNumber: 58 },
  { name: 'Bass Clarinet', transposition: 'Bb', midiProgramNumber: 72 },
  { name: 'Bb Clarinet', transposition: 'Bb', midiProgramNumber: 72 },
  { name: 'Bb Cornet', transposition: 'Bb', midiProgramNumber: 57 },
  { name: 'Bb Soprano Saxophone', transposition: 'Bb', midiProgramNumber: 65 },
  { name: 'Bb Tenor Saxophone', transposition: 'Bb', midiProgramNumber: 67 },
  { name: 'Bb Trumpet', transposition: 'Bb', midiProgramNumber: 57 },
  { name: 'Bassoon', transposition: 'Concert Pitch BC', midiProgramNumber: 71 },
  { name: 'Cello', transposition: 'Concert Pitch BC', midiProgramNumber: 43 },
  { name: 'Euphonium BC', transposition: 'Concert Pitch BC', midiProgramNumber: 58 },
  { name: 'Trombone', transposition: 'Concert Pitch BC', midiProgramNumber: 58 },
  { name: 'Bass', transposition: 'Concert Pitch BC 8vb', midiProgramNumber: 33 },
  { name: 'Bass Trombone', transposition: 'Concert Pitch BC 8vb', midiProgramNumber: 58 },
  { name: 'Contrabassoon', transposition: 'Concert Pitch BC 8vb', midiProgramNumber: 71 },
  { name: 'String Bass', transposition: 'Concert Pitch BC 8vb', midiProgramNumber: 33 },
  { name: 'Tuba', transposition: 'Concert Pitch BC 8vb', midiProgramNumber: 59 },
  { name: 'Oboe', transposition: 'Concert Pitch TC', midiProgramNumber: 69 },
  { name: 'Percussion', transposition: 'Concert Pitch TC', midiProgramNumber: 13 },
  { name: 'Piano', transposition: 'Concert Pitch TC', midiProgramNumber: 1 },
  { name: 'Flute', transposition: 'Concert Pitch TC 8va', midiProgramNumber: 74 },
  { name: 'Piccolo', transposition: 'Concert Pitch TC 8va', midiProgramNumber: 73 },
  { name: 'Violin', transposition: 'Concert Pitch TC 8va', midiProgramNumber: 41 },
  { name: 'Contrabass Clarinet', transposition: 'Eb', midiProgramNumber: 72 },
  { name: 'Eb Alto Clarinet', transposition: 'Eb', midiProgramNumber: 72 },
  { name: 'Eb Alto Horn', transposition: 'Eb', midiProgramNumber: 61 },
  { name: 'Eb Alto Saxophone', transposition: 'Eb', midiProgramNumber: 66 },
  { name: 'Eb Baritone Saxophone', transposition: 'Eb', midiProgramNumber: 68 },
  { name: 'Eb Soprano Clarinet', transposition: 'Eb', midiProgramNumber: 72 },
  { name: 'F Horn', transposition: 'F', midiProgramNumber: 61 },
]

export const ensembleTypes = ['Band', 'Orchestra'] as const
export type EnsembleName = (typeof ensembleTypes)[number]

export const partTypes = ['Melody', 'Bassline', 'Combined'] as const
export type PartTypeName = (typeof partTypes)[number]

export const activityCategories = [
  'Perform',
  'Create',
  'Respond',
  'Connect',
  'Connect Benjamin',
  'Connect Danyew',
  'Connect Green',
  'PerformPost',
  'Study',
] as const
export type ActivityCategoryName = (typeof activityCategories)[number]

export const activityTypes = [
  { name: 'Melody', category: 'Perform' },
  { name: 'Bassline', category: 'Perform' },
  { name: 'Creativity', category: 'Create' },
  { name: 'Reflection', category: 'Respond' },
  { name: 'Connect Benjamin', category: 'Connect Benjamin' },
  { name: 'Connect Danyew', category: 'Connect Danyew' },
  { name: 'Connect Green', category: 'Connect Green' },
  { name: 'Connect Beginner', category: 'Connect' },
  { name: 'MelodyPost', category: 'PerformPost' },
  { name: 'BasslinePost', category: 'PerformPost' },
  { name: 'Aural', category: 'Create' },
  { name: 'Theoretical', category: 'Create' },
  { name: 'Exploratory', category: 'Create' },
  { name: 'Study', category: 'Study' },
] as const satisfies readonly { name: string; category: ActivityCategoryName }[]
export type ActivityTypeName = (typeof activityTypes)[number]['name']

export { activities } from './activities.ts'
