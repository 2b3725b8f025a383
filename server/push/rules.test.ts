import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newBrowser, startFakePushService } from '../../test/push.ts'
import { ok } from '../../test/whole-person.ts'
import { userActor } from '../identity/actor.ts'
import type { AccessRole } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import { createOutgoing } from '../platform/outgoing.ts'
import { createVault } from '../platform/secrets.ts'
import { deliver } from './delivery.ts'
import { pushKeys } from './keys.ts'
import { newsOf } from './news.ts'
import { claimPushes, queuePushes } from './queue.ts'
import type { Push } from './queue.ts'

const { app, db, log } = await startApp()
const vault = createVault('test key')
const service = await startFakePushService()
after(() => service.close())

function actorOf({ user }: Person) {
  return userActor({ ...user, accessRole: user.accessRole as AccessRole, departmentId: null })
}

function pushOf({ user }: Person, messageId: string): Push {
  const ids = { organizationId: user.organizationId, id: 'p', subscriptionId: 's', topic: 't', subjectId: messageId }
  return { ...ids, kind: 'message', tries: 1, createdAt: new Date() }
}

test('what was seen meanwhile, is somebody else’s by now or is gone is not pushed', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const contact = await newContact(ada, { userId: rep.user.id, assignees: [rep.user.id] })
  const channel = await newChannel(ada)
  const { messageId, conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber, body: 'Hello' })
  const newsFor = (person: Person) => newsOf(db, actorOf(person), pushOf(person, messageId))
  assert.equal((await newsFor(rep))?.body, 'Hello')
  const other = await newColleague(app, ada, 'SALES_REP')
  assert.equal(await newsFor(other), undefined, 'it is not theirs')
  assert.equal((await newsFor(ada))?.body, 'Hello')
  await ok(ada, 'POST', '/api/contact/message-seen', { conversationId })
  assert.equal(await newsFor(ada), undefined, 'it was seen')
  await ok(ada, 'DELETE', `/api/conversation/${conversationId}`)
  assert.equal(await newsFor(rep), undefined, 'it is gone')
})

test('addresses in the network of the server are refused, and keys that are none', async () => {
  const ada = await newOrganization(app)
  const { subscription } = newBrowser()
  const refusals: Array<[object, string]> = [
    [{ endpoint: 'http://push.example/x' }, 'endpoint'],
    [{ endpoint: 'https://127.0.0.1/x' }, 'endpoint'],
    [{ endpoint: 'https://[::1]/x' }, 'endpoint'],
    [{ endpoint: 'https://localhost/x' }, 'endpoint'],
    [{ endpoint: 'https://user:password@push.example/x' }, 'endpoint'],
    [{ keys: { ...subscription.keys, auth: 'AAAA' } }, 'keys.auth'],
    [{ keys: { ...subscription.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } }, 'keys.p256dh'],
  ]
  for (const [fields, field] of refusals) {
    const refused = await ada.call('POST', '/api/push-subscriptions', { ...subscription, ...fields })
    assert.equal(refused.statusCode, 400, JSON.stringify(fields))
    assert.ok(refused.body.includes(field), refused.body)
  }
})

test('what leads into the network of the server all the same is not called, and ended', async () => {
  const ada = await newOrganization(app)
  const browser = newBrowser(service)
  const { _id: id } = (await ada.call('POST', '/api/push-subscriptions', newBrowser().subscription)).json()
  await db
    .updateTable('pushSubscriptions')
    .set({ sealed: vault.seal(browser.subscription) })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', id)
    .execute()
  await ok(ada, 'POST', `/api/push-subscriptions/${id}/test`)
  const outgoing = createOutgoing({ allowPrivate: false })
  const tools = { vault, outgoing, isPrivateAllowed: false, contact: 'mailto:a@b.example' }
  const now = new Date()
  const [push] = await claimPushes(db, ada.user.organizationId, 10, now)
  await deliver({ db, tools, log, isLooking: async () => false }, push!, now)
  assert.deepEqual(browser.asked(), [])
  assert.deepEqual((await ok(ada, 'GET', '/api/push-subscriptions')).subscriptions, [])
})

test('of one conversation only the latest waits, and what was claimed is not claimed again', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const { _id: subscriptionId } = (await ada.call('POST', '/api/push-subscriptions', newBrowser().subscription)).json()
  const queue = (subjectId: string, topic: string) => {
    const push = { subscriptionId, kind: 'message', topic, subjectId, at: new Date() } as const
    return transact(db, (trx) => queuePushes(trx, organizationId, [push], new Date()))
  }
  await queue('one', 'a')
  await queue('two', 'a')
  await queue('three', 'b')
  const now = new Date()
  const claimed = await claimPushes(db, organizationId, 10, now)
  assert.deepEqual(claimed.map(({ subjectId }) => subjectId).toSorted(), ['three', 'two'])
  assert.deepEqual(await claimPushes(db, organizationId, 10, now), [])
})

test('the keys of the installation are made once, and sealed', async () => {
  const [one, other] = await Promise.all([pushKeys(db, vault), pushKeys(db, vault)])
  assert.deepEqual(one, other)
  const kept = await db.selectFrom('pushKeys').selectAll().execute()
  assert.equal(kept.length, 1)
  assert.ok(!JSON.stringify(kept).includes(one.privateKey))
})

test('neither addresses nor keys of browsers stand in the database as they are, or in any answer', async () => {
  const ada = await newOrganization(app)
  const { subscription } = newBrowser()
  await ada.call('POST', '/api/push-subscriptions', subscription)
  const rows = await db
    .selectFrom('pushSubscriptions')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  const shown = await ok(ada, 'GET', '/api/push-subscriptions')
  const events = await ok(ada, 'GET', '/api/event-logs?size=1000')
  for (const text of [subscription.endpoint, subscription.keys.auth, subscription.keys.p256dh]) {
    assert.ok(!JSON.stringify([rows, shown, events]).includes(text))
  }
})
