import { sql } from 'kysely'

import { transact } from '../database.ts'
import type { Database, Trx } from '../database.ts'
import type { Log } from '../log.ts'
import type { Signals } from '../signals.ts'
import { lastPosition, placeEvents, readPlaced } from './log.ts'
import type { Event } from './log.ts'

/**
 * Hears the events of every organization, in order, at least once per event and exactly once for what it writes in `trx`. What
 * happened on another server was heard there.
 */
export interface Listener {
  name: string
  types: string[]
  hear: (trx: Trx, event: Event) => Promise<void>
}

/** Hears at once all that came together; after an import that may be hundreds. */
interface BatchListener extends Omit<Listener, 'hear'> {
  hearTogether: (trx: Trx, organizationId: string, events: Event[]) => Promise<void>
}

export type Subscriber = Listener | BatchListener

export interface Subscriptions {
  stop: () => Promise<void>
}

const batchSize = 200
const pollMilliseconds = 5000

/**
 * Each subscriber has a cursor for each organization, moved in the transaction in which it hears. One that fails is
 * tried again later with a growing pause, and holds up nobody but itself in that one organization.
 */
export function runSubscribers(db: Database, signals: Signals, subscribers: Subscriber[], log: Log): Subscriptions {
  const lanes = subscribers.map((subscriber) => new Lane(db, subscriber, log))
  const wakeAll = (organizationId: string) => lanes.forEach((lane) => lane.wake(organizationId))
  const lookAround = async () => (await organizationsWithEvents(db, subscribers)).forEach(wakeAll)
  const poll = () => void lookAround().catch((error: unknown) => log.error(error, 'Looking for events failed.'))

  const forget = signals.on('events', wakeAll)
  const timer = setInterval(poll, pollMilliseconds)
  poll()
  return {
    async stop() {
      clearInterval(timer)
      forget()
      await Promise.all(lanes.map((lane) => lane.stop()))
    },
  }
}

async function organizationsWithEvents(db: Database, subscribers: Subscriber[]): Promise<string[]> {
  const names = subscribers.map((subscriber) => subscriber.name)
  const found = await sql<{ organizationId: string }>`
    select organization_id from events where position is null group by organization_id
    union
    select p.organization_id from event_positions p
    left join event_cursors c
      on c.organization_id = p.organization_id and c.position >= p.last_position and c.subscriber = any(${names})
    group by p.organization_id having count(c.subscriber) < ${names.length}
  `.execute(db)
  return found.rows.map((row) => row.organizationId)
}

/** What one subscriber has still to hear, organization by organization. */
class Lane {
  readonly #db: Database
  readonly #subscriber: Subscriber
  readonly #log: Log
  readonly #waiting = new Set<string>()
  #running: Promise<void> | undefined
  #isStopped = false

  constructor(db: Database, subscriber: Subscriber, log: Log) {
    this.#db = db
    this.#subscriber = subscriber
    this.#log = log
  }

  wake(organizationId: string): void {
    if (this.#isStopped) return
    this.#waiting.add(organizationId)
    this.#running ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    for (const organizationId of this.#waiting) {
      if (this.#isStopped) break
      this.#waiting.delete(organizationId)
      await this.#catchUp(organizationId)
    }
    // At once, so that nothing is added to a run that has looked its last.
    this.#running = undefined
  }

  async #catchUp(organizationId: string): Promise<void> {
    try {
      const heard = await hearBatch(this.#db, this.#subscriber, organizationId)
      if (heard === batchSize) this.#waiting.add(organizationId)
    } catch (error) {
      this.#log.error(error, `The subscriber ${this.#subscriber.name} failed and will be tried again.`)
      await postpone(this.#db, this.#subscriber, organizationId, error).catch(() => undefined)
    }
  }
}

/** Hears what is new; answers how many events of its types that were. */
async function hearBatch(db: Database, subscriber: Subscriber, organizationId: string): Promise<number> {
  await placeEvents(db, organizationId)
  return transact(db, async (trx) => {
    await sql`
      insert into event_cursors (organization_id, subscriber, position)
      values (${organizationId}, ${subscriber.name}, 0)
      on conflict (organization_id, subscriber) do nothing
    `.execute(trx)
    const cursor = await trx
      .selectFrom('eventCursors')
      .select('position')
      .where('organizationId', '=', organizationId)
      .where('subscriber', '=', subscriber.name)
      .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', new Date())]))
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!cursor) return 0

    // Read first: all that has a position up to there is seen by the next statement.
    const last = await lastPosition(trx, organizationId)
    const events = await readPlaced(trx, organizationId, cursor.position, batchSize, subscriber.types)
    const here = events.filter(({ isImported }) => !isImported)
    await tell(trx, subscriber, organizationId, here)

    // What nobody here listens to is passed over; after an import those are thousands.
    const heard = events.at(-1)?.position ?? 0
    const position = events.length === batchSize ? heard : Math.max(last, heard)
    if (position > cursor.position) await moveCursor(trx, subscriber, organizationId, position)
    return events.length
  })
}

async function tell(trx: Trx, subscriber: Subscriber, organizationId: string, events: Event[]): Promise<void> {
  if ('hear' in subscriber) for (const event of events) await subscriber.hear(trx, event)
  else if (events.length > 0) await subscriber.hearTogether(trx, organizationId, events)
}

async function moveCursor(trx: Trx, subscriber: Subscriber, organizationId: string, position: number): Promise<void> {
  await trx
    .updateTable('eventCursors')
    .set({ position, failures: 0, retryAt: null, lastError: null })
    .where('organizationId', '=', organizationId)
    .where('subscriber', '=', subscriber.name)
    .execute()
}

async function postpone(db: Database, subscriber: Subscriber, organizationId: string, error: unknown): Promise<void> {
  await transact(db, async (trx) => {
    const cursor = await trx
      .selectFrom('eventCursors')
      .select('failures')
      .where('organizationId', '=', organizationId)
      .where('subscriber', '=', subscriber.name)
      .forUpdate()
      .executeTakeFirst()
    const failures = (cursor?.failures ?? 0) + 1
    const pauseSeconds = Math.min(2 ** failures, 3600)
    const failure = {
      failures,
      retryAt: new Date(Date.now() + pauseSeconds * 1000),
      lastError: String(error).slice(0, 1000),
    }
    await trx
      .insertInto('eventCursors')
      .values({ organizationId, subscriber: subscriber.name, position: 0, ...failure })
      .onConflict((conflict) => conflict.columns(['organizationId', 'subscriber']).doUpdateSet(failure))
      .execute()
  })
}
