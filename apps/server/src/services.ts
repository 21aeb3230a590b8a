import { join } from 'node:path'
import { type Database, events, library, mail, media, type Services, systemClock, systemRandom } from '@cpr/domain'
import type { Env } from './env.ts'

/** Files, mail and the rest that verbs need, as the environment says; the database must be migrated. */
export const createServices = async (
  env: Env,
  { db, notifications }: Database,
  say: (line: string) => void,
): Promise<Services> => {
  const heard = events.createEvents(notifications)
  return {
    clock: systemClock,
    random: systemRandom,
    media: media.openMedia(env),
    mediaSecret: await media.loadMediaSecret({ db, random: systemRandom }),
    maxUploadBytes: env.maxUploadBytes,
    mail: mail.createMailer({
      ...env.mail,
      outbox: join(env.dataDir, 'outbox'),
      onOutbox: (file, { subject }) => say(`No SMTP_URL is set: the mail "${subject}" is in ${file}`),
      onError: (error, { subject }) => say(`The mail "${subject}" could not be sent: ${String(error)}`),
    }),
    events: heard,
    library: library.keepLibrary(heard),
    origin: env.origin ?? `http://${env.host}:${env.port}`,
  }
}
