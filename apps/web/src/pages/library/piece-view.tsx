import { Anchor, Stack, Text, Title } from '@mantine/core'
import { mediaAddress } from '../../music/part-for.ts'
import { text } from '../../text/index.ts'
import { formatDate } from '../../text/time.ts'
import { Surface } from '../../ui/surface.tsx'
import { isLink } from './fields-problems.ts'
import { NotationView } from './notation-view.tsx'
import type { FullPiece } from './piece-draft.ts'
import classes from './rows.module.css'

const words = text.library

/** A piece to look at and to listen to. */
export const PieceView = ({ piece }: { piece: FullPiece }) => {
  const { composer, ensembleType, dateComposed, accompaniment, parts } = piece
  const links = [
    { label: words.watch, address: piece.video },
    { label: words.listenElsewhere, address: piece.audio },
  ].filter(({ address }) => isLink(address))
  return (
    <>
      <Surface as="section" aria-labelledby="about">
        <Title order={2} size="h4" id="about">
          {words.about}
        </Title>
        <Text>
          {[composer?.name, ensembleType.name, dateComposed && formatDate(dateComposed)].filter(Boolean).join(' · ')}
        </Text>
        <Stack gap={4} mt="xs" align="start">
          {links.map(({ label, address }) => (
            <Anchor key={label} href={address} target="_blank" rel="noreferrer">
              {label}
            </Anchor>
          ))}
          {accompaniment && <Listen label={words.accompaniment} recordingKey={accompaniment} />}
        </Stack>
      </Surface>
      {parts.length === 0 && <Text c="dimmed">{text.pieceNotes.noParts}</Text>}
      {parts.map((part) => (
        <Surface as="section" key={part.id} aria-labelledby={`part-${part.id}`}>
          <Title order={2} size="h4" id={`part-${part.id}`}>
            {part.name}
          </Title>
          <NotationView
            part={part.name}
            notations={Object.fromEntries(part.transpositions.map(({ name, notation }) => [name, notation ?? '']))}
          />
          <Stack gap="xs" mt="sm">
            {part.sampleAudio && <Listen label={words.ownSample} recordingKey={part.sampleAudio} />}
            {part.samples.map(({ id, instrument, sampleAudio }) => (
              <Listen key={id} label={instrument.name} recordingKey={sampleAudio} />
            ))}
          </Stack>
        </Surface>
      ))}
    </>
  )
}

const Listen = ({ label, recordingKey }: { label: string; recordingKey: string }) => (
  <div className={classes.row}>
    <span>{label}</span>
    {/* biome-ignore lint/a11y/useMediaCaption: it is music without words. */}
    <audio
      controls
      preload="none"
      src={mediaAddress(recordingKey)}
      aria-label={words.listenTo(label)}
      className={classes.audio}
    />
  </div>
)
