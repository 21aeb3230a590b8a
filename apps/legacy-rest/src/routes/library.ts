import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pathId } from '../fields.ts'
import { refusals } from '../resources/common.ts'
import { instrument, toInstrument } from '../resources/instruments.ts'
import { newPiece, piece, toPiece, writtenPiece } from '../resources/music.ts'

const config = { ofLibrary: true }

/** Instruments and pieces, the same for everybody. */
export const libraryRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/instruments/',
    { config, schema: { response: { 200: z.array(instrument), ...refusals } } },
    async ({ caller }) => (await caller.instruments.list()).map(toInstrument),
  )

  server.get(
    '/instruments/:id/',
    { config, schema: { params: z.object({ id: pathId('Instrument') }), response: { 200: instrument, ...refusals } } },
    async ({ caller, params }) => toInstrument(await caller.instruments.get(params)),
  )

  server.get(
    '/pieces/',
    { config, schema: { response: { 200: z.array(piece), ...refusals } } },
    async ({ caller, links }) => (await caller.music.pieces({})).map((row) => toPiece(links, row)),
  )

  server.get(
    '/pieces/:id/',
    { config, schema: { params: z.object({ id: pathId('Piece') }), response: { 200: piece, ...refusals } } },
    async ({ caller, links, params }) => toPiece(links, await caller.music.piece(params)),
  )

  server.post(
    '/pieces/',
    { schema: { body: newPiece, response: { 201: writtenPiece, ...refusals } } },
    async ({ caller, body }, reply) => {
      await caller.music.createPiece({
        name: body.name,
        ensembleType: body.ensemble_type,
        accompaniment: body.accompaniment,
        video: body.video,
        parts: body.parts.map(({ name, part_type: partType, transpositions }) => ({
          name,
          partType,
          transpositions: transpositions.map(({ transposition, flatio }) => ({ transposition, notation: flatio })),
        })),
      })
      const { name, ensemble_type, parts, accompaniment, video } = body
      return reply.code(201).send({ name, ensemble_type, parts, accompaniment, video })
    },
  )
}
