/** What a connection sends for itself, whoever has it and whatever is asked meanwhile: left out where statements are counted. */

/** How the listening connection makes sure of itself, now and then. */
export const checkStatement = 'SELECT 1 AS still_listening'

/**
 * What a connection to a server begins with. On Linux, the server's `malloc` gives memory back to the system after every
 * statement that took more than 128 kB, and takes it again for the next, page by page: of a course's list that is two fifths of
 * its time. It keeps twice as much as the largest block that was ever freed (glibc, `mallopt(3)`, "M_MMAP_THRESHOLD"): 8 MB after
 * this. Where memory is managed otherwise, this does nothing.
 */
export const keepMemoryStatement = `SELECT octet_length(repeat('x', 4194304)) AS memory_kept`

const own: unknown[] = [checkStatement, keepMemoryStatement]

/** Whether it is such a statement that `pg` is given to send: as SQL, or as an object with it. */
export const isOwnStatement = (sent: unknown): boolean =>
  own.includes(typeof sent === 'string' ? sent : (sent as { text?: unknown } | undefined)?.text)
