import { now as presentTime } from '../ui/clock.ts'
import { calendarDate, clock } from '../ui/format.ts'
import { formatters } from '../ui/formatters.ts'

const day = 86_400_000

/** A moment ahead, as short as it is unmistakable: `18:00`, `Mon 09:00`, `12 Mar 2027`. */
export function shortMoment(moment: Date | string, now: Date = new Date(presentTime())): string {
  const at = new Date(moment)
  if (at.toDateString() === now.toDateString()) return clock(at)
  const isSoon = Math.abs(at.getTime() - now.getTime()) < 6 * day
  return isSoon ? `${formatters.date({ weekday: 'short' }).format(at)} ${clock(at)}` : calendarDate(at)
}
