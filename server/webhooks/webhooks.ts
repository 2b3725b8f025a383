import type { Selectable } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { newestPosition } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Webhooks } from '../platform/schema.ts'
import type { Vault } from '../platform/secrets.ts'
import { refuseBadAddress } from './address.ts'
import { refuseUnknownTypes } from '../platform/events/types.ts'
import { changeQueue, holdQueue, hurry } from './queue.ts'
import type { Queue } from './queue.ts'
import { addFirstSecret } from './secrets.ts'
import type { WebhookTools } from './tools.ts'

export type Webhook = Selectable<Webhooks>

/** With how telling goes; what came with the organization from elsewhere has not begun yet. */
export type WebhookState = Webhook & {
  [name in keyof Omit<Queue, 'organizationId' | 'webhookId' | 'lookAt'>]: Queue[name] | null
}

export interface WebhookFields {
  url: string
  description: string
  types: string[]
}

const mostWebhooks = 50

export function listWebhooks(db: Database, actor: Actor): Promise<WebhookState[]> {
  return statesOf(db, actor).orderBy('webhooks.id').execute()
}

export async function findWebhook(db: Database, actor: Actor, id: string): Promise<WebhookState> {
  const webhook = await statesOf(db, actor).where('webhooks.id', '=', id).executeTakeFirst()
  if (!webhook) throw notFound('webhook')
  return webhook
}

/** Hears of what happens from now on. */
export async function addWebhook(
  db: Database,
  { vault, isPrivateAllowed }: WebhookTools,
  actor: Actor,
  { url, description = '', types = [] }: Partial<WebhookFields> & Pick<WebhookFields, 'url'>,
): Promise<{ webhook: WebhookState; secret: string }> {
  const { organizationId } = actor
  const address = refuseBadAddress(url, isPrivateAllowed)
  refuseUnknownTypes(types)
  const hearsAfter = await newestPosition(db, organizationId)
  return transact(db, async (trx) => {
    await holdOrganization(trx, organizationId)
    if ((await listWebhooks(trx, actor)).length >= mostWebhooks) {
      throw new Refusal(409, 'too_many_webhooks', `There are ${mostWebhooks} webhooks: delete one first.`)
    }
    const now = new Date()
    const webhook = await trx
      .insertInto('webhooks')
      .values({
        organizationId,
        id: newId(now),
        url: address,
        description,
        types: [...new Set(types)],
        hearsSince: now,
        hearsAfter,
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await trx.insertInto('webhookQueues').values({ organizationId, webhookId: webhook.id }).execute()
    const secret = await addFirstSecret(trx, vault, webhook, now)
    await record(trx, actor, 'webhook.created', webhook)
    await audit(trx, actor, 'webhook.created', null, webhook)
    return { webhook: await findWebhook(trx, actor, webhook.id), secret }
  })
}

/** One is added after the other, so that each sees how many there are. */
async function holdOrganization(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom('organizations').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

export interface WebhookChanges extends Partial<WebhookFields> {
  isDisabled?: boolean
}

/** What is to be told goes to the new address, if there is one; switched on again it goes on where it stopped. */
export async function changeWebhook(
  db: Database,
  { vault, isPrivateAllowed }: WebhookTools,
  actor: Actor,
  id: string,
  { isDisabled, ...fields }: WebhookChanges,
): Promise<WebhookState> {
  const { organizationId } = actor
  const url = fields.url === undefined ? undefined : refuseBadAddress(fields.url, isPrivateAllowed)
  refuseUnknownTypes(fields.types ?? [])
  await findWebhook(db, actor, id)
  const hearsAfter = await newestPosition(db, organizationId)
  return transact(db, async (trx) => {
    const before = await holdWebhook(trx, actor, id)
    const now = new Date()
    const changes = { ...fields, ...(url && { url }), ...switching(before, isDisabled, { now, hearsAfter }) }
    const isSame = Object.entries(changes).every(
      ([name, value]) => JSON.stringify(before[name as keyof Webhook]) === JSON.stringify(value),
    )
    if (isSame) return findWebhook(trx, actor, id)
    const after = await trx
      .updateTable('webhooks')
      .set({ ...changes, updatedAt: now })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (!after.disabledAt && (before.disabledAt || before.url !== after.url)) await begin(trx, vault, after, now)
    const event = eventOf(before, after)
    await record(trx, actor, event, after)
    await audit(trx, actor, event, before, after)
    return findWebhook(trx, actor, id)
  })
}

/** Nothing more is told there; what was told is forgotten by and by. */
export function deleteWebhook(db: Database, actor: Actor, id: string): Promise<void> {
  const { organizationId } = actor
  return transact(db, async (trx) => {
    const webhook = await holdWebhook(trx, actor, id)
    await trx.deleteFrom('webhooks').where('organizationId', '=', organizationId).where('id', '=', id).execute()
    await enqueue(trx, 'forget_webhook', { organizationId, webhookId: id })
    await record(trx, actor, 'webhook.deleted', webhook)
    await audit(trx, actor, 'webhook.deleted', webhook, null)
  })
}

/** Holds its queue as well, and that first. */
export async function holdWebhook(trx: Trx, { organizationId }: Actor, id: string): Promise<Webhook> {
  await holdQueue(trx, { organizationId, webhookId: id })
  const webhook = await trx
    .selectFrom('webhooks')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!webhook) throw notFound('webhook')
  return webhook
}

function statesOf(db: Database, { organizationId }: Actor) {
  return db
    .selectFrom('webhooks')
    .leftJoin('webhookQueues', (join) =>
      join.onRef('webhookQueues.webhookId', '=', 'webhooks.id').on('webhookQueues.organizationId', '=', organizationId),
    )
    .selectAll('webhooks')
    .select(['failingSince', 'lastDeliveredAt', 'delivered', 'failed', 'failing', 'givenUp'])
    .where('webhooks.organizationId', '=', organizationId)
}

function switching(
  before: Webhook,
  isDisabled: boolean | undefined,
  { now, hearsAfter }: { now: Date; hearsAfter: number },
): Partial<Webhook> {
  if (isDisabled === undefined || isDisabled === (before.disabledAt !== null)) return {}
  if (isDisabled) return { disabledAt: now, disabledReason: 'admin' }
  return { disabledAt: null, disabledReason: null, hearsSince: now, hearsAfter }
}

/** Gives it a fresh start. One that came from another server has neither a queue nor a secret. */
async function begin(trx: Trx, vault: Vault, webhook: Webhook, now: Date): Promise<void> {
  const { organizationId, id: webhookId } = webhook
  await trx
    .insertInto('webhookQueues')
    .values({ organizationId, webhookId })
    .onConflict((conflict) => conflict.columns(['organizationId', 'webhookId']).doNothing())
    .execute()
  await changeQueue(trx, { organizationId, webhookId }, { failingSince: null })
  await addFirstSecret(trx, vault, webhook, now)
  await hurry(trx, { organizationId, webhookId }, now)
}

function eventOf(before: Webhook, after: Webhook): `webhook.${string}` {
  if (!before.disabledAt && after.disabledAt) return 'webhook.disabled'
  if (before.disabledAt && !after.disabledAt) return 'webhook.enabled'
  return 'webhook.updated'
}
