import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import type { Person } from '../factories.ts'

export interface WebhookThings {
  webhook: string
  /** One that may be deleted. */
  spareWebhook: string
  webhookDelivery: string
}

/** Those that are there, or new ones: an organization has not many. And what one was told of an event. */
export async function newWebhookThings({ db }: TestApp, admin: Person, eventId: string): Promise<WebhookThings> {
  const { organizationId } = admin.user
  const webhookId = await webhookFor(admin, 'A secret')
  const spareWebhook = await webhookFor(admin, 'Another secret')
  await admin.call('POST', `/api/webhooks/${webhookId}/secrets`, { othersExpireAfterHours: 0 })
  const at = new Date()
  const told = { webhookId, eventId, eventType: 'message.received', position: 1, orderKey: eventId }
  for (const each of [told, { ...told, eventId: newId(), orderKey: newId() }]) {
    const delivery = { ...each, organizationId, id: newId(at), queuedAt: at, createdAt: at }
    await db
      .insertInto('webhookDeliveries')
      .values({ ...delivery, deliveredAt: at, tries: 1, lastTriedAt: at })
      .execute()
    await db
      .insertInto('webhookAttempts')
      .values({ organizationId, id: newId(), deliveryId: delivery.id, startedAt: at, milliseconds: 5, status: 200 })
      .execute()
  }
  const { id } = await db
    .selectFrom('webhookDeliveries')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('eventId', '=', eventId)
    .executeTakeFirstOrThrow()
  return { webhook: webhookId, spareWebhook, webhookDelivery: id }
}

async function webhookFor(admin: Person, description: string): Promise<string> {
  const { webhooks } = (await admin.call('GET', '/api/webhooks')).json()
  const present = webhooks.find((each: { description: string }) => each.description === description)
  if (present) return present._id
  const asked = { url: 'https://hooks.invalid/secret', description }
  return (await admin.call('POST', '/api/webhooks', asked)).json().webhook._id
}
