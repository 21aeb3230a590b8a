import { Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../../text/index.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Surface } from '../../ui/surface.tsx'
import classes from './figure.module.css'

const words = text.figures

type FigureProps = {
  title: string
  /** What it shows, and how much that rests on. */
  caption: string
  /** What is left out of it. */
  withheld?: string | null
  actions?: ReactNode
  /** Its numbers; without a row, `empty` stands in place of the drawing. */
  heads: readonly string[]
  rows: readonly (readonly string[])[]
  empty: string
  children: ReactNode
}

/** A figure with its caption, and its numbers as a table for whoever cannot see it or wants to know exactly. */
export const Figure = ({ title, caption, withheld, actions, heads, rows, empty, children }: FigureProps) => (
  <Surface as="figure" className={classes.figure}>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    {actions}
    {rows.length === 0 ? <Text c="dimmed">{empty}</Text> : children}
    <figcaption>
      {rows.length > 0 && (
        <Text size="sm" mt="xs">
          {caption}
        </Text>
      )}
      {withheld && (
        <Text size="sm" mt="xs" c="dimmed">
          {withheld}
        </Text>
      )}
    </figcaption>
    {rows.length > 0 && (
      <details className={classes.table}>
        <summary>{words.asTable(title)}</summary>
        <ScrollRegion label={title}>
          <Table fz="sm" mt="xs">
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
                  <Table.Th key={head} scope="col">
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((cells) => (
                <Table.Tr key={cells.join()}>
                  {cells.map((cell, column) => (
                    <Table.Td key={heads[column]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollRegion>
      </details>
    )}
  </Surface>
)
