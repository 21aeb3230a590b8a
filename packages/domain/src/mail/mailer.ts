export type Mail = { to: string; subject: string; text: string }

/** Sends mail. Verbs call it after their transaction: a mail cannot be taken back. */
export type Mailer = {
  /** @throws where the mail cannot be handed over */
  send: (mail: Mail) => Promise<void>
  /**
   * Sends behind the answer, so that how long an answer takes does not tell whether there is anybody to write to. What
   * goes wrong is the mailer's to report.
   */
  post: (mail: Mail) => void
}

/** For programs that send none: a verb that wants to is told so. */
export const noMail: Mailer = {
  send: () => Promise.reject(new Error('This program sends no mail.')),
  post: () => {},
}
