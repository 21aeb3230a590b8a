/**
 * The school year that a day belongs to, as a new course begins with: August to June.
 * @param today `YYYY-MM-DD`
 */
export const schoolYearOf = (today: string): { startDate: string; endDate: string } => {
  const year = Number(today.slice(0, 4))
  const first = Number(today.slice(5, 7)) >= 7 ? year : year - 1
  return { startDate: `${first}-08-15`, endDate: `${first + 1}-06-15` }
}
