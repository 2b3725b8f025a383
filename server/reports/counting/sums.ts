import type { Insertable } from 'kysely'

import type { BusinessHours } from '../../identity/business-hours.ts'
import { openSecondsBetween } from '../../identity/business-hours.ts'
import { localDateOf, localHourOf } from '../../identity/time-zone.ts'
import type { Trx } from '../../platform/database.ts'
import type { DailySums } from '../../platform/schema.ts'
import { classOf } from '../durations.ts'
import type { Measure } from '../measures.ts'

type Sum = Insertable<DailySums> & { total: number; seconds: number }

/** When and where something happened, and of whom it is; null is nobody here. */
export interface Occasion {
  at: Date
  channelId: string
  userId: string | null
}

const rowsAtOnce = 500

/** What is to be added to the sums of one organization, gathered before it is written. */
export class Sums {
  readonly #sums = new Map<string, Sum>()
  readonly #organizationId: string
  readonly #hours: BusinessHours

  constructor(organizationId: string, hours: BusinessHours) {
    this.#organizationId = organizationId
    this.#hours = hours
  }

  add(measure: Measure, occasion: Occasion): void {
    this.#add(measure, occasion, 0, 0, 1)
  }

  addByHour(measure: Measure, occasion: Occasion): void {
    this.#add(measure, occasion, localHourOf(occasion.at, this.#hours.timeZone), 0, 1)
  }

  /** From `since` until it happened. Of one that is taken back, `times` is -1. */
  addDuration(measure: 'resolution' | 'firstResponse', occasion: Occasion, since: Date, times: 1 | -1 = 1): void {
    const seconds = Math.max(0, Math.round((occasion.at.getTime() - since.getTime()) / 1000))
    this.#add(measure, occasion, classOf(seconds), seconds, times)
    if (measure !== 'firstResponse') return
    const open = Math.round(openSecondsBetween(this.#hours, since, occasion.at))
    this.#add('firstResponseInHours', occasion, classOf(open), open, times)
  }

  #add(measure: Measure, { at, channelId, userId }: Occasion, bucket: number, seconds: number, times: number): void {
    const day = localDateOf(at, this.#hours.timeZone)
    const key = [measure, day, channelId, userId, String(bucket).padStart(3, '0')].join(' ')
    const sum = this.#sums.get(key) ?? {
      organizationId: this.#organizationId,
      measure,
      day,
      channelId,
      userId: userId ?? '',
      bucket,
      total: 0,
      seconds: 0,
    }
    this.#sums.set(key, { ...sum, total: sum.total + times, seconds: sum.seconds + seconds * times })
  }

  /** In one order, so that two who count at once wait for each other and never both. */
  async write(trx: Trx): Promise<void> {
    const rows = [...this.#sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum)
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      await trx
        .insertInto('dailySums')
        .values(rows.slice(start, start + rowsAtOnce))
        .onConflict((conflict) =>
          conflict.columns(['organizationId', 'measure', 'day', 'channelId', 'userId', 'bucket']).doUpdateSet((eb) => ({
            total: eb('dailySums.total', '+', eb.ref('excluded.total')),
            seconds: eb('dailySums.seconds', '+', eb.ref('excluded.seconds')),
          })),
        )
        .execute()
    }
  }
}
