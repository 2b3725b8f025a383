import type { Channel } from '../channels/channels.ts'
import { isOpenAt, nextOpening, usualWeek } from '../identity/business-hours.ts'
import type { BusinessHours, Week } from '../identity/business-hours.ts'
import { businessHoursOf } from '../identity/business-hours-settings.ts'
import { findOrganization } from '../identity/organization-settings.ts'
import { isTimeZone } from '../identity/time-zone.ts'
import type { Database } from '../platform/database.ts'
import { settingsOf } from './visitors.ts'

interface Hours {
  isOpen: boolean
  opensAt: Date | null
  /** Where the hours are those of clocks. */
  timeZone: string | null
  awayMessage: string | null
}

/** Whether somebody is there to answer, and when again if not. */
export async function hoursOf(db: Database, channel: Channel, now = new Date()): Promise<Hours> {
  const { hours } = settingsOf(channel)
  if (!hours.isOn) return { isOpen: true, opensAt: null, timeZone: null, awayMessage: null }
  const own = await ownHours(db, channel)
  const isOpen = isOpenAt(own, now)
  const { timeZone } = own
  if (isOpen) return { isOpen, opensAt: null, timeZone, awayMessage: null }
  return { isOpen, opensAt: nextOpening(own, now), timeZone, awayMessage: hours.awayMessage }
}

/** A week of its own goes with the organization's holidays; a day that it does not name is closed. */
async function ownHours(db: Database, channel: Channel): Promise<BusinessHours> {
  const { timeZone, weekly } = settingsOf(channel).hours
  const common = businessHoursOf(await findOrganization(db, channel.organizationId))
  const zone = timeZone !== undefined && isTimeZone(timeZone) ? timeZone : common.timeZone
  if (!weekly) return { ...common, timeZone: zone }
  const days = Object.entries(usualWeek).map(([weekday, usual]) => [
    weekday,
    weekly[weekday as keyof Week] ?? { ...usual, enabled: false },
  ])
  return { ...common, timeZone: zone, week: Object.fromEntries(days) as Week }
}
