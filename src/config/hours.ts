const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export type Week = readonly (readonly (readonly [number, number])[])[]

/** "09:00-12:30" → minutes from midnight; undefined when it is no period of a day. */
export function parsePeriod(text: string): readonly [number, number] | undefined {
  const found = /^\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*$/.exec(text)
  if (!found) return undefined
  const from = Number(found[1]) * 60 + Number(found[2])
  const to = Number(found[3]) * 60 + Number(found[4])
  const valid = from < to && to <= 24 * 60 && Number(found[2]) < 60 && Number(found[4]) < 60
  return valid ? [from, to] : undefined
}

/** "mon", "mon-fri", "sat,sun" → day numbers, Monday is 0; undefined when a day is unknown. */
export function parseDays(text: string): readonly number[] | undefined {
  const days: number[] = []
  for (const part of text.toLowerCase().split(',')) {
    const [first = '', last = first] = part.trim().split(/\s*[-–]\s*/)
    const from = DAYS.indexOf(first.slice(0, 3))
    const to = DAYS.indexOf(last.slice(0, 3))
    if (from < 0 || to < 0) return undefined
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day)
      if (day === to) break
    }
  }
  return days
}

/** The `hours:` mapping as a week, Monday first. Keys that are no days are skipped here; the schema refuses them. */
export function toWeek(hours: Readonly<Record<string, readonly string[]>>): Week {
  const week: (readonly [number, number])[][] = DAYS.map(() => [])
  for (const [days, periods] of Object.entries(hours)) {
    const parsed = periods.map(parsePeriod).filter((period) => period !== undefined)
    for (const day of parseDays(days) ?? []) week[day]?.push(...parsed)
  }
  return week.map((day) => day.toSorted((a, b) => a[0] - b[0]))
}
