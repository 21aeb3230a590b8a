import { parse } from 'csv-parse/sync'
import type { Ctx } from '../../context.ts'
import { exportResearch, exportResearchInput } from '../index.ts'

export const everything = async <T>(chunks: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

export const chunksOf = async (
  ctx: Ctx,
  filter: Parameters<typeof exportResearchInput.parse>[0] = {},
): Promise<string[]> => everything(await exportResearch(ctx, exportResearchInput.parse(filter)))

/** The rows of an export by column, read by somebody else's parser. */
export const parseExport = (csv: string): Record<string, string>[] =>
  parse(csv, { columns: true, record_delimiter: '\r\n' })
