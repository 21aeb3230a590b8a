/**
 * `npm start`: opens the database, migrates it, seeds the demo into an empty one, serves until it is told to stop.
 * `npm run legacy-rest` is the same with the REST surface alone, on PostgreSQL: it seeds nothing unless told.
 *
 * On PostgreSQL this process may be the one that looks after several which serve (`WORKERS`); it then loads none of what they
 * do.
 */
import cluster from 'node:cluster'

const begin = async (): Promise<void> => {
  const { readWorkers } = await import('./workers-env.ts')
  const workers = cluster.isPrimary ? readWorkers() : 1
  if (workers > 1) {
    const { lookAfter } = await import('./workers.ts')
    await lookAfter(workers)
  } else {
    const { serve } = await import('./serve.ts')
    await serve()
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

begin().catch((error: unknown) => {
  console.error(`MusicCPR cannot start. ${oneLine(error instanceof Error ? error.message : String(error))}`)
  process.exit(1)
})
