import { momentOn } from './snooze-times.ts'

const morning = 9
const partsOfDay: Record<string, number> = {
  morning: 9,
  noon: 12,
  lunch: 12,
  afternoon: 14,
  evening: 18,
  tonight: 20,
  night: 20,
}
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = 'january february march april may june july august september october november december'.split(' ')
const minutesOf: Record<string, number> = { minute: 1, hour: 60, day: 1440, week: 10_080 }
const wordsForNumbers: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
}

/** A day counted from today, or a day and a month. */
interface Day {
  days?: number
  month?: number
  date?: number
  year?: number
}

interface Clock {
  hour: number
  minute: number
}

/**
 * When somebody means who writes `tomorrow 9`, `next friday`, `in 3 hours` or `12 mar 14:30`, by the clocks of the place; always
 * ahead. Undefined for what is not understood.
 */
export function momentOfWords(text: string, now: Date, timeZone: string): Date | undefined {
  const words = text.toLowerCase().replaceAll(/[,]/gu, ' ').trim()
  const span = spanIn(words)
  if (span) return new Date(now.getTime() + span * 60_000)
  const { rest, clock } = clockIn(words)
  const today = momentOn(now, timeZone)
  const day = dayIn(
    rest
      .replaceAll(/\b(?:on|at|this|until|the)\b/gu, ' ')
      .replaceAll(/\s+/gu, ' ')
      .trim(),
    today.weekday,
  )
  if (!day || (rest.trim() === '' && !clock)) return undefined
  const { hour, minute } = clock ?? { hour: morning, minute: 0 }
  const at = today.on(day, hour, minute)
  if (!at || at > now) return at
  // A time that is over today is tomorrow's; a date that is over, next year's.
  if (day.month !== undefined)
    return day.year === undefined ? today.on({ ...day, year: today.year + 1 }, hour, minute) : undefined
  return day.days === 0 && rest.trim() === '' ? today.on({ days: 1 }, hour, minute) : undefined
}

/** `in 3 hours`, `2h`, `in half an hour`, in minutes. Days and weeks too, to the same time of day. */
function spanIn(words: string): number | undefined {
  if (/^in half an hour$/u.test(words)) return 30
  const found =
    /^(?:in )?(\d+(?:\.\d+)?|an?|one|two|three|four|five|six|ten) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/u.exec(
      words,
    )
  if (!found) return undefined
  const [, amount = '', unit = ''] = found
  const name = Object.keys(minutesOf).find((each) => each.startsWith(unit[0]!)) ?? 'minute'
  return (wordsForNumbers[amount] ?? Number(amount)) * minutesOf[name]!
}

/** The time of day in it, and what is left without it. */
function clockIn(words: string): { rest: string; clock: Clock | undefined } {
  const exact = /(?:^|\s)(?:at )?(\d{1,2})(?:[:.h](\d\d))? ?(am|pm)?$/u.exec(words)
  // A number after a month is a day of it.
  const isDate =
    exact && exact[2] === undefined && exact[3] === undefined && isMonth(words.slice(0, exact.index).split(' ').at(-1))
  if (exact && !isDate) {
    const clock = clockOf(Number(exact[1]), Number(exact[2] ?? 0), exact[3])
    if (clock) return { rest: words.slice(0, exact.index), clock }
  }
  const part = Object.keys(partsOfDay).find((name) => words === name || words.endsWith(` ${name}`))
  if (part) return { rest: words.slice(0, -part.length), clock: { hour: partsOfDay[part]!, minute: 0 } }
  return { rest: words, clock: undefined }
}

function clockOf(hour: number, minute: number, half: string | undefined): Clock | undefined {
  if (minute > 59 || hour > (half ? 12 : 23)) return undefined
  if (half === 'pm') return { hour: (hour % 12) + 12, minute }
  return { hour: half === 'am' ? hour % 12 : hour, minute }
}

function dayIn(words: string, weekday: number): Day | undefined {
  if (words === '' || words === 'today') return { days: 0 }
  if (/^(?:tomorrow|tmrw|tmr)$/u.test(words)) return { days: 1 }
  if (words === 'day after tomorrow') return { days: 2 }
  if (words === 'next week') return { days: daysTo(1, weekday) }
  if (words === 'weekend') return { days: daysTo(6, weekday) }
  const [, isNext, name = ''] = /^(next )?([a-z]{3,})$/u.exec(words) ?? []
  const named = weekdays.findIndex((each) => each.startsWith(name))
  if (name !== '' && named !== -1)
    return { days: daysTo(named, weekday) + (isNext && isThisWeek(named, weekday) ? 7 : 0) }
  return dateIn(words)
}

/** From tomorrow on: on a Friday, Friday is in a week. */
function daysTo(wanted: number, weekday: number): number {
  return ((wanted - weekday + 6) % 7) + 1
}

/** Weeks begin on Monday: who says `next Friday` on a Tuesday means the one after this week's. */
function isThisWeek(wanted: number, weekday: number): boolean {
  return (wanted + 6) % 7 > (weekday + 6) % 7
}

function dateIn(words: string): Day | undefined {
  const [, iso, isoMonth, isoDate] = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(words) ?? []
  if (iso) return { year: Number(iso), month: Number(isoMonth), date: Number(isoDate) }
  const [, first, second] = /^(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,})$/u.exec(words) ?? []
  const [, monthFirst, dateSecond] = /^([a-z]{3,}) (\d{1,2})(?:st|nd|rd|th)?$/u.exec(words) ?? []
  const month = monthOf(second ?? monthFirst)
  const date = Number(first ?? dateSecond)
  return month === undefined || !(date >= 1 && date <= 31) ? undefined : { month, date }
}

function isMonth(word: string | undefined): boolean {
  return monthOf(word) !== undefined
}

function monthOf(word: string | undefined): number | undefined {
  if (!word || word.length < 3) return undefined
  const index = months.findIndex((name) => name.startsWith(word))
  return index === -1 ? undefined : index + 1
}
