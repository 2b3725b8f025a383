import { snoozeTimes } from './acts/snooze-times.ts'
import { shortMoment } from './moments.ts'
import { texts } from './texts.ts'
import { timeZoneHere } from './tools/time-zone.ts'

/** Until when something may be put off, seen from now. */
export function snoozeChoices(): Array<{ label: string; at: Date }> {
  return snoozeTimes(new Date(), timeZoneHere()).map(({ name, at }) => ({
    label: `${texts.snoozeTimes[name]}, ${shortMoment(at)}`,
    at,
  }))
}
