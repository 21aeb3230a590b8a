/** The research export, as it comes: in chunks, of which a preview takes the first. */
import type { AppRouter } from '@cpr/api'
import { createTRPCClient, httpBatchStreamLink } from '@trpc/client'
import { parse } from 'csv-parse/browser/esm/sync'
import type { Inputs } from '../../api/client.ts'

export type ExportFilter = Inputs['research']['export']

/** A client of its own: the usual one waits for whole answers. */
const streaming = createTRPCClient<AppRouter>({ links: [httpBatchStreamLink({ url: '/trpc' })] })

/** The chunks of the export; whoever stops reading stops the server. */
export async function* chunksOf(filter: ExportFilter, signal?: AbortSignal): AsyncGenerator<string> {
  yield* await streaming.research.export.query(filter, signal ? { signal } : {})
}

export type Preview = { header: string[]; rows: string[][] }

/** The first rows of an export; a row that the chunk cuts off is left out. */
export const previewOf = (csv: string, most: number): Preview => {
  const [header = [], ...rows] = parse(csv.slice(0, csv.lastIndexOf('\r\n') + 2), {
    record_delimiter: '\r\n',
    relax_column_count: true,
  }) as string[][]
  return { header, rows: rows.slice(0, most) }
}

/** Reads as far as a preview needs. */
export const loadPreview = async (filter: ExportFilter, most: number): Promise<Preview> => {
  const stop = new AbortController()
  let csv = ''
  try {
    for await (const chunk of chunksOf(filter, stop.signal)) {
      csv += chunk
      const preview = previewOf(csv, most)
      if (preview.rows.length === most) return preview
    }
    return previewOf(csv, most)
  } finally {
    stop.abort()
  }
}
