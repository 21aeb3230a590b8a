import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { type Choice, choiceOf } from './choice.ts'
import type { LibraryEntry, Plan } from './library.ts'
import classes from './library-piece.module.css'
import { PieceNotes } from './piece-notes.tsx'

const words = text.assign

type LibraryPieceProps = { entry: LibraryEntry; onChoose: (choice: Choice) => void }

/** A piece of the library: what can be assigned of it, and its notes to look at. */
export const LibraryPiece = ({ entry: { piece, plans, isAssigned }, onChoose }: LibraryPieceProps) => {
  const [isOpen, open] = useDisclosure(false)
  const offers: (Plan | null)[] = [...plans, ...(plans.some(({ type }) => type === null) ? [] : [null])]
  return (
    <Surface as="article" aria-label={piece.name}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={3} size="h4">
            {piece.name}
          </Title>
          <Text c="dimmed" size="sm">
            {[piece.composer?.name, piece.ensembleType.name].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {isAssigned && (
          <Badge variant="light" tt="none">
            {words.assigned}
          </Badge>
        )}
      </Group>
      <ul className={classes.offers}>
        {offers.map((plan) => (
          <li key={plan?.id ?? 'usual'} className={classes.offer}>
            <span>
              {plan?.name ?? words.usual}
              {plan && (
                <small>
                  {plan.type === 'TELEPHONE_FIXED' && `${words.telephone}, `}
                  {words.activities(plan.activities.length)}
                </small>
              )}
            </span>
            <Button
              size="xs"
              variant="light"
              aria-label={words.chooseNamed(plan?.name ?? words.usual, piece.name)}
              onClick={() => onChoose(choiceOf(piece, plan))}
            >
              {words.choose}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-expanded={isOpen}
        onClick={open.toggle}
        rightSection={isOpen ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      >
        {isOpen ? words.close : words.open}
      </Button>
      {isOpen && <PieceNotes id={piece.id} />}
    </Surface>
  )
}
