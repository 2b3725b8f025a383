import type { Insertable } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import type { ConversationClocks } from '../../platform/schema.ts'

export interface Clock {
  /** Null where it was opened before anybody counted. */
  openedAt: Date | null
  waitingSince: Date | null
  answeredSince: Date | null
  answerId: string | null
}

const stoppedClock: Clock = { openedAt: null, waitingSince: null, answeredSince: null, answerId: null }

/** The clocks of some conversations, changed in memory and written together. */
export class Clocks {
  readonly #clocks: Map<string, Clock>
  readonly #changed = new Set<string>()

  constructor(clocks: Map<string, Clock>) {
    this.#clocks = clocks
  }

  of(conversationId: string): Clock {
    return this.#clocks.get(conversationId) ?? stoppedClock
  }

  change(conversationId: string, change: Partial<Clock>): void {
    this.#clocks.set(conversationId, { ...this.of(conversationId), ...change })
    this.#changed.add(conversationId)
  }

  remove(conversationId: string): void {
    this.#clocks.delete(conversationId)
    this.#changed.add(conversationId)
  }

  /** Of conversations that are still there; the clocks of others went with them. */
  async write(trx: Trx, organizationId: string, present: ReadonlySet<string>): Promise<void> {
    const changed = [...this.#changed].filter((id) => present.has(id)).toSorted()
    const gone = changed.filter((id) => !this.#clocks.has(id))
    const rows = changed.flatMap((conversationId) => {
      const clock = this.#clocks.get(conversationId)
      return clock ? [{ organizationId, conversationId, ...clock }] : []
    })
    if (gone.length > 0) await forget(trx, organizationId, gone)
    if (rows.length > 0) await keep(trx, rows)
  }
}

export async function readClocks(trx: Trx, organizationId: string, ids: string[]): Promise<Clocks> {
  if (ids.length === 0) return new Clocks(new Map())
  const found = await trx
    .selectFrom('conversationClocks')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('conversationId', 'in', ids)
    .execute()
  return new Clocks(
    new Map(found.map(({ organizationId: _organizationId, conversationId, ...clock }) => [conversationId, clock])),
  )
}

async function forget(trx: Trx, organizationId: string, ids: string[]): Promise<void> {
  await trx
    .deleteFrom('conversationClocks')
    .where('organizationId', '=', organizationId)
    .where('conversationId', 'in', ids)
    .execute()
}

async function keep(trx: Trx, rows: Array<Insertable<ConversationClocks>>): Promise<void> {
  await trx
    .insertInto('conversationClocks')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'conversationId']).doUpdateSet((eb) => ({
        openedAt: eb.ref('excluded.openedAt'),
        waitingSince: eb.ref('excluded.waitingSince'),
        answeredSince: eb.ref('excluded.answeredSince'),
        answerId: eb.ref('excluded.answerId'),
      })),
    )
    .execute()
}
