import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import type { Outcome } from './calling.ts'
import type { Call } from './claim.ts'
import { stateOf } from './deliveries.ts'
import type { Delivery } from './deliveries.ts'
import { nextTryAt } from './pauses.ts'
import { changeQueue, holdQueue, hurry, lookWhenDue } from './queue.ts'
import type { Queue } from './queue.ts'
import { letNextGo } from './queueing.ts'
import { hasFailedTooLong, switchOff } from './switching-off.ts'
import type { Announcer } from './switching-off.ts'

/** So often an event may fail by itself, while others are taken, before what comes after it stops waiting. */
const mostLoneFailures = 3

/** Writes down what came of a call, and lets go what waited for it. */
export function settle(db: Database, announcer: Announcer, call: Call, outcome: Outcome, now: Date): Promise<void> {
  return transact(db, async (trx) => {
    const queue = await holdQueue(trx, call)
    const delivery = queue && (await holdDelivery(trx, call))
    if (!delivery) return
    await insertAttempt(trx, call, outcome, now)
    if (delivery.deliveredAt) return
    if (outcome.errorCode === null) await noteDelivered(trx, queue, delivery, outcome, now)
    // Somebody else has it by now, who took us for dead: a failure is his to note.
    else if (delivery.tries !== call.tries) return
    else await noteFailed(trx, announcer, { queue, delivery, outcome, now })
    await letNextGo(trx, delivery, now)
    await lookWhenDue(trx, delivery)
  })
}

/** A test is made once, and says nothing of how the telling of events goes. */
export function settleTrial(db: Database, call: Call, outcome: Outcome, now: Date): Promise<void> {
  return transact(db, async (trx) => {
    const delivery = await holdDelivery(trx, call)
    if (!delivery) return
    await insertAttempt(trx, call, outcome, now)
    const end = outcome.errorCode === null ? { deliveredAt: now } : { givenUpAt: now }
    await changeDelivery(trx, delivery, { ...lastTry(outcome, now), ...end })
  })
}

async function holdDelivery(trx: Trx, { organizationId, id }: Call): Promise<Delivery | undefined> {
  return trx
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function insertAttempt(trx: Trx, { organizationId, id }: Call, outcome: Outcome, now: Date): Promise<void> {
  const { status, answer, errorCode, errorMessage, milliseconds } = outcome
  const values = { organizationId, id: newId(), deliveryId: id, startedAt: now }
  await trx
    .insertInto('webhookAttempts')
    .values({ ...values, status, answer, errorCode, errorMessage, milliseconds })
    .execute()
}

async function noteDelivered(trx: Trx, queue: Queue, delivery: Delivery, outcome: Outcome, now: Date): Promise<void> {
  await changeDelivery(trx, delivery, { ...lastTry(outcome, now), deliveredAt: now, givenUpAt: null, nextTryAt: null })
  const { delivered, failingSince } = queue
  const failing = failingAfter(queue, delivery, false)
  await changeQueue(trx, delivery, { delivered: delivered + 1, failing, lastDeliveredAt: now, failingSince: null })
  // Who is back is told at once what was put off, not when its pauses end.
  if (failingSince) await hurry(trx, delivery, now)
}

interface Failure {
  queue: Queue
  delivery: Delivery
  outcome: Outcome
  now: Date
}

async function noteFailed(trx: Trx, announcer: Announcer, { queue, delivery, outcome, now }: Failure): Promise<void> {
  const isGone = outcome.status === 410
  const isForgotten = outcome.errorCode === 'event_forgotten'
  const due = isForgotten ? undefined : nextTryAt({ ...delivery, retryAfter: outcome.retryAfter, now })
  // What says that it is gone says nothing of the event: that waits for the webhook to be switched on again, however long.
  const next = isGone ? (due ?? now) : due
  const isAlone = (queue.lastDeliveredAt?.getTime() ?? 0) > (delivery.lastTriedAt?.getTime() ?? Infinity)
  const loneFailures = delivery.loneFailures + (isAlone ? 1 : 0)
  await changeDelivery(trx, delivery, {
    ...lastTry(outcome, now),
    loneFailures,
    nextTryAt: next ?? null,
    givenUpAt: next ? null : now,
    ...(loneFailures >= mostLoneFailures && !delivery.letPassAt && { letPassAt: now }),
  })
  const failing = failingAfter(queue, delivery, next !== undefined)
  const counts = { failed: queue.failed + 1, failing, givenUp: queue.givenUp + (next ? 0 : 1) }
  // No call was made: it says nothing of the receiver.
  if (isForgotten) return changeQueue(trx, delivery, counts)
  const failingSince = queue.failingSince ?? now
  await changeQueue(trx, delivery, { ...counts, failingSince })
  if (isGone) await switchOff(trx, announcer, delivery, 'gone')
  else if (hasFailedTooLong(failingSince, now)) await switchOff(trx, announcer, delivery, 'failing')
}

/** How many have failed and are to be tried again, once this one does or does not. */
function failingAfter({ failing }: Queue, delivery: Delivery, isFailing: boolean): number {
  return failing + Number(isFailing) - Number(stateOf(delivery) === 'failed')
}

function lastTry({ status, errorMessage }: Outcome, now: Date) {
  return { callingSince: null, lastTriedAt: now, lastStatus: status, lastError: errorMessage }
}

async function changeDelivery(
  trx: Trx,
  { organizationId, id }: Delivery,
  changes: Partial<Omit<Delivery, 'organizationId' | 'id'>>,
): Promise<void> {
  await trx
    .updateTable('webhookDeliveries')
    .set(changes)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
