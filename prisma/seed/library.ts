/** The music library of the seed, as rows without ids: pieces with their parts, plans and curricula. */
import { partFor } from './parts.ts'
import { type ActivityTypeName, type EnsembleName, type TranspositionName, transpositions } from './reference.ts'
import { type Harmony, type Tune, type TuneComposer, tunes } from './tunes.ts'

export type LibraryPart = {
  name: string
  partType: 'Melody' | 'Bassline'
  chordScalePattern: readonly Harmony[] | null
  /** All eight; the notation is MusicXML. */
  transpositions: { transposition: TranspositionName; notation: string }[]
}

export type LibraryPiece = {
  name: string
  slug: string
  composer: TuneComposer | null
  ensemble: EnsembleName
  /** ISO date. */
  dateComposed: string | null
  parts: LibraryPart[]
}

export type LibraryPlan = {
  name: string
  pieceSlug: string
  type: 'TELEPHONE_FIXED' | null
  /** In the order of the plan. */
  activities: readonly ActivityTypeName[]
}

export type LibraryCurriculum = {
  name: string
  ordered: boolean
  /** Names of plans, in the order of the curriculum. */
  plans: string[]
}

/** @returns every piece of the seed with its melody and bass line, written out for each transposition */
export const libraryRows = (): LibraryPiece[] =>
  tunes.map((tune) => ({
    name: tune.name,
    slug: slugOf(tune.name),
    composer: tune.composer,
    ensemble: tune.ensemble,
    dateComposed: tune.dateComposed,
    parts: [partOf(tune, 'Melody'), partOf(tune, 'Bassline')],
  }))

const partOf = (tune: Tune, partType: LibraryPart['partType']): LibraryPart => ({
  name: `${tune.name} ${partType}`,
  partType,
  chordScalePattern: tune.chordScalePattern,
  transpositions: transpositions.map((transposition) => ({
    transposition,
    notation: partFor(tune, partType, transposition),
  })),
})

const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')

const wholePlan = ({ name }: Tune): LibraryPlan => ({
  name: `ALL-${name}`,
  pieceSlug: slugOf(name),
  type: null,
  activities: ['Melody', 'Bassline', 'Creativity', 'Reflection', 'MelodyPost', 'BasslinePost'],
})

// Passed on from player to player, a tune has to be short enough to remember.
const telephonePlan: LibraryPlan = {
  name: 'Telephone Hot Cross Buns',
  pieceSlug: 'hot-cross-buns',
  type: 'TELEPHONE_FIXED',
  activities: ['Aural', 'Theoretical', 'Exploratory'],
}

// Its four steps take longer than the tune: a short one is listened to more than once.
const studyPlan: LibraryPlan = {
  name: 'Study Hot Cross Buns',
  pieceSlug: 'hot-cross-buns',
  type: null,
  activities: ['Study'],
}

/** A plan with everything for each piece, one for groups, and one in steps. */
export const plans: readonly LibraryPlan[] = [...tunes.map(wholePlan), telephonePlan, studyPlan]

const namesFor = (ensemble: EnsembleName): string[] =>
  tunes.filter((tune) => tune.ensemble === ensemble).map((tune) => wholePlan(tune).name)

export const curricula: readonly LibraryCurriculum[] = [
  {
    name: 'First Year Band',
    ordered: true,
    plans: namesFor('Band').toSpliced(1, 0, telephonePlan.name, studyPlan.name),
  },
  { name: 'First Year Strings', ordered: false, plans: namesFor('Orchestra') },
]
