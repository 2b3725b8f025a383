import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import type { Person } from '../factories.ts'

export interface WebhookThings {
  webhook: string
  webhookDelivery: string
}

/** The webhook that there is, or a new one: an organization has not many. And what it was told of an event. */
export async function newWebhookThings({ db }: TestApp, admin: Person, eventId: string): Promise<WebhookThings> {
  const { organizationId } = admin.user
  const { webhooks } = (await admin.call('GET', '/api/webhooks')).json()
  const webhookId = webhooks[0]?._id ?? (await newWebhook(admin))
  await admin.call('PATCH', `/api/webhooks/${webhookId}`, { isDisabled: false })
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
  return { webhook: webhookId, webhookDelivery: id }
}

async function newWebhook(admin: Person): Promise<string> {
  const asked = { url: 'https://hooks.invalid/secret', description: 'A secret' }
  return (await admin.call('POST', '/api/webhooks', asked)).json().webhook._id
}
