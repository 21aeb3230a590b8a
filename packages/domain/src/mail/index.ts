export { createMailer, type MailSettings } from './create-mailer.ts'
export { type Mail, type Mailer, noMail } from './mailer.ts'
