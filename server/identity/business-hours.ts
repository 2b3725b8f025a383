import { addDays, instantOf, localDateOf } from './time-zone.ts'

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

export type Weekday = (typeof weekdays)[number]

/** From `start` to `end` as clocks show them there; an `end` that is not after its `start` is one of the next day. */
interface Hours {
  start: string
  end: string
}

export type Week = Record<Weekday, Hours & { enabled: boolean }>

export interface BusinessHours {
  timeZone: string
  week: Week
  holidays: Array<{ date: string }>
  /** Instead of what the week and the holidays say of these days. */
  exceptionalHours: Array<{ date: string; closed: boolean } & Partial<Hours>>
}

/** Monday to Friday, nine to five. */
export const usualWeek = Object.fromEntries(
  weekdays.map((weekday, index) => [weekday, { enabled: index >= 1 && index <= 5, start: '09:00', end: '17:00' }]),
) as Week

/** Hours belong to the day on which they begin: a night before a holiday goes on into it. */
export function isOpenAt(hours: BusinessHours, at: Date): boolean {
  const today = localDateOf(at, hours.timeZone)
  return [addDays(today, -1), today].some((date) => {
    const open = openingOf(hours, date)
    return open !== undefined && open.from <= at && at < open.until
  })
}

/** The first moment from this one on at which it is open; null if that never comes. */
export function nextOpening(hours: BusinessHours, at: Date): Date | null {
  if (isOpenAt(hours, at)) return at
  for (const date of datesFrom(hours, localDateOf(at, hours.timeZone))) {
    const open = openingOf(hours, date)
    if (open && open.from > at && open.until > open.from) return open.from
  }
  return null
}

const longestCountedDays = 400

/** How much of the time between the two it was open; of what takes longer than a year, the first year. */
export function openSecondsBetween(hours: BusinessHours, from: Date, until: Date): number {
  const [first, last] = [addDays(localDateOf(from, hours.timeZone), -1), localDateOf(until, hours.timeZone)]
  let milliseconds = 0
  for (let date = first, days = 0; date <= last && days < longestCountedDays; date = addDays(date, 1), days++) {
    const open = openingOf(hours, date)
    if (!open) continue
    const [begin, end] = [
      Math.max(from.getTime(), open.from.getTime()),
      Math.min(until.getTime(), open.until.getTime()),
    ]
    milliseconds += Math.max(0, end - begin)
  }
  return milliseconds / 1000
}

/** If none of these is open, none will be: a week, longer by the days that may be closed in it, and the exceptions after it. */
function datesFrom({ holidays, exceptionalHours }: BusinessHours, today: string): string[] {
  const days = 8 + holidays.length + exceptionalHours.length
  const exceptions = exceptionalHours.map(({ date }) => date).filter((date) => date >= today)
  return [...Array.from({ length: days }, (_, index) => addDays(today, index)), ...exceptions.toSorted()]
}

function openingOf(hours: BusinessHours, date: string): { from: Date; until: Date } | undefined {
  const { timeZone } = hours
  const that = hoursOf(hours, date)
  if (!that) return undefined
  const endDate = that.end > that.start ? date : addDays(date, 1)
  return {
    from: instantOf(date, that.start, timeZone, 'first'),
    until: instantOf(endDate, that.end, timeZone, 'last'),
  }
}

function hoursOf({ week, holidays, exceptionalHours }: BusinessHours, date: string): Hours | undefined {
  const exception = exceptionalHours.find((each) => each.date === date)
  if (exception) {
    const { closed, start, end } = exception
    return closed || start === undefined || end === undefined ? undefined : { start, end }
  }
  if (holidays.some((holiday) => holiday.date === date)) return undefined
  const weekly = week[weekdays[new Date(date).getUTCDay()]!]
  return weekly.enabled ? weekly : undefined
}
