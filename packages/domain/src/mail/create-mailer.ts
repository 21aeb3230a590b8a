import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transporter } from 'nodemailer'
import type { Mail, Mailer } from './mailer.ts'

export type MailSettings = {
  /** smtp://user:password@host:port, or smtps://…; without it mail goes into the outbox folder. */
  smtpUrl?: string | undefined
  /** Who it is from: `MusicCPR <music@example.org>`. */
  from: string
  outbox: string
  /** Hears of every mail that went into the outbox in place of the network. */
  onOutbox: (file: string, mail: Mail) => void
  /** Hears of what could not be sent behind an answer. */
  onError: (error: unknown, mail: Mail) => void
}

/** Sends by SMTP, or where no server is set writes each mail as a file that any mail program opens. */
export const createMailer = (settings: MailSettings): Mailer => {
  const send = settings.smtpUrl ? sendBySmtp(settings.smtpUrl, settings.from) : writeToOutbox(settings)
  return { send, post: (mail) => void send(mail).catch((error: unknown) => settings.onError(error, mail)) }
}

/** Loaded with the first mail: most processes send none. */
const nodemailer = () => import('nodemailer')

const sendBySmtp = (smtpUrl: string, from: string): Mailer['send'] => {
  let transport: Promise<Transporter> | undefined
  return async (mail) => {
    transport ??= nodemailer().then(({ createTransport }) => createTransport(smtpUrl))
    await (await transport).sendMail({ from, ...mail })
  }
}

const writeToOutbox = ({ from, outbox, onOutbox }: MailSettings): Mailer['send'] => {
  return async (mail) => {
    const { createTransport } = await nodemailer()
    const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
    const { message } = await writer.sendMail({ from, ...mail })
    await mkdir(outbox, { recursive: true, mode: 0o700 })
    const file = join(
      outbox,
      `${new Date().toISOString().replace(/[:.]/g, '-')}-${crypto.randomUUID().slice(0, 8)}.eml`,
    )
    await writeFile(file, message as Buffer, { flag: 'wx', mode: 0o600 })
    onOutbox(file, mail)
  }
}
