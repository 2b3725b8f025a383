import type { Schema } from '../../api/shapes.ts'

/** By which clock the contact lives, as far as that is known. */
export type ContactClock = NonNullable<Schema<'Writing'>['clock']>

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** `America/New_York` → `New York`. */
export function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}

/** What the clock on the wall there shows; months from 1. */
export function wallAt(at: Date, timeZone: string): Wall {
  const parts = formatOf(timeZone).formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute') }
}

/** When the wall there shows this. Days beyond the month go on into the next; an hour that is skipped is the one after. */
export function instantAt({ year, month, day, hour, minute }: Wall, timeZone: string): Date {
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  const guess = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(guess, timeZone))
}

/** Whether the two clocks show the same at that moment. */
export function isSameClock(one: string, other: string, at: Date): boolean {
  return offsetAt(at.getTime(), one) === offsetAt(at.getTime(), other)
}

/** The contact's, where it shows something else than one's own. */
export function otherClock(clock: ContactClock | null | undefined, at: Date): ContactClock | undefined {
  return clock && !isSameClock(clock.timeZone, ownTimeZone(), at) ? clock : undefined
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute } = wallAt(new Date(at), timeZone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const twoDigits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', ...twoDigits })
  formats.set(timeZone, format)
  return format
}
