import type { BusinessHours } from '../../identity/business-hours.ts'
import { businessHoursOf } from '../../identity/business-hours-settings.ts'
import type { Trx } from '../../platform/database.ts'

/** By whose clocks days begin, and when somebody is there; undefined while the organization is being deleted. */
export async function hoursOf(trx: Trx, organizationId: string): Promise<BusinessHours | undefined> {
  const organization = await trx
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', organizationId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return organization && businessHoursOf(organization)
}
