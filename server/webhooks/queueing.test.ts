import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import { hear, newReceiver, newWebhook, tellDue } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'
import { transact } from '../platform/database.ts'
import { readEvents } from '../platform/events/log.ts'
import { redeliverPiece } from './redelivery.ts'
import { tellWebhooks } from './subscribers.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const { app, db } = server

test('what was told again before it was put in line holds up nothing that came after it', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.*'] })
  const contact = await newContact(ada)
  const rename = (firstName: string) => ok(ada, 'PATCH', `/api/contacts/${contact._id}`, { firstName })
  // The subscriber is behind, and an admin asks for everything.
  const { organizationId, webhookId } = hook
  const since = new Date(0).toISOString()
  await ok(ada, 'POST', `/api/webhooks/${webhookId}/redeliver`, { since })
  await redeliverPiece(db, { organizationId, webhookId, since, isUndeliveredOnly: true, after: 0, until: 1000 })
  await tellDue(server, hook, new Date())
  await rename('One')
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  await rename('Two')
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  assert.deepEqual(
    receiver.told.map(({ json }) => json.data['firstName']),
    ['Jane', 'One', 'Two'],
  )
})

test('for a webhook that is deleted at that very moment nothing is put in line', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const { organizationId, webhookId } = await newWebhook(ada, { url: receiver.url, types: ['contact.*'] })
  await newContact(ada)
  const events = await readEvents(db, organizationId, 0, 1000, ['contact.created'])
  const { promise: isRead, resolve: reads } = Promise.withResolvers<void>()
  const { promise: isDeleted, resolve: deleted } = Promise.withResolvers<void>()
  await Promise.all([
    transact(db, async (trx) => {
      await trx
        .deleteFrom('webhooks')
        .where('organizationId', '=', organizationId)
        .where('id', '=', webhookId)
        .execute()
      deleted()
      await isRead
    }),
    isDeleted.then(() =>
      transact(db, async (trx) => {
        const hearing = (tellWebhooks as typeof tellWebhooks & { hearTogether: Hearing }).hearTogether(
          trx,
          organizationId,
          events,
        )
        setTimeout(reads, 100)
        await hearing
      }),
    ),
  ])
  const left = await db
    .selectFrom('webhookDeliveries')
    .select('id')
    .where('organizationId', '=', organizationId)
    .execute()
  assert.deepEqual(left, [])
})

type Hearing = (trx: unknown, organizationId: string, events: unknown[]) => Promise<void>
