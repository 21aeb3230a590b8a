/** Pieces as administrators change them: fields, parts, notation, recordings. */
import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createPlan,
  createTeacher,
  createPiece as createTestPiece,
  createUser,
  enrollStudents,
  instrumentId,
  mediaFiles,
  type TestDatabase,
  type TestPiece,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import { openFile } from '../media/index.ts'
import { createSubmission } from '../submissions/index.ts'
import {
  attachRecording,
  choices,
  createPiece,
  createPieceInput,
  getPiece,
  pieceUse,
  removeRecording,
  updatePiece,
  updatePieceInput,
} from './index.ts'

let database: TestDatabase
let admin: TestUser
let piece: TestPiece
let melody: number

const score = (what: string) => `<score-partwise version="4.0"><work-title>${what}</work-title></score-partwise>`

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  admin = await createAdministrator(database)
})

beforeEach(async () => {
  piece = await createTestPiece(database)
  melody = piece.parts.Melody as number
})

const update = (input: object, who = admin) => updatePiece(who.ctx, updatePieceInput.parse({ id: piece.id, ...input }))

it('says what pieces are made of', async () => {
  const { ensembleTypes, partTypes, transpositions, composers } = await choices(admin.ctx)
  expect(ensembleTypes.map(({ name }) => name)).toEqual(['Band', 'Orchestra'])
  expect(partTypes.map(({ name }) => name)).toEqual(['Melody', 'Bassline', 'Combined'])
  expect(transpositions).toHaveLength(8)
  expect(composers.map(({ name }) => name)).toContain(`Composer of ${piece.slug}`)
})

describe('the fields of a piece', () => {
  it('change as they are given, and its slug stays', async () => {
    const changed = await update({
      name: 'Renamed',
      ensembleType: 'Orchestra',
      composer: { name: 'New Composer' },
      video: 'https://example.org/watch?v=1',
      dateComposed: '1824-05-07',
    })
    expect(changed).toMatchObject({
      name: 'Renamed',
      slug: piece.slug,
      ensembleType: { name: 'Orchestra' },
      composer: { name: 'New Composer' },
      video: 'https://example.org/watch?v=1',
      dateComposed: '1824-05-07',
    })
    expect(await update({ composer: null, video: '', dateComposed: null })).toMatchObject({
      name: 'Renamed',
      composer: null,
      video: '',
      dateComposed: null,
    })
    const trail = await database.db.auditEntry.findMany({
      where: { action: 'music.updatePiece', subjectIds: { has: piece.id } },
      orderBy: { id: 'asc' },
    })
    expect(trail).toMatchObject([
      { subjectType: 'Piece', actorId: admin.id, data: { partsRemoved: [] } },
      { subjectType: 'Piece', data: { changed: ['video', 'composerId', 'dateComposed'] } },
    ])
  })

  it('are refused where they cannot be meant, and nothing of the change stays', async () => {
    await expect(update({ name: 'Half', ensembleType: 'Choir' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(update({ name: 'Half', removePartIds: [999_999] })).rejects.toMatchObject({
      details: { entity: 'Part' },
    })
    expect((await getPiece(admin.ctx, { id: piece.id })).name).toBe(piece.name)
    await expect(update({ id: 999_999 })).rejects.toMatchObject({ details: { entity: 'Piece' } })
    for (const video of ['javascript:alert(1)', 'not an address', 'data:text/html,x'])
      expect(updatePieceInput.safeParse({ id: 1, video }).success).toBe(false)
  })

  it('are for administrators: teachers and students change nothing', async () => {
    const [teacher, student] = [await createTeacher(database), await createUser(database, { groups: ['STUDENT'] })]
    for (const who of [teacher, student])
      await expect(update({ name: 'Mine' }, who)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the parts of a piece', () => {
  it('are added, changed and removed at once; what is not named stays', async () => {
    const bassline = piece.parts.Bassline as number
    await update({
      addParts: [
        { name: 'Both', partType: 'Combined', notations: [{ transposition: 'F', notation: score('combined in F') }] },
      ],
      changeParts: [
        {
          id: melody,
          name: 'The Tune',
          notations: [
            { transposition: 'Bb', notation: score('tune in Bb') },
            { transposition: 'Concert Pitch TC', notation: null },
            { transposition: 'Eb', notation: score('tune in Eb') },
          ],
        },
      ],
      removePartIds: [bassline],
    })
    const { parts } = await getPiece(admin.ctx, { id: piece.id })
    expect(parts).toMatchObject([
      {
        id: melody,
        name: 'The Tune',
        chordScalePattern: ['tonic', 'dominant'],
        transpositions: [
          { name: 'Bb', notation: score('tune in Bb') },
          { name: 'Eb', notation: score('tune in Eb') },
        ],
      },
      {
        name: 'Both',
        partType: { name: 'Combined' },
        chordScalePattern: null,
        transpositions: [{ name: 'F', notation: score('combined in F') }],
      },
    ])
    await update({ changeParts: [{ id: melody, chordScalePattern: null }] })
    expect((await getPiece(admin.ctx, { id: piece.id })).parts[0]?.chordScalePattern).toBeNull()
  })

  it('are one of a type, of this piece, and of names that are known', async () => {
    const other = await createTestPiece(database)
    const wrong: [object, object][] = [
      [{ addParts: [{ name: 'Again', partType: 'Melody' }] }, { code: 'invalid', details: { field: 'partType' } }],
      [{ addParts: [{ name: 'x', partType: 'Descant' }] }, { code: 'invalid' }],
      [
        { addParts: ['a', 'b'].map((name) => ({ name, partType: 'Combined' })) },
        { code: 'invalid', details: { field: 'partType' } },
      ],
      [
        { changeParts: [{ id: melody, notations: [{ transposition: 'H', notation: score('h') }] }] },
        { code: 'invalid' },
      ],
      [{ changeParts: [{ id: other.parts.Melody, name: 'Stolen' }] }, { code: 'not-found' }],
      [{ removePartIds: [other.parts.Melody] }, { code: 'not-found' }],
    ]
    for (const [input, error] of wrong) await expect(update({ name: 'Half', ...input })).rejects.toMatchObject(error)
    expect((await getPiece(admin.ctx, { id: piece.id })).name).toBe(piece.name)
    // A type that is free again can be taken in the same change.
    await update({ removePartIds: [melody], addParts: [{ name: 'New Melody', partType: 'Melody' }] })
    expect((await getPiece(admin.ctx, { id: piece.id })).parts.map(({ name }) => name)).toContain('New Melody')
  })

  it('take MusicXML alone as their notation', async () => {
    const parsed = updatePieceInput.safeParse({
      id: 1,
      changeParts: [
        { id: 1, notations: [{ transposition: 'Bb', notation: '<score-partwise><part></score-partwise>' }] },
      ],
    })
    expect(parsed.error?.issues).toMatchObject([
      { path: ['changeParts', 0, 'notations', 0, 'notation'], message: expect.stringContaining('line 1') },
    ])
    const broken = createPieceInput.parse({
      name: 'Broken',
      ensembleType: 'Band',
      parts: [{ name: 'x', partType: 'Melody', transpositions: [{ transposition: 'F', notation: '<html/>' }] }],
    })
    await expect(createPiece(admin.ctx, broken)).rejects.toMatchObject({ details: { field: 'notation' } })
  })

  it('stay where students handed in work on them', async () => {
    const course = await createCourse(database)
    const [student] = await enrollStudents(database, course, 1)
    const plan = await createPlan(database, { piece, types: ['Melody'] })
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    const assignment = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
    const submissionsOf = async () => {
      const { courses, parts } = await pieceUse(admin.ctx, { id: piece.id })
      return { courses, ...Object.fromEntries(parts.map(({ id, submissions }) => [id, submissions])) }
    }
    expect(await submissionsOf()).toEqual({ courses: 1, [melody]: 0, [piece.parts.Bassline as number]: 0 })
    await createSubmission(student?.ctx as TestUser['ctx'], {
      course: course.slug,
      courseAssignmentId: assignment.id,
      content: 'played',
    })
    await expect(update({ name: 'Half', removePartIds: [melody] })).rejects.toMatchObject({
      code: 'work-handed-in',
      details: { submissions: 1 },
    })
    expect(await submissionsOf()).toEqual({ courses: 1, [melody]: 1, [piece.parts.Bassline as number]: 0 })
    expect((await getPiece(admin.ctx, { id: piece.id })).name).toBe(piece.name)
    await expect(pieceUse(admin.ctx, { id: 999_999 })).rejects.toMatchObject({ details: { entity: 'Piece' } })
  })
})

describe('a recording of the library', () => {
  const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(1000, 7)])
  const give = (place: object, body = wav, who = admin) =>
    attachRecording(who.ctx, { place: place as never, filename: 'sample.wav', body: Readable.from([body]) })
  const opens = (key: string) => openFile(anonymousCtx(database), { key })

  it('of a part on an instrument, of a part, of a piece: everybody opens it, a new one replaces it', async () => {
    const before = mediaFiles()
    const flute = await instrumentId(database, 'Flute')
    const places = [
      { partId: melody, instrumentId: flute },
      { partId: melody, instrumentId: null },
      { pieceId: piece.id },
    ]
    for (const place of places) {
      const first = await give(place)
      expect(first.key).toMatch(/^library\/sample_\w{7}\.wav$/)
      const second = await give(place)
      expect(await opens(first.key)).toBeNull()
      expect(await opens(second.key)).toMatchObject({ contentType: 'audio/wav', isPublic: true })
    }
    const partsOf = async () => {
      const { parts, accompaniment } = await getPiece(admin.ctx, { id: piece.id })
      return { part: parts.find(({ id }) => id === melody), accompaniment }
    }
    const { part, accompaniment } = await partsOf()
    expect(part?.samples).toMatchObject([{ instrument: { name: 'Flute' } }])
    const kept = mediaFiles().filter((file) => !before.includes(file))
    expect(kept.sort()).toEqual([part?.samples[0]?.sampleAudio, part?.sampleAudio, accompaniment].sort())
    for (const place of places) {
      expect(await removeRecording(admin.ctx, { place: place as never })).toEqual({ removed: true })
      expect(await removeRecording(admin.ctx, { place: place as never })).toEqual({ removed: false })
    }
    expect(mediaFiles()).toEqual(before)
    const after = await partsOf()
    expect([after.accompaniment, after.part?.sampleAudio, after.part?.samples]).toEqual(['', '', []])
  })

  it('goes with its part, but not where another names the same file', async () => {
    const before = mediaFiles()
    const flute = await instrumentId(database, 'Flute')
    const { key } = await give({ partId: melody, instrumentId: flute })
    await give({ partId: melody, instrumentId: null })
    const other = await createTestPiece(database)
    await database.db.piece.update({ where: { id: other.id }, data: { accompaniment: key } })
    await update({ removePartIds: [melody] })
    expect(mediaFiles().filter((file) => !before.includes(file))).toEqual([key])
  })

  it('is refused where it is none, where it is for nothing, and to others; nothing of it is left', async () => {
    const before = mediaFiles()
    const flute = await instrumentId(database, 'Flute')
    const place = { partId: melody, instrumentId: flute }
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    for (const body of [picture, Buffer.from('<svg onload="x"/>'), Buffer.from(score('x'))])
      await expect(give(place, body)).rejects.toMatchObject({ code: 'invalid', details: { field: 'file' } })
    await expect(give({ partId: 999_999, instrumentId: null })).rejects.toMatchObject({ details: { entity: 'Part' } })
    await expect(give({ partId: melody, instrumentId: 999_999 })).rejects.toMatchObject({
      details: { entity: 'Instrument' },
    })
    await expect(give({ pieceId: 999_999 })).rejects.toMatchObject({ details: { entity: 'Piece' } })
    const teacher = await createTeacher(database)
    await expect(give(place, wav, teacher)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeRecording(teacher.ctx, { place: place as never })).rejects.toMatchObject({ code: 'forbidden' })
    expect(mediaFiles()).toEqual(before)
  })
})
