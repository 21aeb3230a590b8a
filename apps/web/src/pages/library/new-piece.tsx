import { Stack } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { fieldErrorsOf } from '../../api/errors.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { focusInvalid } from '../../ui/focus-invalid.ts'
import { Page } from '../../ui/page.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { useAccess } from './access.ts'
import { BackLink } from './back-link.tsx'
import { fieldProblems } from './fields-problems.ts'
import { fieldsForServer, noFields, type PieceFields } from './piece-draft.ts'
import { PieceFieldsForm } from './piece-fields.tsx'

const words = text.library

/** Make a piece, and go on with its parts. */
export const NewPiecePage = () => {
  const { mayEditPieces } = useAccess()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: choices } = useSuspenseQuery(trpc.music.choices.queryOptions())
  const [initial] = useState<PieceFields>(() => noFields(choices.ensembleTypes[0]?.name ?? ''))
  const [fields, setFields] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const found = fieldProblems(fields)
  const create = useMutation(
    trpc.music.createPiece.mutationOptions({
      onSuccess: async ({ id, name }) => {
        await queries.invalidateQueries(trpc.music.pathFilter())
        await navigate({ to: '/library/pieces/$piece', params: { piece: String(id) }, ignoreBlocker: true })
        toastDone(words.created(name))
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setIsTried(true)
    if (Object.keys(found).length > 0) focusInvalid(event.currentTarget)
    else create.mutate({ ...fieldsForServer(fields), parts: [] })
  }
  if (!mayEditPieces) return <NoPage />
  return (
    <Page title={words.newPiece} above={<BackLink to="/library">{words.pieces}</BackLink>}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <Surface>
            <PieceFieldsForm
              fields={fields}
              problems={isTried ? { ...fieldErrorsOf(create.error), ...found } : {}}
              onChange={setFields}
            />
          </Surface>
          {create.error && <FailureState error={create.error} />}
        </Stack>
        <SaveBar
          label={words.create}
          isDirty={JSON.stringify(fields) !== JSON.stringify(initial)}
          isPending={create.isPending}
        />
      </form>
    </Page>
  )
}
