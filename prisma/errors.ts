/** A reason why the database cannot be used, in words for the person who started the program: one line, and what to do. */
export class DatabaseSetupError extends Error {
  override name = 'DatabaseSetupError'

  constructor(message: string, options?: ErrorOptions) {
    // What PostgreSQL, the system or another program said may have lines of its own.
    super(message.replace(/\s+/g, ' ').trim(), options)
  }
}
