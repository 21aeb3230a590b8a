import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconMusicPlus, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { fieldErrorsOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { focusInvalid } from '../../ui/focus-invalid.ts'
import { Notice } from '../../ui/notice.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { EmptyState, FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastProblem } from '../../ui/toasts.tsx'
import { fieldProblems, mostCharactersAtOnce, namelessParts } from './fields-problems.ts'
import { PartEditor } from './part-editor.tsx'
import { changesOf, draftOf, type FullPiece, isChanged, newPart, type PartDraft, rebased } from './piece-draft.ts'
import { PieceFieldsForm } from './piece-fields.tsx'
import { RecordingRow } from './recording-row.tsx'
import classes from './rows.module.css'
import { useSavePiece } from './use-save-piece.ts'

const words = text.library

/** A piece with its parts, notation and recordings, all of which one button saves. */
export const PieceEditor = ({ piece }: { piece: FullPiece }) => {
  const { data: use } = useSuspenseQuery(trpc.music.pieceUse.queryOptions({ id: piece.id }))
  const { data: choices } = useSuspenseQuery(trpc.music.choices.queryOptions())
  // As it was when somebody began to change it: what others change meanwhile is not to be changed back.
  const [saved, setSaved] = useState(() => draftOf(piece))
  const [draft, setDraft] = useState(saved)
  const [isTried, setIsTried] = useState(false)
  const { save, isPending, error, errorAt, hasRecordingFailed } = useSavePiece(piece.id, (now, sent) => {
    setSaved(now)
    setDraft((edited) => (sent ? rebased(edited, now, sent) : now))
  })
  const changes = changesOf(saved, draft)
  const problems = fieldProblems(draft.fields, saved.fields)
  const nameless = namelessParts(draft)
  const free = choices.partTypes.filter(({ name }) => !draft.parts.some(({ partType }) => partType === name))
  const [chosenType, setChosenType] = useState('')
  const typeToAdd = free.find(({ name }) => name === chosenType)?.name ?? free[0]?.name

  const setPart = (part: PartDraft): void =>
    setDraft((now) => ({ ...now, parts: now.parts.map((row) => (row.partType === part.partType ? part : row)) }))
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setIsTried(true)
    if (Object.keys(problems).length + nameless.size > 0) focusInvalid(event.currentTarget)
    else if (JSON.stringify(changes.update ?? {}).length > mostCharactersAtOnce) toastProblem(words.tooMuchAtOnce)
    else if (isChanged(changes)) save(changes)
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        {use.courses > 0 && (
          <Notice tone="plain" icon={IconInfoCircle}>
            {words.pieceInUse(use.courses)}
          </Notice>
        )}
        <Surface as="section" aria-labelledby="about">
          <Title order={2} size="h4" mb="sm" id="about">
            {words.about}
          </Title>
          <PieceFieldsForm
            fields={draft.fields}
            problems={isTried ? { ...fieldErrorsOf(error), ...problems } : {}}
            onChange={(fields) => setDraft((now) => ({ ...now, fields }))}
          />
          <div className={classes.apart}>
            <RecordingRow
              label={words.accompaniment}
              detail={words.accompanimentHelp}
              recording={draft.accompaniment}
              error={errorAt({ partType: null, instrumentId: null })}
              onChange={(accompaniment) => setDraft((now) => ({ ...now, accompaniment }))}
            />
          </div>
        </Surface>
        {draft.parts.length === 0 && (
          <EmptyState icon={IconMusicPlus} title={words.noPartsTitle}>
            {words.noParts}
          </EmptyState>
        )}
        {draft.parts.map((part) => (
          <PartEditor
            key={part.partType}
            part={part}
            submissions={use.parts.find(({ id }) => id === part.id)?.submissions ?? 0}
            isNameless={isTried && nameless.has(part.partType)}
            errorAt={errorAt}
            onChange={setPart}
            onRemove={() =>
              setDraft((now) => ({ ...now, parts: now.parts.filter((row) => row.partType !== part.partType) }))
            }
          />
        ))}
        {typeToAdd !== undefined && (
          <Surface as="section" aria-label={words.addPart}>
            <Group align="end">
              <NativeSelect
                label={words.partType}
                value={typeToAdd}
                data={free.map(({ name }) => name)}
                onChange={({ currentTarget }) => setChosenType(currentTarget.value)}
              />
              <Button
                variant="default"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() =>
                  setDraft((now) => ({ ...now, parts: [...now.parts, newPart(typeToAdd, now.fields.name.trim())] }))
                }
              >
                {words.addPart}
              </Button>
            </Group>
          </Surface>
        )}
        {free.length === 0 && (
          <Text size="sm" c="dimmed">
            {words.allParts}
          </Text>
        )}
        {error && <FailureState error={error} />}
        {hasRecordingFailed && (
          <Notice tone="wrong" icon={IconAlertTriangle}>
            {words.recordingNotTaken}
          </Notice>
        )}
      </Stack>
      <SaveBar isDirty={isChanged(changes)} isPending={isPending} />
    </form>
  )
}
