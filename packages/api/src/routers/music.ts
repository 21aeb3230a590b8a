import { music } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const musicRouter = router({
  pieces: procedure.input(music.listPiecesInput).query(({ ctx, input }) => music.listPieces(ctx.domain, input)),
  piece: procedure.input(music.getPieceInput).query(({ ctx, input }) => music.getPiece(ctx.domain, input)),
  choices: procedure.query(({ ctx }) => music.choices(ctx.domain)),
  createPiece: procedure
    .input(music.createPieceInput)
    .mutation(({ ctx, input }) => music.createPiece(ctx.domain, input)),
  deletePiece: procedure
    .input(music.deletePieceInput)
    .mutation(({ ctx, input }) => music.deletePiece(ctx.domain, input)),
  updatePiece: procedure
    .input(music.updatePieceInput)
    .mutation(({ ctx, input }) => music.updatePiece(ctx.domain, input)),
  pieceUse: procedure.input(music.pieceUseInput).query(({ ctx, input }) => music.pieceUse(ctx.domain, input)),
  // In process alone: a file on its way in is a stream.
  attachRecording: procedure
    .meta({ takesFile: true })
    .input(music.attachRecordingInput)
    .mutation(({ ctx, input }) => music.attachRecording(ctx.domain, input)),
  removeRecording: procedure
    .input(music.removeRecordingInput)
    .mutation(({ ctx, input }) => music.removeRecording(ctx.domain, input)),
})
