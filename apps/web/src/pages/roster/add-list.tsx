import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import classes from './add-list.module.css'
import { ImportPreview } from './import-preview.tsx'
import { textToBase64, toBase64 } from './roster-file.ts'
import { useImport } from './use-import.ts'

const words = text.addStudents

/** Outcomes with an account of its own; one that was there keeps its password. */
const makes = new Set(['create', 'password differs'])

/** A list of students: dropped, chosen or pasted, checked line by line, then imported; tells who got an account. */
export const AddList = ({ course, onDone }: { course: string; onDone: (madeAccounts: number[]) => void }) => {
  const [pasted, setPasted] = useState('')
  const [isOver, setIsOver] = useState(false)
  const preview = useMutation(trpc.roster.preview.mutationOptions())
  const add = useImport()
  const check = (file: string): void => preview.mutate({ course, file })
  const checkFile = async (file: File | null | undefined): Promise<void> => {
    if (file) check(toBase64(new Uint8Array(await file.arrayBuffer())))
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    void checkFile(event.dataTransfer.files[0])
  }
  if (preview.data)
    return (
      <ImportPreview
        report={preview.data}
        isPending={add.isPending}
        error={add.error}
        onBack={preview.reset}
        onImport={(students) =>
          add.mutate(preview.variables, {
            onSuccess: ({ lines }) => {
              onDone(
                lines.flatMap(({ outcome, enrollmentId }) =>
                  makes.has(outcome) && enrollmentId ? [enrollmentId] : [],
                ),
              )
              toastDone(words.imported(students))
            },
          })
        }
      />
    )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three; the others are a button and a field.
    <div
      className={classes.place}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Stack>
        <Text>{words.lead}</Text>
        {preview.error && <FailureState error={preview.error} />}
        <Textarea
          label={words.paste}
          placeholder={words.example}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          value={pasted}
          onChange={({ currentTarget }) => setPasted(currentTarget.value)}
        />
        <Group>
          <Button
            disabled={pasted.trim() === ''}
            loading={preview.isPending}
            onClick={() => check(textToBase64(pasted))}
          >
            {words.check}
          </Button>
          <FileButton onChange={(file) => void checkFile(file)} accept=".csv,.txt,.tsv,text/csv,text/plain">
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={18} aria-hidden />}>
                {words.choose}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </div>
  )
}
