import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { call } from './calling.ts'
import { Capacity } from './capacity.ts'
import type { Call } from './claim.ts'
import { findDelivery } from './deliveries.ts'
import type { Attempt, Delivery } from './deliveries.ts'
import { settleTrial } from './outcomes.ts'
import { validSecrets } from './secrets.ts'
import type { WebhookTools } from './tools.ts'
import { holdWebhook } from './webhooks.ts'

const type = 'webhook.tested'
const capacity = new Capacity()
const mostAtOnce = 3

/** Tells the receiver of a test, once and at once, also while the webhook is switched off; answers what it said. */
export async function tryOut(
  db: Database,
  { vault, outgoing }: WebhookTools,
  actor: Actor,
  webhookId: string,
): Promise<{ delivery: Delivery; attempt: Attempt }> {
  const release = capacity.take({ [actor.organizationId]: mostAtOnce })
  if (!release) throw tooMany('too_many_tests', 'Other tests are under way: wait for their answers.', 15)
  try {
    const asked = await queueTrial(db, vault, actor, webhookId)
    const now = new Date()
    await settleTrial(db, asked, await call(outgoing, asked, now), now)
    const { delivery, attempts } = await findDelivery(db, actor, webhookId, asked.id)
    return { delivery, attempt: attempts[0]! }
  } finally {
    release()
  }
}

const leaseMilliseconds = 60_000

/** Those whose process died before it could write down what came of them. */
export async function endAbandonedTests(trx: Trx, organizationId: string, now: Date): Promise<void> {
  const lastError = 'The server stopped before it could note what came of the test.'
  await trx
    .updateTable('webhookDeliveries')
    .set({ givenUpAt: now, lastTriedAt: now, lastError, callingSince: null })
    .where('organizationId', '=', organizationId)
    .where('eventType', '=', type)
    .where('deliveredAt', 'is', null)
    .where('givenUpAt', 'is', null)
    .where('nextTryAt', 'is', null)
    .where('callingSince', '<', new Date(now.getTime() - leaseMilliseconds))
    .execute()
}

/** Written down before it is made, like every other; no worker takes it up. */
function queueTrial(db: Database, vault: WebhookTools['vault'], actor: Actor, webhookId: string): Promise<Call> {
  const { organizationId } = actor
  return transact(db, async (trx) => {
    const { url } = await holdWebhook(trx, actor, webhookId)
    const now = new Date()
    const id = newId(now)
    const data = { id: webhookId, deliveryId: id, message: 'This is a test.' }
    await record(trx, actor, type, data)
    const event = await trx
      .selectFrom('events')
      .select(['id', 'position', 'actorType', 'actorId', 'subjectId', 'createdAt'])
      .where('organizationId', '=', organizationId)
      .where('type', '=', type)
      .where('subjectId', '=', webhookId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    const eventId = event.id
    const row = { organizationId, id, webhookId, eventId, eventType: type, position: 0, orderKey: eventId, tries: 1 }
    await trx
      .insertInto('webhookDeliveries')
      .values({ ...row, queuedAt: now, createdAt: now, callingSince: now, letPassAt: now })
      .execute()
    const secrets = (await validSecrets(trx, vault, { organizationId, webhookId }, now)).map(({ secret }) => secret)
    return {
      organizationId,
      webhookId,
      id,
      url,
      secrets,
      tries: 1,
      eventId,
      eventType: type,
      event: { ...event, data },
    }
  })
}
