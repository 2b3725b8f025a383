import type { Random } from './random.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const awake = { from: 7.5 * hour, to: 21.5 * hour }
const opensAt = 9 * hour
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * The dealership's clock. Local times are milliseconds as UTC would count them if it had this zone's clock, so that days
 * and hours are plain arithmetic.
 */
export function localClock(timeZone: string) {
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const offsetAt = (time: number) => {
    const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(zone.format(time)) ?? ['', '+', '0', '0']
    return (sign === '-' ? -1 : 1) * (Number(hours) * hour + Number(minutes) * minute)
  }
  return {
    toLocal: (time: number) => time + offsetAt(time),
    fromLocal: (local: number) => local - offsetAt(local - offsetAt(local)),
  }
}

export function startOfDay(local: number): number {
  return local - (local % day)
}

export function weekdayOf(local: number): string {
  return weekdays[new Date(local).getUTCDay()]!
}

/** When somebody of ours can answer: then, or soon after the next opening. */
export function whenOpen(local: number, random: Random): number {
  let time = local
  while (!isOpen(time)) {
    const isBefore = time - startOfDay(time) < opensAt && closesAt(time) > 0
    const opening = startOfDay(time) + (isBefore ? 0 : day) + opensAt
    time = opening + random.between(2 * 60, 35 * 60) * 1000
  }
  return time
}

/** When a contact would write: then, or in the course of the next morning. */
export function whenAwake(local: number, random: Random): number {
  const time = local - startOfDay(local)
  if (time >= awake.from && time < awake.to) return local
  const morning = startOfDay(local) + (time < awake.from ? 0 : day) + awake.from
  return morning + random.between(0, 150 * 60) * 1000
}

/** The last moment, not after this one, at which somebody of ours is there. */
export function lastOpen(local: number, random: Random): number {
  let time = local
  while (!isOpen(time)) {
    const closing = startOfDay(time) + closesAt(time)
    const isAfter = closesAt(time) > 0 && time >= closing
    time = isAfter ? closing - random.between(5, 240) * minute : startOfDay(time) - 1
  }
  return time
}

export function lastAwake(local: number, random: Random): number {
  const time = local - startOfDay(local)
  if (time >= awake.from && time < awake.to) return local
  const evening = startOfDay(local) - (time < awake.from ? day : 0) + awake.to
  return evening - random.between(2, 180) * minute
}

function isOpen(local: number): boolean {
  const time = local - startOfDay(local)
  return time >= opensAt && time < closesAt(local)
}

/** 0 on Sundays. */
function closesAt(local: number): number {
  const weekday = new Date(local).getUTCDay()
  if (weekday === 0) return 0
  return (weekday === 6 ? 17 : 18) * hour
}
