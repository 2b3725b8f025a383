import { now as presentTime } from './clock.ts'
import { formatters } from './formatters.ts'

export type Moment = Date | string | number

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Short, for lists: `now`, `5m`, `3h`, `Tue`, `12 Mar`, `12 Mar 2024`. */
export function shortTime(moment: Moment, now: number = presentTime()): string {
  const date = new Date(moment)
  const age = now - date.getTime()
  if (age < minute && age > -minute) return formatters.relative('narrow').format(0, 'second')
  if (age > 0 && age < hour) return unit(Math.floor(age / minute), 'minute')
  if (age > 0 && age < day) return unit(Math.floor(age / hour), 'hour')
  if (age > 0 && age < 6 * day) return formatters.date({ weekday: 'short' }).format(date)
  const isThisYear = date.getFullYear() === new Date(now).getFullYear()
  return formatters.date({ day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) }).format(date)
}

/** In words: `5 minutes ago`, `in 2 hours`, `yesterday`. */
export function relativeTime(moment: Moment, now: number = presentTime()): string {
  const ahead = new Date(moment).getTime() - now
  const distance = Math.abs(ahead)
  const words = formatters.relative('long')
  if (distance < minute) return words.format(0, 'second')
  if (distance < hour) return words.format(Math.trunc(ahead / minute), 'minute')
  if (distance < day) return words.format(Math.trunc(ahead / hour), 'hour')
  if (distance < 30 * day) return words.format(Math.trunc(ahead / day), 'day')
  if (distance < 365 * day) return words.format(Math.trunc(ahead / (30 * day)), 'month')
  return words.format(Math.trunc(ahead / (365 * day)), 'year')
}

/** Whole and unmistakable: `Tuesday, 3 March 2026 at 14:05`; in another time zone if one is named. */
export function fullTime(moment: Moment, timeZone?: string): string {
  return formatters.date({ dateStyle: 'full', timeStyle: 'short', ...zone(timeZone) }).format(new Date(moment))
}

export function dateTime(moment: Moment, timeZone?: string): string {
  return formatters.date({ dateStyle: 'medium', timeStyle: 'short', ...zone(timeZone) }).format(new Date(moment))
}

export function calendarDate(moment: Moment, timeZone?: string): string {
  return formatters.date({ dateStyle: 'medium', ...zone(timeZone) }).format(new Date(moment))
}

/** The time of day: `14:05`. */
export function clock(moment: Moment, timeZone?: string): string {
  return formatters.date({ timeStyle: 'short', ...zone(timeZone) }).format(new Date(moment))
}

/** The heading over a day's messages: `Today`, `Yesterday`, `Tuesday, 3 March`. */
export function dayHeading(moment: Moment, now: number = presentTime()): string {
  const then = new Date(moment)
  const days = Math.round((startOfDay(then) - startOfDay(new Date(now))) / day)
  if (days === 0 || days === -1) return capitalized(formatters.relative('long').format(days, 'day'))
  const isThisYear = then.getFullYear() === new Date(now).getFullYear()
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  return formatters.date({ weekday: 'long', day: 'numeric', month: 'long', ...year }).format(then)
}

/** How long something took, in its two largest units: `2 h 5 m`. */
export function duration(milliseconds: number): string {
  const units = [
    ['day', day],
    ['hour', hour],
    ['minute', minute],
    ['second', 1000],
  ] as const
  const first = units.findIndex(([, length]) => milliseconds >= length)
  if (first === -1) return unit(0, 'second')
  let rest = milliseconds
  const parts = units.slice(first, first + 2).flatMap(([name, length]) => {
    const amount = Math.floor(rest / length)
    rest -= amount * length
    return amount > 0 ? [unit(amount, name)] : []
  })
  return parts.join(' ')
}

export function number(value: number): string {
  return formatters.number({}).format(value)
}

/** For badges: `1.2K`. */
export function compactNumber(value: number): string {
  return formatters.number({ notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** A share of one as a percentage: 0.125 → `12.5%`. */
export function percent(share: number): string {
  return formatters.number({ style: 'percent', maximumFractionDigits: 1 }).format(share)
}

export function bytes(size: number): string {
  // The short form of single bytes has no plural.
  if (size < 1000) return formatters.number({ style: 'unit', unit: 'byte', unitDisplay: 'long' }).format(size)
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(size, 1)) / Math.log(1000)))
  const shown = { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: 1 } as const
  return formatters.number(shown).format(size / 1000 ** step)
}

/** The right form for the number, with the number in it: plural(2, { one: '# file', other: '# files' }) → `2 files`. */
export function plural(count: number, forms: { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>): string {
  const form = forms[formatters.plural().select(count)] ?? forms.other
  return form.replaceAll('#', number(count))
}

/** `Ana, Ben and Cleo`. */
export function list(names: string[]): string {
  return formatters.list().format(names)
}

function unit(value: number, name: string): string {
  return formatters.number({ style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value)
}

function zone(timeZone: string | undefined): { timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone }
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
