// `check`: is there a PostgreSQL at TEST_DATABASE_URL? `with COMMAND …`: runs a command with DATABASE_URL set to a fresh
// database there, and drops that afterwards.
import { spawnSync } from 'node:child_process'
import pg from 'pg'

const url = process.env.TEST_DATABASE_URL
const [mode, command, ...args] = process.argv.slice(2)

const admin = new pg.Client({ connectionString: url })
try {
  await admin.connect()
} catch (error) {
  console.error(`CI needs a PostgreSQL at ${url}: ${error.message}`)
  process.exit(1)
}
const { rows } = await admin.query('SHOW server_version')
console.log(`PostgreSQL ${rows[0].server_version} answers.`)

let status = 0
if (mode === 'with') {
  const name = `cpr_ci_${process.pid}`
  await admin.query(`CREATE DATABASE ${name}`)
  const address = new URL(url)
  address.pathname = `/${name}`
  status =
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DATABASE_URL: address.href } }).status ?? 1
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
}
await admin.end()
process.exit(status)
