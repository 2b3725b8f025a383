import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import { deliveriesOf, hear, later, newReceiver, newWebhook, refuse, tellDue } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'
import { createVault } from '../platform/secrets.ts'
import { redeliverPiece } from './redelivery.ts'
import type { Redelivery } from './redelivery.ts'
import { switchOffFailing } from './switching-off.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const { app, db } = server

test('a receiver that takes nothing for five days is switched off, and the admins hear of it', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(500)
  const ada = await newOrganization(app)
  const grace = await newColleague(app, ada, 'ADMIN')
  const rep = await newColleague(app, ada, 'SALES_REP')
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const path = `/api/webhooks/${hook.webhookId}`
  for (let hour = 0; hour < 24 * 5; hour += 12) {
    await newContact(ada)
    await hear(server, ada)
    await tellDue(server, hook, later(hour))
    assert.equal((await ok(ada, 'GET', path)).isDisabled, false, `after ${hour} hours`)
  }
  await newContact(ada)
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, later(24 * 5 + 1))
  const off = await ok(ada, 'GET', path)
  assert.deepEqual([off.isDisabled, off.disabledReason], [true, 'failing'])
  assert.equal((await eventsOf(ada, 'webhook.disabled')).length, 1)
  for (const admin of [ada, grace]) {
    const { notifications } = await ok(admin, 'GET', '/api/notifications')
    assert.match(notifications[0].text, /was switched off: its receiver has taken nothing for five days/)
    assert.equal(notifications[0].subjectId, hook.webhookId)
  }
  assert.deepEqual((await ok(rep, 'GET', '/api/notifications')).notifications, [])
  const mails = await db
    .selectFrom('mails')
    .select('recipient')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(mails.map(({ recipient }) => recipient).toSorted(), [ada.user.email, grace.user.email].toSorted())

  receiver.answer = (_request, response) => void response.writeHead(200).end()
  assert.equal(await tellDue(server, hook, later(24 * 6)), 0)
  await ok(ada, 'PATCH', path, { isDisabled: false })
  receiver.told.length = 0
  await tellDue(server, hook, later(24 * 6))
  assert.ok(receiver.told.length > 0, 'it goes on where it stopped')
  assert.equal((await ok(ada, 'GET', path)).failingSince, null)
})

test('one that nobody has called for a while is switched off after five days as well', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(500)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  for (let hour = 0; hour <= 96; hour += 4) await tellDue(server, hook, later(hour))
  assert.equal(await tellDue(server, hook, later(120)), 0, 'all was given up')
  const announcer = { vault: createVault('test key'), sendsMail: false, publicUrl: 'http://tether.test' }
  const isOff = async () => (await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}`)).isDisabled
  await switchOffFailing(db, announcer, later(119))
  assert.equal(await isOff(), false)
  for (let times = 0; times < 2; times++) await switchOffFailing(db, announcer, later(121))
  assert.equal(await isOff(), true)
  assert.equal((await eventsOf(ada, 'webhook.disabled')).length, 1)
})

test('while it is told of everything since a time it is not asked for once more', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const [hook, other] = [await newWebhook(ada, { url: receiver.url }), await newWebhook(ada, { url: receiver.url })]
  const ask = ({ webhookId }: typeof hook) =>
    ada.call('POST', `/api/webhooks/${webhookId}/redeliver`, { since: new Date(0).toISOString() })
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(hook)))
  const taken = answers.filter(({ statusCode }) => statusCode === 202)
  assert.deepEqual([taken.length, answers.length], [1, 6])
  assert.equal((await ask(hook)).json().error.code, 'redelivery_under_way')
  assert.equal((await ask(other)).statusCode, 202)
})

test('a success in between begins the five days anew', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  for (const [hour, status] of [
    [0, 500],
    [60, 204],
    [61, 500],
    [140, 500],
  ] as const) {
    receiver.answer = refuse(status)
    await newContact(ada)
    await hear(server, ada)
    await tellDue(server, hook, later(hour))
  }
  assert.equal((await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}`)).isDisabled, false)
})

test('a receiver that says it is gone is switched off at once', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(410)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const off = await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}`)
  assert.deepEqual([off.isDisabled, off.disabledReason], [true, 'gone'])
  const { notifications } = await ok(ada, 'GET', '/api/notifications')
  assert.equal(notifications.length, 1)
})

test('what was answered with 410 stays in line, and is told when the webhook is switched on again', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(410)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const path = `/api/webhooks/${hook.webhookId}`
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const [{ _id: id, state, eventId }] = await deliveriesOf(ada, hook)
  assert.equal(state, 'failed')
  assert.equal(await tellDue(server, hook, later(24 * 10)), 0, 'nothing is told meanwhile, however long')

  receiver.answer = (_request, response) => void response.writeHead(204).end()
  receiver.told.length = 0
  await ok(ada, 'PATCH', path, { isDisabled: false })
  await tellDue(server, hook, later(24 * 10))
  assert.deepEqual(
    receiver.told.map((told) => told.id),
    [eventId],
  )
  const { delivery, attempts } = await ok(ada, 'GET', `${path}/deliveries/${id}`)
  assert.deepEqual([delivery.state, attempts.length], ['delivered', 2])
})

test('what a webhook counts as failed is what its list shows as failed', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(500)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const counts = async () => (await ok(ada, 'GET', `/api/webhooks/${hook.webhookId}`)).counts
  const failed = async () => (await deliveriesOf(ada, hook, '&state=failed')).length
  for (let contacts = 0; contacts < 3; contacts++) await newContact(ada)
  await hear(server, ada)
  for (const hours of [0, 1]) await tellDue(server, hook, later(hours))
  assert.deepEqual([(await counts()).failed, await failed()], [3, 3])
  receiver.answer = (_request, response) => void response.writeHead(204).end()
  await tellDue(server, hook, later(2))
  assert.deepEqual([await counts(), await failed()], [{ delivered: 3, failed: 0, givenUp: 0 }, 0])

  receiver.answer = refuse(500)
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, later(3))
  assert.deepEqual([(await counts()).failed, await failed()], [1, 1])
  await tellDue(server, hook, later(80))
  assert.deepEqual([await counts(), await failed()], [{ delivered: 3, failed: 0, givenUp: 1 }, 0])
})

test('a webhook hears of what is recorded after it was made, whatever the clocks of the processes say', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const before = await newContact(ada)
  const setClock = async (subjectId: string, hours: number) => {
    await db
      .updateTable('events')
      .set({ createdAt: later(hours) })
      .where('organizationId', '=', ada.user.organizationId)
      .where('subjectId', '=', subjectId)
      .execute()
  }
  await setClock(before._id, 1)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  const after = await newContact(ada)
  await setClock(after._id, -1)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  assert.deepEqual(
    receiver.told.map(({ json }) => json.subjectId),
    [after._id],
  )
})

test('one delivery is made again under the same id, and again', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const [{ _id: id }] = await deliveriesOf(ada, hook)
  const path = `/api/webhooks/${hook.webhookId}/deliveries/${id}`
  const again = await ok(ada, 'POST', `${path}/redeliver`)
  assert.equal(again.state, 'pending')
  await ok(ada, 'POST', `${path}/redeliver`)
  assert.equal(await tellDue(server, hook, new Date()), 1)
  assert.equal(receiver.told.length, 2)
  assert.equal(receiver.told[0]!.id, receiver.told[1]!.id)
  const { delivery, attempts } = await ok(ada, 'GET', path)
  assert.deepEqual([delivery.state, attempts.length], ['delivered', 2])

  await ok(ada, 'PATCH', `/api/webhooks/${hook.webhookId}`, { isDisabled: true })
  assert.equal((await ada.call('POST', `${path}/redeliver`)).json().error.code, 'webhook_disabled')
})

test('everything since a time is told again in order, with what happened while the webhook was off', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.*'] })
  const path = `/api/webhooks/${hook.webhookId}`
  const contact = await newContact(ada)
  const rename = (firstName: string) => ok(ada, 'PATCH', `/api/contacts/${contact._id}`, { firstName })
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  await ok(ada, 'PATCH', path, { isDisabled: true })
  const since = new Date()
  await rename('One')
  await rename('Two')
  await hear(server, ada)
  await ok(ada, 'PATCH', path, { isDisabled: false })
  await rename('Three')
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  const namesTold = () => receiver.told.splice(0).map(({ json }) => json.data['firstName'])
  assert.deepEqual(namesTold(), ['Jane', 'Three'])

  const asked = { organizationId: ada.user.organizationId, webhookId: hook.webhookId, after: 0, until: 1000 }
  const piece = (fields: Partial<Redelivery>) =>
    redeliverPiece(db, { ...asked, since: since.toISOString(), isUndeliveredOnly: true, ...fields })
  assert.equal((await ada.call('POST', `${path}/redeliver`, { since })).statusCode, 202)
  await piece({})
  await piece({})
  await tellDue(server, hook, new Date())
  assert.deepEqual(namesTold(), ['One', 'Two'])
  await piece({ isUndeliveredOnly: false, since: new Date(0).toISOString() })
  await tellDue(server, hook, new Date())
  assert.deepEqual(namesTold(), ['Jane', 'One', 'Two', 'Three'])
  const tomorrow = await ada.call('POST', `${path}/redeliver`, { since: later(24) })
  assert.equal(tomorrow.statusCode, 400)
})
