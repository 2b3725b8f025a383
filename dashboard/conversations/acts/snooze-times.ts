export type SnoozeName = 'laterToday' | 'thisEvening' | 'tomorrow' | 'nextWeek'

export interface SnoozeTime {
  name: SnoozeName
  at: Date
}

const morning = 9
const evening = 18
const laterHours = 3
const lastHourToday = 20

/** The moments that one puts something off to, as the clocks in this time zone have them. */
export function snoozeTimes(now: Date, timeZone: string): SnoozeTime[] {
  const today = wallClock(now, timeZone)
  const moment = (name: SnoozeName, days: number, hour: number) => ({ name, at: momentAt(today, days, hour, timeZone) })
  const later = today.hour + laterHours + Number(today.minute > 0)
  const times = [
    moment('tomorrow', 1, morning),
    // Monday; on a Sunday that is tomorrow, and then the one after.
    moment('nextWeek', today.weekday === 0 ? 8 : 8 - today.weekday, morning),
  ]
  if (later <= lastHourToday) times.unshift(moment('laterToday', 0, later))
  if (today.hour < evening - laterHours) times.splice(1, 0, moment('thisEvening', 0, evening))
  return times
}

/** What a date and time field says, `2026-03-12T14:05`, as the clocks there have it; undefined for what is none. */
export function momentOfField(text: string, timeZone: string): Date | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/u.exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number]
  return momentIn(Date.UTC(year, month - 1, day, hour, minute), timeZone)
}

/** The other way round, for what the field begins with. */
export function fieldOfMoment(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + offsetAt(moment.getTime(), timeZone)).toISOString().slice(0, 16)
}

interface NamedDay {
  /** From today on. */
  days?: number
  month?: number
  date?: number
  year?: number
}

/** What day it is there, and the moments of others, as the clocks there have them; undefined for a 31 February. */
export function momentOn(now: Date, timeZone: string) {
  const today = wallClock(now, timeZone)
  const on = (
    { days = 0, month, date, year = today.year }: NamedDay,
    hour: number,
    minute: number,
  ): Date | undefined => {
    const shown =
      month === undefined || date === undefined
        ? Date.UTC(today.year, today.month, today.day + days, hour, minute)
        : Date.UTC(year, month - 1, date, hour, minute)
    const isThere = date === undefined || new Date(shown).getUTCDate() === date
    return isThere ? momentIn(shown, timeZone) : undefined
  }
  return { weekday: today.weekday, year: today.year, on }
}

interface WallClock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  /** 0 is Sunday. */
  weekday: number
}

function wallClock(moment: Date, timeZone: string): WallClock {
  const there = new Date(moment.getTime() + offsetAt(moment.getTime(), timeZone))
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth(),
    day: there.getUTCDate(),
    hour: there.getUTCHours(),
    minute: there.getUTCMinutes(),
    weekday: there.getUTCDay(),
  }
}

function momentAt({ year, month, day }: WallClock, days: number, hour: number, timeZone: string): Date {
  return momentIn(Date.UTC(year, month, day + days, hour), timeZone)
}

/** When the clocks there show this, which is given as if it were UTC. */
function momentIn(shown: number, timeZone: string): Date {
  const guess = shown - offsetAt(shown, timeZone)
  // Asked again at the guess: the clocks may have been changed between the two.
  return new Date(shown - offsetAt(guess, timeZone))
}

/** How far the clocks there are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = Object.fromEntries(formatter.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day, hour, minute, second } = parts as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
    number
  >
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
}
