/** A process that runs an embedded database on the folder it is given, and prints the id of that database's process. */
import { startEmbedded } from '../embedded/start.ts'

const [dataDir = ''] = process.argv.slice(2)
const { pid } = await startEmbedded({ dataDir })
process.stdout.write(`${pid}\n`)
