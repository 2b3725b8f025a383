import { sql } from 'kysely'
import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

import type { Database } from '../platform/database.ts'

/** Read from the database, so that every process says the same of all. */
export function webhookMetrics(registry: Registry, db: Database): void {
  new Gauge({
    name: 'tether_webhook_deliveries',
    help: 'What became of the calls to webhooks that there are, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    async collect() {
      const { delivered, failed, givenUp } = await countOutcomes(db)
      this.set({ outcome: 'delivered' }, delivered)
      this.set({ outcome: 'failed' }, failed)
      this.set({ outcome: 'given_up' }, givenUp)
    },
  })
  new Gauge({
    name: 'tether_webhook_oldest_pending_seconds',
    help: 'For how long the oldest event that is still to be told waits, those for webhooks that are switched off included.',
    registers: [registry],
    async collect() {
      this.set(await secondsSince(oldestPending(db)))
    },
  })
  new Gauge({
    name: 'tether_webhook_overdue_seconds',
    help: 'For how long the call that is overdue the most could have been made; more than seconds says that no worker makes them.',
    registers: [registry],
    async collect() {
      this.set(await secondsSince(mostOverdue(db)))
    },
  })
}

async function countOutcomes(db: Database): Promise<{ delivered: number; failed: number; givenUp: number }> {
  const found = await sql<{ delivered: string | null; failed: string | null; givenUp: string | null }>`
    select sum(delivered) as delivered, sum(failed) as failed, sum(given_up) as given_up from webhook_queues
  `.execute(db)
  const { delivered, failed, givenUp } = found.rows[0]!
  return { delivered: Number(delivered ?? 0), failed: Number(failed ?? 0), givenUp: Number(givenUp ?? 0) }
}

async function oldestPending(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    select min(queued_at) as at from webhook_deliveries where delivered_at is null and given_up_at is null
  `.execute(db)
  return found.rows[0]!.at
}

async function mostOverdue(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`select min(look_at) as at from webhook_queues`.execute(db)
  return found.rows[0]!.at
}

async function secondsSince(asked: Promise<Date | null>): Promise<number> {
  const at = await asked
  return at ? Math.max(0, Date.now() - at.getTime()) / 1000 : 0
}
