import { listed, object, orNull, value } from '../sql.ts'

/** What `String.prototype.trim` takes away, which the schema of a pattern trims with. */
const blanks = `E' \\t\\n\\u000B\\f\\r\\u00A0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF'`

/** The pattern of a part, or null for one that the schema does not know: an import may have brought anything. */
const patternJson = orNull(`CASE WHEN jsonb_typeof(part.chord_scale_pattern) = 'array' THEN (
  SELECT CASE WHEN count(*) <= 1000 AND COALESCE(bool_and(jsonb_typeof(step) = 'string'
      AND length(step #>> '{}') <= 100 AND btrim(step #>> '{}', ${blanks}) <> ''), true)
    THEN COALESCE(json_agg(btrim(step #>> '{}', ${blanks}) ORDER BY nth), '[]') END
  FROM jsonb_array_elements(part.chord_scale_pattern) WITH ORDINALITY AS steps (step, nth)) END`)

/**
 * CTEs: `part`, the rows of the pieces whose ids a query gives, and `piece`, these pieces with their parts as `toPiece` and
 * `toPart` make them, each written once.
 * @param withNotation an expression: whether parts have their notation
 */
export const piecesOf = (ids: string, withNotation: string): string => `part AS MATERIALIZED (
  SELECT id, name, piece_id, part_type_id, sample_audio, chord_scale_pattern FROM parts WHERE piece_id IN (${ids})
), transposed AS MATERIALIZED (
  SELECT pt.part_id, string_agg(${transpositionJson(withNotation)}, ',' ORDER BY pt.transposition_id) AS json
  FROM part JOIN part_transpositions pt ON pt.part_id = part.id JOIN transpositions ptr ON ptr.id = pt.transposition_id
  GROUP BY pt.part_id
), sampled AS MATERIALIZED (
  SELECT ps.part_id, string_agg(${object({
    id: 'ps.id',
    instrument: object({ id: 'si.id', name: value('si.name') }),
    sampleAudio: value('ps.sample_audio'),
  })}, ',' ORDER BY ps.instrument_id) AS json
  FROM part JOIN part_instrument_samples ps ON ps.part_id = part.id JOIN instruments si ON si.id = ps.instrument_id
  GROUP BY ps.part_id
), parted AS MATERIALIZED (
  SELECT part.piece_id, string_agg(${object({
    id: 'part.id',
    name: value('part.name'),
    pieceId: 'part.piece_id',
    sampleAudio: value('part.sample_audio'),
    chordScalePattern: patternJson,
    partType: object({ id: 'pty.id', name: value('pty.name') }),
    transpositions: listed('transposed.json'),
    samples: listed('sampled.json'),
  })}, ',' ORDER BY part.id) AS json
  FROM part JOIN part_types pty ON pty.id = part.part_type_id
  LEFT JOIN transposed ON transposed.part_id = part.id LEFT JOIN sampled ON sampled.part_id = part.id
  GROUP BY part.piece_id
), piece AS MATERIALIZED (
  SELECT p.id, ${object({
    id: 'p.id',
    name: value('p.name'),
    slug: value('p.slug'),
    video: value('p.video'),
    audio: value('p.audio'),
    accompaniment: value('p.accompaniment'),
    dateComposed: orNull(value('p.date_composed')),
    composer: orNull(
      `CASE WHEN co.id IS NOT NULL THEN ${object({ id: 'co.id', name: value('co.name'), url: value('co.url') })} END`,
    ),
    ensembleType: object({ id: 'et.id', name: value('et.name') }),
    parts: listed('parted.json'),
  })} AS json
  FROM pieces p JOIN ensemble_types et ON et.id = p.ensemble_type_id LEFT JOIN composers co ON co.id = p.composer_id
  LEFT JOIN parted ON parted.piece_id = p.id
  WHERE p.id IN (${ids})
)`

const transpositionJson = (withNotation: string): string => {
  const fields = { id: 'ptr.id', name: value('ptr.name') }
  return `CASE WHEN ${withNotation} THEN ${object({ ...fields, notation: value('pt.notation') })} ELSE ${object(fields)} END`
}
