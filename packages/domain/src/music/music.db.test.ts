import { beforeAll, describe, expect, it } from 'vitest'
import {
  createTeacher,
  createPiece as createTestPiece,
  createUser,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { getInstrument, listInstruments } from '../instruments/index.ts'
import { createPiece, createPieceInput, getPiece, listPieces, listPiecesInput } from './index.ts'

let database: TestDatabase
let teacher: TestUser

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  teacher = await createTeacher(database)
})

it('has thirty instruments, each with what it reads', async () => {
  const instruments = await listInstruments(teacher.ctx)
  expect(instruments).toHaveLength(30)
  const horn = instruments.find(({ name }) => name === 'F Horn')
  expect(horn).toMatchObject({ midiProgramNumber: 61, transposition: { name: 'F' } })
  expect(await getInstrument(teacher.ctx, { id: horn?.id as number })).toEqual(horn)
  await expect(getInstrument(teacher.ctx, { id: 999_999 })).rejects.toMatchObject({ code: 'not-found' })
})

describe('a piece', () => {
  const input = {
    name: 'New Tune',
    ensembleType: 'Band',
    composer: { name: 'A. Nonymous', url: '' },
    dateComposed: '1824-05-07',
    parts: [
      {
        name: 'New Tune Melody',
        partType: 'Melody',
        chordScalePattern: ['tonic'],
        transpositions: [{ transposition: 'Bb', notation: '<score-partwise/>' }, { transposition: 'F' }],
      },
    ],
  }

  it('comes into the library with its parts, its composer once', async () => {
    const made = await createPiece(teacher.ctx, createPieceInput.parse(input))
    const again = await createPiece(teacher.ctx, createPieceInput.parse(input))
    expect([made.slug, again.slug]).toEqual(['new-tune', 'new-tune-1'])
    expect(again.composer?.id).toBe(made.composer?.id)
    const piece = await getPiece(teacher.ctx, { id: made.id })
    expect(piece).toMatchObject({ name: 'New Tune', dateComposed: '1824-05-07', ensembleType: { name: 'Band' } })
    expect(piece.parts[0]).toMatchObject({
      partType: { name: 'Melody' },
      chordScalePattern: ['tonic'],
      transpositions: [
        { name: 'Bb', notation: '<score-partwise/>' },
        { name: 'F', notation: '' },
      ],
    })
  })

  it('is refused with names that are not known or stand twice, and nothing of it stays', async () => {
    const before = await database.db.piece.count()
    const melody = input.parts[0]
    const wrong = [
      { ...input, ensembleType: 'Choir' },
      { ...input, parts: [{ ...melody, partType: 'Descant' }] },
      { ...input, parts: [melody, melody] },
      { ...input, parts: [{ ...melody, transpositions: [{ transposition: 'H' }] }] },
      { ...input, parts: [{ ...melody, transpositions: [{ transposition: 'F' }, { transposition: 'F' }] }] },
    ]
    for (const piece of wrong)
      await expect(createPiece(teacher.ctx, createPieceInput.parse(piece))).rejects.toMatchObject({ code: 'invalid' })
    expect(await database.db.piece.count()).toBe(before)
  })

  it('is for teachers and administrators to add', async () => {
    const student = await createUser(database, { groups: ['STUDENT'] })
    await expect(createPiece(student.ctx, createPieceInput.parse(input))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is found by words of its name or composer, and by its ensemble', async () => {
    const piece = await createTestPiece(database, { name: 'Sailing_100% Song' })
    const find = async (options: Parameters<typeof listPiecesInput.parse>[0]) =>
      (await listPieces(teacher.ctx, listPiecesInput.parse(options))).map(({ id }) => id)
    expect(await find({ search: 'song SAILING' })).toEqual([piece.id])
    expect(await find({ search: `composer ${piece.slug}` })).toEqual([piece.id])
    expect(await find({ search: '100%' })).toEqual([piece.id])
    expect(await find({ search: 'g_100' })).toEqual([piece.id])
    expect(await find({ search: 'Song', ensembleType: 'Orchestra' })).toEqual([])
    expect(await find({})).toContain(piece.id)
  })
})
