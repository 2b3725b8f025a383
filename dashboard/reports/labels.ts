import { duration, number, percent } from '../ui/format.ts'
import { formatters } from '../ui/formatters.ts'
import type { Period } from './periods.ts'
import type { Step } from './reports-search.ts'
import { texts } from './texts.ts'

// Days have no time zone of their own here: they are written as they are read.
const utc = { timeZone: 'UTC' } as const

export function stepLabel(start: string, step: Step): string {
  const parts =
    step === 'month' ? ({ month: 'short', year: '2-digit' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return formatters.date({ ...parts, ...utc }).format(new Date(start))
}

/** Whole, for tables and for what is pointed at. */
export function fullStepLabel(start: string, step: Step): string {
  if (step === 'month') return formatters.date({ month: 'long', year: 'numeric', ...utc }).format(new Date(start))
  const end = new Date(Date.parse(start) + 6 * 86_400_000)
  if (step === 'week') return formatters.date({ dateStyle: 'medium', ...utc }).formatRange(new Date(start), end)
  return formatters
    .date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...utc })
    .format(new Date(start))
}

export function periodLabel({ from, to }: Period): string {
  return formatters.date({ dateStyle: 'medium', ...utc }).formatRange(new Date(from), new Date(to))
}

/** Monday is 1. */
export function weekdayLabel(weekday: number, width: 'short' | 'long'): string {
  return formatters.date({ weekday: width, ...utc }).format(new Date(Date.UTC(2024, 0, weekday)))
}

export function hourLabel(hour: number): string {
  return formatters.date({ hour: 'numeric', ...utc }).format(new Date(Date.UTC(2024, 0, 1, hour)))
}

export function count(value: number): string {
  return number(value)
}

export function seconds(value: number | null): string {
  return value === null ? texts.none : duration(value * 1000)
}

/** What became of a number: `12% more`, or `faster` where it is a time. */
export function changeLabel(now: number | null, before: number | null, isTime: boolean): string {
  if (!before) return texts.nothingBefore
  if (now === null) return texts.before(seconds(before))
  if (now === before) return texts.same
  const share = percent(Math.round((Math.abs(now - before) / before) * 100) / 100)
  if (isTime) return now > before ? texts.slower(share) : texts.faster(share)
  return now > before ? texts.more(share) : texts.fewer(share)
}
