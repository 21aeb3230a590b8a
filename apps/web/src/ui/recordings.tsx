import { Anchor } from '@mantine/core'
import type { Submission } from '../music/status.ts'
import { text } from '../text/index.ts'
import { Composition } from './composition.tsx'
import classes from './recordings.module.css'

const musicXml = 'application/vnd.recordare.musicxml+xml'

type RecordingsProps = { attachments: Submission['attachments']; take: string }

/** The files of a submission: recordings to listen to, pictures to look at, everything else to open. */
export const Recordings = ({ attachments, take }: RecordingsProps) =>
  attachments.map(({ id, url, contentType, file }) => {
    const label = text.activity.fileOf(take)
    if (contentType.startsWith('image/')) return <img key={id} src={url} alt={label} className={classes.picture} />
    if (contentType.startsWith('audio/') || contentType.startsWith('video/'))
      return (
        // biome-ignore lint/a11y/useMediaCaption: students play music in it.
        <audio key={id} controls preload="metadata" src={url} aria-label={label} className={classes.recording} />
      )
    if (contentType === musicXml) return <Composition key={id} url={url} label={text.activity.compositionOf(take)} />
    return (
      <Anchor key={id} href={url} size="sm">
        {file}
      </Anchor>
    )
  })
