import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './config-card.module.css'
import { type Config, writtenValue } from './settings.ts'

const words = text.configs

type ConfigCardProps = { config: Config; onEdit: () => void; onDelete: () => void }

/** A configuration: for whom it is, its settings, its recording to listen to. */
export const ConfigCard = ({ config, onEdit, onDelete }: ConfigCardProps) => {
  const { id, name, description, userId, settings, url } = config
  const rows = Object.entries(settings)
  return (
    <Surface as="article" aria-labelledby={`config-${id}`}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={2} size="h4" id={`config-${id}`}>
            {name}
          </Title>
          {description && <Text size="sm">{description}</Text>}
        </div>
        <Badge variant="light" tt="none">
          {userId === null ? words.forSite : words.own}
        </Badge>
      </Group>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {words.noSettings}
        </Text>
      ) : (
        <dl className={classes.settings} aria-label={words.settingsOf(name)}>
          {rows.map(([key, value]) => (
            <div key={key} className={classes.setting}>
              <dt>{key}</dt>
              <dd>{writtenValue(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: it is the sound of an instrument.
        <audio controls preload="none" src={url} aria-label={words.recordingOf(name)} className={classes.recording} />
      )}
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" aria-label={words.editNamed(name)} onClick={onEdit}>
          {words.edit}
        </Button>
        <Button size="xs" variant="default" aria-label={words.deleteNamed(name)} onClick={onDelete}>
          {words.delete}
        </Button>
      </Group>
    </Surface>
  )
}
