import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import { usualWeek, weekdays } from './business-hours.ts'
import type { BusinessHours, Week, Weekday } from './business-hours.ts'
import { updateOrganization } from './organization-settings.ts'
import type { Organization } from './organizations.ts'

type AskedWeek = { [day in Weekday]?: { enabled: boolean; start?: string; end?: string } }

export interface BusinessHoursChanges {
  timezone?: string
  businessHours?: AskedWeek | null
  holidays?: Organization['holidays']
  exceptionalHours?: Organization['exceptionalHours']
  allowUserBusinessHoursOverride?: boolean
}

/** What is left out stays as it is, a day of the week as well; null brings the usual week back. */
export function setBusinessHours(db: Database, actor: Actor, changes: BusinessHoursChanges): Promise<Organization> {
  const { timezone, businessHours, exceptionalHours, ...rest } = changes
  if (exceptionalHours) refuseUnclear(exceptionalHours)
  return updateOrganization(db, actor, (before) => ({
    ...rest,
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    ...(exceptionalHours === undefined ? {} : { exceptionalHours }),
    ...(businessHours === undefined
      ? {}
      : { businessHours: businessHours && weekOf(before.businessHours, businessHours) }),
  }))
}

/** For whoever must know whether, or when, somebody is there: `isOpenAt` and `nextOpening` take them. */
export function businessHoursOf(organization: Organization): BusinessHours {
  const { timeZone, businessHours, holidays, exceptionalHours } = organization
  return { timeZone, week: (businessHours as Week | null) ?? usualWeek, holidays, exceptionalHours }
}

function weekOf(before: Organization['businessHours'], asked: AskedWeek): Week {
  const present = (before as Week | null) ?? usualWeek
  const days = weekdays.map((weekday) => {
    const day = asked[weekday]
    if (day?.enabled && (day.start === undefined || day.end === undefined)) {
      throw invalid(`businessHours.${weekday}`, 'a day that is enabled has a start and an end.')
    }
    return [weekday, { ...present[weekday], ...day }]
  })
  return Object.fromEntries(days) as Week
}

function refuseUnclear(exceptions: Organization['exceptionalHours']): void {
  const dates = new Set<string>()
  for (const [index, { date, closed, start, end }] of exceptions.entries()) {
    const place = `exceptionalHours.${index}`
    if (dates.has(date)) throw invalid(`${place}.date`, `${date} stands twice.`)
    dates.add(date)
    if (!closed && (start === undefined || end === undefined)) {
      throw invalid(place, 'a day that is not closed has a start and an end.')
    }
  }
}
