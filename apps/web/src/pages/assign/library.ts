/** The library as it is searched for something to assign: pure. */
import type { Outputs } from '../../api/client.ts'

export type Piece = Outputs['music']['pieces'][number]
export type Plan = Outputs['plans']['ofCourse'][number]

export type LibraryEntry = { piece: Piece; plans: Plan[]; isAssigned: boolean }

export type Filter = { search: string; ensemble: string | null; show: 'all' | 'not yet' | 'assigned' }

/** Every piece with the plans that a course is offered for it. */
export const entriesOf = (pieces: Piece[], plans: Plan[], assigned: ReadonlySet<number>): LibraryEntry[] =>
  pieces.map((piece) => ({
    piece,
    plans: plans.filter((plan) => plan.piece.id === piece.id),
    isAssigned: assigned.has(piece.id),
  }))

/** The names of the ensembles that there is something for. */
export const ensemblesOf = (pieces: Piece[]): string[] => [
  ...new Set(pieces.map(({ ensembleType }) => ensembleType.name)),
]

/** Those that every word of the search and both filters fit. */
export const findEntries = (entries: LibraryEntry[], { search, ensemble, show }: Filter): LibraryEntry[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ piece, isAssigned }) => {
    const where = `${piece.name} ${piece.composer?.name ?? ''}`.toLowerCase()
    return (
      words.every((word) => where.includes(word)) &&
      (ensemble === null || piece.ensembleType.name === ensemble) &&
      (show === 'all' || isAssigned === (show === 'assigned'))
    )
  })
}
