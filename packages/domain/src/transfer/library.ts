/** Instruments and music. */
import { append, type Conversion, carryOver, readAll, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import { freeSlugs } from './slugs.ts'
import type { TableName } from './tables.ts'
import type { WrittenTable } from './target.ts'

export const convertLibrary = async (conversion: Conversion): Promise<void> => {
  await convertNamed(conversion, 'instruments_transposition', 'transpositions')
  await convertInstruments(conversion)
  await convertNamed(conversion, 'musics_ensembletype', 'ensemble_types')
  await convertNamed(conversion, 'musics_parttype', 'part_types')
  await carryOver(conversion, 'musics_composer', 'composers', (row) => row)
  await convertPieces(conversion)
  await convertParts(conversion)
  await convertNotation(conversion)
  await convertSamples(conversion)
}

type Named = Extract<
  TableName,
  'instruments_transposition' | 'musics_ensembletype' | 'musics_parttype' | 'assignments_activitycategory'
>

/** A table of names, of which each is there once. */
export const convertNamed = async (conversion: Conversion, from: Named, to: WrittenTable): Promise<void> => {
  const byName = new Map<string, number>()
  await carryOver(conversion, from, to, ({ id, name }) => {
    const first = byName.get(name)
    if (first === undefined) {
      byName.set(name, id)
      return { id, name }
    }
    conversion.ids(to).merge(id, first)
    conversion.ledger.found('merged', from, id, 'same-name', `${name}: ${first}`)
    return null
  })
}

const convertInstruments = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'instruments_instrument'
  const byName = new Map<string, { id: number; transposition_id: number; midi_program_number: number }>()
  await carryOver(conversion, from, 'instruments', ({ id, name, transposition_id, midi_program_number: midi }) => {
    const transposition = ids('transpositions').get(transposition_id)
    if (transposition === null) {
      ledger.found('skipped', from, id, 'missing-row', `transposition ${transposition_id}`)
      return null
    }
    const fits = midi !== null && midi >= 1 && midi <= 128
    if (!fits) ledger.found('repaired', from, id, 'no-midi-program', String(midi))
    const row = { id, name, transposition_id: transposition, midi_program_number: fits ? midi : 1 }
    const first = byName.get(name)
    if (first === undefined) byName.set(name, row)
    else if (first.transposition_id === transposition && first.midi_program_number === row.midi_program_number) {
      ids('instruments').merge(id, first.id)
      ledger.found('merged', from, id, 'same-name', `${name}: ${first.id}`)
      return null
    } else {
      ledger.found('repaired', from, id, 'same-name-differs', name)
      return { ...row, name: `${name} (${id})` }
    }
    return row
  })
}

const convertPieces = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'musics_piece'
  const freeSlug = freeSlugs('piece')
  await carryOver(conversion, from, 'pieces', ({ composer_id, ensemble_type_id, slug, ...row }) => {
    const ensemble = ids('ensemble_types').get(ensemble_type_id)
    if (ensemble === null) {
      ledger.found('skipped', from, row.id, 'missing-row', `ensemble type ${ensemble_type_id}`)
      return null
    }
    const composer = ids('composers').get(composer_id)
    if (composer === null && composer_id !== null)
      ledger.found('repaired', from, row.id, 'missing-reference', `composer ${composer_id}`)
    const free = freeSlug(slug, row.name)
    if (free !== slug) ledger.found('repaired', from, row.id, 'slug', `${slug}: ${free}`)
    return { ...row, slug: free, composer_id: composer, ensemble_type_id: ensemble }
  })
}

const convertParts = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, target, facts } = conversion
  const from = 'musics_part'
  const typeNames = new Map<number, string>()
  for (const { id, name } of await readAll({ ...conversion, ledger: silent }, 'musics_parttype'))
    typeNames.set(id, name)
  const typeOf = new Map<string, number>()
  for (const [id, name] of typeNames) if (!typeOf.has(name)) typeOf.set(name, id)
  const taken = new Set<string>()

  /** The type of the next part in a piece that has one of this type already. */
  const typeBeside = async (pieceId: number, typeId: number): Promise<number> => {
    for (let nth = 2; ; nth += 1) {
      const name = `${typeNames.get(typeId)} (${nth})`
      let type = typeOf.get(name)
      if (type === undefined) {
        type = ids('part_types').next()
        typeOf.set(name, type)
        typeNames.set(type, name)
        await target.write('part_types', [{ id: type, name }])
      }
      if (!taken.has(`${pieceId}:${type}`)) return type
    }
  }

  for await (const batch of readBatches(conversion, from)) {
    const rows = []
    for (const { piece_id, part_type_id, chord_scale_pattern: pattern, ...row } of batch) {
      const piece = ids('pieces').get(piece_id)
      const type = ids('part_types').get(part_type_id)
      if (piece === null || type === null) {
        const missing = piece === null ? `piece ${piece_id}` : `part type ${part_type_id}`
        ledger.found('skipped', from, row.id, 'missing-row', missing)
        continue
      }
      const second = taken.has(`${piece}:${type}`)
      const ownType = second ? await typeBeside(piece, type) : type
      if (second) ledger.found('repaired', from, row.id, 'second-part', `piece ${piece}`)
      taken.add(`${piece}:${ownType}`)
      if (pattern !== null && !Array.isArray(pattern))
        ledger.found('repaired', from, row.id, 'unexpected-json', JSON.stringify(pattern))
      const list = pattern === null || Array.isArray(pattern) ? pattern : [pattern]
      ids('parts').add(row.id)
      facts.partPieces.set(row.id, piece)
      const partType = { name: typeNames.get(ownType) ?? '' }
      append(facts.partsOfPiece, piece, { id: row.id, partType })
      rows.push({ ...row, piece_id: piece, part_type_id: ownType, chord_scale_pattern: list })
    }
    await target.write('parts', rows)
  }
}

const convertNotation = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'musics_parttransposition'
  // Which row stands for a pair, before any is written: one with notation, if there is one.
  const standing = new Map<string, { id: number; written: boolean }>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, from))
    for (const { id, part_id, transposition_id, flatio } of batch) {
      const pair = `${part_id}:${ids('transpositions').get(transposition_id)}`
      const first = standing.get(pair)
      if (!first || (!first.written && flatio !== '')) standing.set(pair, { id, written: flatio !== '' })
    }
  await carryOver(conversion, from, 'part_transpositions', ({ id, part_id, transposition_id, flatio }) => {
    const part = ids('parts').get(part_id)
    const transposition = ids('transpositions').get(transposition_id)
    if (part === null || transposition === null) {
      const missing = part === null ? `part ${part_id}` : `transposition ${transposition_id}`
      ledger.found('skipped', from, id, 'missing-row', missing)
      return null
    }
    const first = standing.get(`${part_id}:${transposition}`)
    if (first && first.id !== id) {
      ledger.found('merged', from, id, 'second-notation', `${first.id}`)
      return null
    }
    return { id, part_id: part, transposition_id: transposition, notation: flatio }
  })
}

const convertSamples = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'musics_partinstrumentsample'
  const taken = new Map<string, number>()
  await carryOver(conversion, from, 'part_instrument_samples', ({ id, part_id, instrument_id, sample_audio }) => {
    const part = ids('parts').get(part_id)
    const instrument = ids('instruments').get(instrument_id)
    if (part === null || instrument === null) {
      const missing = part === null ? `part ${part_id}` : `instrument ${instrument_id}`
      ledger.found('skipped', from, id, 'missing-row', missing)
      return null
    }
    const pair = `${part}:${instrument}`
    const first = taken.get(pair)
    if (first !== undefined) {
      ledger.found('merged', from, id, 'duplicate', `${first}`)
      return null
    }
    taken.set(pair, id)
    return { id, part_id: part, instrument_id: instrument, sample_audio }
  })
}
