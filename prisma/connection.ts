/** What is said of a connection that cannot be. */
import { DatabaseSetupError } from './errors.ts'

/** @throws {DatabaseSetupError} for what is no address of a PostgreSQL database; `setting` is where it was given */
export const checkUrl = (url: string, setting = 'DATABASE_URL'): void => {
  const advice = 'it should look like postgres://user:password@host:5432/database'
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new DatabaseSetupError(`${setting} is not an address: ${advice}.`)
  }
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new DatabaseSetupError(`${setting} begins with ${parsed.protocol}//: ${advice}.`)
  try {
    for (const part of [parsed.username, parsed.password, parsed.pathname]) decodeURIComponent(part)
  } catch {
    throw new DatabaseSetupError(`${setting} holds a % that begins no escape: write it as %25.`)
  }
}

/** Why a connection failed, without the password that the address may hold. */
export const explainConnection = (url: string, error: unknown, setting = 'DATABASE_URL'): string => {
  const { hostname, port, pathname, username } = new URL(url)
  const where = `${hostname || 'localhost'}:${port || 5432}`
  const database = decodeURIComponent(pathname.slice(1)) || username
  const { code, message } = error as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${where}: start PostgreSQL there, or correct ${setting}.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host ${hostname}: correct ${setting}.`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} refuses user ${username}: correct the name and password in ${setting}.`
    case '3D000':
      return `PostgreSQL at ${where} has no database "${database}": make it with "createdb ${database}", or correct ${setting}.`
    default:
      return `PostgreSQL at ${where} cannot be reached (${code ?? message}): check ${setting} and that the server is up.`
  }
}
