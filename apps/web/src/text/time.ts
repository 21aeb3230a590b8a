/** Days and times as people read them. A day is that day wherever the school is: it is never sent through a time zone. */

const locale = 'en-US'

const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const dayOnly = new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' })
const dayWithYear = new Intl.DateTimeFormat(locale, {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
})

const msPerDay = 86_400_000

/** A point in time, ISO 8601, in the zone of this device. */
export const formatTime = (iso: string): string => time.format(new Date(iso))

/** `YYYY-MM-DD` as `Tue, May 5`, with its year where that is not the year of `today`. */
export const formatDay = (day: string, today: string): string =>
  (day.slice(0, 4) === today.slice(0, 4) ? dayOnly : dayWithYear).format(new Date(`${day}T00:00:00Z`))

/** `YYYY-MM-DD` as `May 5, 2026`. */
export const formatDate = (day: string): string => dayWithYear.format(new Date(`${day}T00:00:00Z`))

const two = (number: number): string => String(number).padStart(2, '0')

/** The day that it is here, `YYYY-MM-DD`. */
export const todayHere = (now = new Date()): string =>
  `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`

/** How many days after `today` a day is; negative where it is past. */
export const daysUntil = (day: string, today: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / msPerDay)

/** A length in seconds as `1:05`. */
export const formatLength = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`
}
