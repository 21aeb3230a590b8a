/** Nothing that was acknowledged is lost, whatever dies, goes away or fills up meanwhile. */
import { build } from '@cpr/bench/places'
import type { Check, Options, Outcome, Place } from './check.ts'
import { takeDatabaseAway } from './faults/away.ts'
import { fillDisk } from './faults/disk-full.ts'
import { killOften } from './faults/kill.ts'
import { cutWay, type Outage, ownCluster } from './faults/outages.ts'

const awayMs = 3000

const cut = async (place: Place, url: string, options: Options): Promise<Outcome> => {
  const outage = await cutWay(url)
  try {
    const times = options.short ? 2 : 10
    return await takeDatabaseAway({ name: 'database cut off', place, outage, times, awayMs }, options)
  } finally {
    await outage.end()
  }
}

const stopped = async (place: Place, outage: Outage, options: Options): Promise<Outcome> => {
  try {
    await build({ url: outage.url }, place.district, () => {})
    const env = { DATABASE_URL: outage.url, DATA_DIR: `${place.env.DATA_DIR}-of-own` }
    const own = { ...place, env, url: outage.url }
    const times = options.short ? 1 : 5
    return await takeDatabaseAway({ name: 'database stopped', place: own, outage, times, awayMs }, options)
  } finally {
    await outage.end()
  }
}

const database = async (place: Place, url: string, options: Options): Promise<Outcome[]> => {
  const cuts = await cut(place, url, options)
  const cluster = await ownCluster()
  // Not a row of its own, where nothing was tried; and not passed over.
  if (typeof cluster === 'string')
    return [{ ...cuts, detail: `${cuts.detail}; no PostgreSQL of its own was stopped, since ${cluster}` }]
  return [cuts, await stopped(place, cluster, options)]
}

export const faults: Check = {
  name: 'faults',
  databases: ['embedded', 'postgres'],
  about: 'kills the server, takes its database away and fills its disk, and looks for what was acknowledged',
  run: async (place, options) => [
    await killOften(place, options),
    ...(place.url === undefined ? [] : await database(place, place.url, options)),
    await fillDisk(place, options),
  ],
}
