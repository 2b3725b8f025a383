import { now } from '../ui/clock.ts'
import type { ReportsSearch, Span, Step } from './reports-search.ts'

/** Days such as `2026-03-12`, both included. */
export interface Period {
  from: string
  to: string
}

const day = 86_400_000
const mostDays = 731
const lengths: Record<Exclude<Span, 'custom'>, number> = { today: 1, '7d': 7, '30d': 30, quarter: 91 }

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10)
}

function daysOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day) + 1
}

/** The day on the wall of that time zone. */
export function todayIn(timeZone: string, moment: Date = new Date(now())): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment)
}

/** Of a custom span that is missing an end, or is the wrong way round, what can be made of it. */
export function periodOf({ span = '30d', from, to }: ReportsSearch, today: string): Period {
  if (span !== 'custom') return { from: addDays(today, 1 - lengths[span]), to: today }
  const [first, last] = [from ?? to ?? addDays(today, -29), to ?? from ?? today].toSorted() as [string, string]
  return { from: daysOf({ from: first, to: last }) > mostDays ? addDays(last, 1 - mostDays) : first, to: last }
}

/** As many days, just before. */
export function periodBefore(period: Period): Period {
  return { from: addDays(period.from, -daysOf(period)), to: addDays(period.from, -1) }
}

/** So that a plot has some dozen points. */
export function stepFor(period: Period): Step {
  const days = daysOf(period)
  if (days <= 45) return 'day'
  return days <= 200 ? 'week' : 'month'
}

/** The first day of each step, also of those on which nothing happened. */
export function startsOf({ from, to }: Period, step: Step): string[] {
  const starts: string[] = []
  for (let start = startOf(from, step); start <= to; start = next(start, step)) starts.push(start)
  return starts
}

function startOf(date: string, step: Step): string {
  if (step === 'day') return date
  if (step === 'month') return `${date.slice(0, 7)}-01`
  return addDays(date, -((new Date(date).getUTCDay() + 6) % 7))
}

function next(start: string, step: Step): string {
  if (step === 'day') return addDays(start, 1)
  return step === 'week' ? addDays(start, 7) : startOf(addDays(start, 31), 'month')
}
