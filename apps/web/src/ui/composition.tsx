import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Part } from '../notation/part.tsx'
import { text } from '../text/index.ts'
import { FailureState } from './states.tsx'

const read = async (url: string): Promise<string> => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`The file was answered with ${answer.status}.`)
  return answer.text()
}

/** A composition that was handed in as MusicXML, to read and to hear. */
export const Composition = ({ url, label }: { url: string; label: string }) => {
  const { data: notation, error } = useQuery({ queryKey: ['composition', url], queryFn: () => read(url) })
  if (error) return <FailureState error={error} />
  if (notation === undefined) return <Text c="dimmed">{text.common.loading}</Text>
  return <Part notation={notation} label={label} />
}
