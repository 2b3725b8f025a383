import { addDays } from '../identity/time-zone.ts'
import { invalid } from '../platform/errors.ts'

export interface Asked {
  from: string
  to: string
  interval?: 'day' | 'week' | 'month'
  by?: 'user' | 'department' | 'channel'
  channelId?: string
  userId?: string
  departmentId?: string
}

const day = 86_400_000
const mostDays = 732
const mostGroupedSteps = 107

/** Two years at once; and where each step is split by whom or where, no more of them than anybody can read. */
export function refuseTooMuch({ from, to, interval, by }: Asked): void {
  const days = (Date.parse(to) - Date.parse(from)) / day + 1
  if (days < 1) throw invalid('to', 'it must not be before `from`.')
  if (days > mostDays) throw invalid('to', 'a report covers two years at most: choose a day nearer to `from`.')
  if (by && interval === 'day' && days > mostGroupedSteps)
    throw invalid(
      'interval',
      `with \`by\` it may be a day for ${mostGroupedSteps} days at most: take a week or a month.`,
    )
}

/** The first day of each step of the range, also of those on which nothing happened. */
export function startsOf({ from, to, interval }: Pick<Asked, 'from' | 'to' | 'interval'>): string[] {
  const starts: string[] = []
  if (!interval) return starts
  for (let start = startOf(from, interval); start <= to; start = startAfter(start, interval)) starts.push(start)
  return starts
}

type Interval = NonNullable<Asked['interval']>

function startOf(date: string, interval: Interval): string {
  if (interval === 'day') return date
  if (interval === 'month') return `${date.slice(0, 7)}-01`
  return addDays(date, -((new Date(date).getUTCDay() + 6) % 7))
}

function startAfter(start: string, interval: Interval): string {
  if (interval === 'month') return startOf(addDays(start, 31), interval)
  return addDays(start, interval === 'day' ? 1 : 7)
}
