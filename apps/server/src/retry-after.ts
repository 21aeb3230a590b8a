/** So many seconds a client waits after a 503 for want of the database, which is back by then or not. */
export const retryAfterSeconds = '2'
