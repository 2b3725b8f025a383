import { instantAt, ownTimeZone, wallAt } from './clocks.ts'

const hour = 3_600_000
const quarter = 900_000

export interface SendTime {
  id: 'hour' | 'evening' | 'morning' | 'afternoon' | 'monday'
  at: Date
}

/** When one would likely want something to leave, by the clock of that zone; each only where it makes sense. */
export function sendTimes(now: Date, timeZone: string = ownTimeZone()): SendTime[] {
  const today = wallAt(now, timeZone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const atHour = (days: number, hours: number) =>
    instantAt({ ...today, day: today.day + days, hour: hours, minute: 0 }, timeZone)
  const times: SendTime[] = [{ id: 'hour', at: new Date(Math.ceil((now.getTime() + hour) / quarter) * quarter) }]
  const evening = atHour(0, 18)
  if (evening.getTime() - now.getTime() > 2 * hour) times.push({ id: 'evening', at: evening })
  times.push({ id: 'morning', at: atHour(1, 9) }, { id: 'afternoon', at: atHour(1, 14) })
  const daysToMonday = (8 - weekday) % 7 || 7
  if (daysToMonday > 1) times.push({ id: 'monday', at: atHour(daysToMonday, 9) })
  return times
}

/** As a field for a date and time has it, by the clock of that zone. */
export function toLocalInput(date: Date, timeZone: string = ownTimeZone()): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const { year, month, day, hour: hours, minute } = wallAt(date, timeZone)
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${two(minute)}`
}

/** What such a field says, by the clock of that zone; undefined while it is empty. */
export function fromLocalInput(text: string, timeZone: string = ownTimeZone()): Date | undefined {
  const [year, month, day, hours, minute] = text.split(/\D/u).map(Number)
  if (!year || !month || !day || hours === undefined || minute === undefined) return undefined
  return instantAt({ year, month, day, hour: hours, minute }, timeZone)
}
