import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { useAccess } from './access.ts'
import { BackLink } from './back-link.tsx'
import { DeletePiece } from './delete-piece.tsx'
import { PieceEditor } from './piece-editor.tsx'
import { PiecePlans } from './piece-plans.tsx'
import { PieceView } from './piece-view.tsx'

/** A piece: to be changed by administrators, to be looked at by everybody else. */
export const PiecePage = () => {
  const { piece: id } = useParams({ from: '/signed-in/library/pieces/$piece' })
  const { data: piece } = useSuspenseQuery(trpc.music.piece.queryOptions({ id: Number(id) }))
  const { mayEditPieces, mayPlan } = useAccess()
  return (
    <Page title={piece.name} above={<BackLink to="/library">{text.library.pieces}</BackLink>}>
      <Stack gap="lg">
        {mayPlan && <PiecePlans pieceId={piece.id} />}
        {mayEditPieces ? <PieceEditor key={piece.id} piece={piece} /> : <PieceView piece={piece} />}
        {mayEditPieces && <DeletePiece piece={piece} />}
      </Stack>
    </Page>
  )
}
