import { object, orNull, value } from '../sql.ts'

/** A CTE: every instrument, written once. There are some dozens; those who play them are thousands. */
export const instruments = `instrument AS MATERIALIZED (
  SELECT i.id, ${object({
    id: 'i.id',
    name: value('i.name'),
    midiProgramNumber: 'i.midi_program_number',
    transposition: object({ id: 'tr.id', name: value('tr.name') }),
  })} AS json
  FROM instruments i JOIN transpositions tr ON tr.id = i.transposition_id
)`

/** Joins the instrument whose id an expression gives, for `instrumentJson`. */
export const joinInstrument = (id: string): string => `LEFT JOIN instrument ON instrument.id = ${id}`

/** The instrument joined, or null where there is none. */
export const instrumentJson = orNull('instrument.json')
