import { Button, FileButton, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { Part } from '../../notation/part.tsx'
import { text } from '../../text/index.ts'
import { notationOf, xmlProblem } from './notation-file.ts'
import classes from './rows.module.css'

const words = text.library

type NotationRowProps = {
  part: string
  transposition: string
  /** Who reads it. */
  instruments: string[]
  notation: string | undefined
  onChange: (notation: string | undefined) => void
}

/** A part as one transposition reads it: uploaded, drawn, replaced, taken away. */
export const NotationRow = ({ part, transposition, instruments, notation, onChange }: NotationRowProps) => {
  const [isOpen, open] = useDisclosure(false)
  const [problem, setProblem] = useState<string | null>(null)
  const label = words.notationOf(part, transposition)
  const isDrawn = notation?.trimStart().startsWith('<')
  const take = async (file: File | null): Promise<void> => {
    if (!file) return
    const read = notationOf(new Uint8Array(await file.arrayBuffer()))
    const wrong = 'problem' in read ? read.problem : xmlProblem(read.notation)
    setProblem(wrong && words.notTaken(file.name, wrong))
    if (wrong !== null || 'problem' in read) return
    onChange(read.notation)
    open.open()
  }
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        {transposition}
        {!notation && ` · ${words.notWritten}`}
        <small>{instruments.join(', ') || words.noInstruments}</small>
      </div>
      <Group gap="xs">
        {notation && isDrawn && (
          <Button
            size="xs"
            variant="light"
            aria-expanded={isOpen}
            aria-label={isOpen ? words.hideNamed(label) : words.showNamed(label)}
            onClick={open.toggle}
          >
            {isOpen ? words.hide : words.show}
          </Button>
        )}
        <FileButton accept=".musicxml,.xml,.mxl" onChange={(file) => void take(file)}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              aria-label={notation ? words.replaceNamed(label) : words.chooseNamed(label)}
            >
              {notation ? words.replace : words.choose}
            </Button>
          )}
        </FileButton>
        {notation && (
          <Button
            size="xs"
            variant="default"
            aria-label={words.removeNamed(label)}
            onClick={() => {
              setProblem(null)
              onChange(undefined)
            }}
          >
            {words.remove}
          </Button>
        )}
      </Group>
      {problem && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" className={classes.wide}>
          {problem}
        </Text>
      )}
      {notation && !isDrawn && (
        <Text size="sm" c="dimmed" className={classes.wide}>
          {text.pieceNotes.none}
        </Text>
      )}
      {notation && isDrawn && isOpen && (
        <div className={classes.wide}>
          <Part notation={notation} label={label} />
        </div>
      )}
    </li>
  )
}
