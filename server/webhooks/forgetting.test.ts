import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, until } from '../../test/factories.ts'
import { deliveriesOf, hear, later, newReceiver, newWebhook, refuse, tellDue } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'
import { pruneDeliveries } from './tasks.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const working = await startApp({ config: { privateWebhooks: true }, worker: true })

test('what is done with is forgotten in time, and what is still to be told is not', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(server.app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const { organizationId } = ada.user
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  receiver.answer = refuse(500)
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  await pruneDeliveries(server.db, organizationId, later(-1))
  assert.equal((await deliveriesOf(ada, hook)).length, 2, 'they are not old enough')
  await pruneDeliveries(server.db, organizationId, later(1))
  const left = await deliveriesOf(ada, hook)
  assert.deepEqual(
    left.map(({ state }: { state: string }) => state),
    ['failed'],
  )
})

test('a test whose server was killed is given up, and does not count as waiting for ever', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(server.app)
  const hook = await newWebhook(ada, { url: receiver.url })
  const { organizationId } = ada.user
  const { delivery } = await ok(ada, 'POST', `/api/webhooks/${hook.webhookId}/test`)
  const change = (fields: { callingSince: Date | null; deliveredAt?: null }) =>
    server.db
      .updateTable('webhookDeliveries')
      .set(fields)
      .where('organizationId', '=', organizationId)
      .where('id', '=', delivery._id)
      .execute()
  const stateNow = async () => {
    await pruneDeliveries(server.db, organizationId, later(-1))
    return (await deliveriesOf(ada, hook))[0].state
  }
  await change({ callingSince: new Date(), deliveredAt: null })
  assert.notEqual(await stateNow(), 'givenUp', 'it may be under way')
  await change({ callingSince: later(-1) })
  assert.equal(await stateNow(), 'givenUp')
})

test('an event that the log has forgotten is given up, and holds up nothing', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(server.app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.*'] })
  const contact = await newContact(ada)
  await ok(ada, 'PATCH', `/api/contacts/${contact._id}`, { firstName: 'Jo' })
  await hear(server, ada)
  await server.db
    .deleteFrom('events')
    .where('organizationId', '=', ada.user.organizationId)
    .where('type', '=', 'contact.created')
    .execute()
  await tellDue(server, hook, new Date())
  assert.deepEqual(
    receiver.told.map(({ json }) => json.type),
    ['contact.updated'],
  )
  const [lost] = await deliveriesOf(ada, hook, '&state=givenUp')
  assert.match(lost.lastError, /older than what the log keeps/)
  const again = await ada.call('POST', `/api/webhooks/${hook.webhookId}/deliveries/${lost._id}/redeliver`)
  assert.deepEqual([again.statusCode, again.json().error.code], [409, 'event_forgotten'])
  assert.equal((await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}`)).failingSince, null)
})

test('of a deleted webhook nothing is left after a while', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(working.app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await until(async () => receiver.told.length === 1, 'the call')
  await ok(ada, 'DELETE', `/api/webhooks/${hook.webhookId}`)
  for (const table of ['webhookDeliveries', 'webhookAttempts', 'webhookSecrets', 'webhookQueues'] as const) {
    await until(async () => {
      const left = await working.db
        .selectFrom(table)
        .select('organizationId')
        .where('organizationId', '=', ada.user.organizationId)
        .execute()
      return left.length === 0
    }, table)
  }
})

test('the metrics tell what became of calls, and how long the oldest event waits', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(500)
  const ada = await newOrganization(server.app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const { body } = await server.app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })
  assert.match(body, /tether_webhook_deliveries\{outcome="failed"\} [1-9]/)
  assert.match(body, /tether_webhook_oldest_pending_seconds [\d.e-]+/)
  assert.match(body, /tether_webhook_overdue_seconds [\d.e-]+/)
})
