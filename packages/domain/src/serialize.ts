/** Values as they leave the domain: plain JSON, so that every transport sends the same. */

/** A `date` column as `YYYY-MM-DD`. Prisma hands it over as midnight UTC, whatever the server's zone. */
export const toDay = (date: Date): string => date.toISOString().slice(0, 10)

export const toDayOrNull = (date: Date | null): string | null => date && toDay(date)

/** `YYYY-MM-DD` as a `date` column takes it. */
export const fromDay = (day: string): Date => new Date(`${day}T00:00:00Z`)

export const fromDayOrNull = (day: string | null): Date | null => (day === null ? null : fromDay(day))

/** A point in time as ISO 8601 in UTC, to the millisecond. */
export const toTime = (date: Date): string => date.toISOString()

export const toTimeOrNull = (date: Date | null): string | null => date && toTime(date)
