/** Places for checks: a database each, as the bench makes them, cleared away behind them. */
import type { District } from '@cpr/bench/district'
import { openPlace as openBenchPlace } from '@cpr/bench/places'
import type { Place } from './check.ts'

type Kept = { place: Place; clear: () => Promise<void> }

/** @param databaseUrl names the server; the databases are new ones beside that which it names */
export const openPlace = async (
  database: Place['database'],
  district: District,
  databaseUrl: string | undefined,
): Promise<Kept> => {
  const { env, url, clear } = await openBenchPlace({
    databaseUrl: database === 'embedded' ? undefined : databaseUrl,
    district,
    name: `soak_${process.pid}`,
    keep: false,
    say: () => {},
  })
  return { place: { database, district, env, url }, clear }
}
