/**
 * A course taught from outside, as any client would: starts the server on an empty database, and does over HTTP what its
 * people do. Ends with status 1 at the first thing that is not as it should be.
 *
 * Runs on an embedded database of its own in a temporary folder, or with DATABASE_URL on that one, which must be empty.
 */
import { step, stepsDone } from './tour/client.ts'
import { teach } from './tour/course.ts'
import { visitRooms } from './tour/rooms.ts'
import { startServer } from './tour/server.ts'

const where = process.env.DATABASE_URL ? 'PostgreSQL' : 'the embedded database'
console.log(`A tour of MusicCPR on ${where}:`)
const server = await startServer(process.env)
step(`the server is up, with a demo of ${server.passwords.size} people`)
try {
  await teach(server)
  await visitRooms(server)
} finally {
  const status = await server.stop()
  if (status !== 0) process.exitCode = 1
}
step('the server is told to stop, and does')
console.log(`The tour is through: ${stepsDone()} steps.`)
