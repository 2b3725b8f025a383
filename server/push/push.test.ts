import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { listen, openSocket } from '../../test/live.ts'
import { newBrowser, senderOf, startFakePushService } from '../../test/push.ts'
import type { FakeBrowser } from '../../test/push.ts'
import { ok } from '../../test/whole-person.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'

const server = await startApp({ worker: true, config: { privateWebhooks: true } })
const { app, db } = server
const url = await listen(app)
const service = await startFakePushService()
after(() => service.close())

/** A contact that the rep is assigned to, with a browser of the rep's and one of the admin's. */
async function newScene() {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada)
  const contact = await newContact(ada, { lastName: 'Doe', userId: rep.user.id, assignees: [rep.user.id] })
  const [browser, adas] = [await subscribe(rep), await subscribe(ada)]
  const write = (body: string) => newInbound(ada, channel, { from: contact.phoneNumber, body })
  return { ada, rep, contact, browser, adas, write }
}

async function subscribe(person: Person, browser = newBrowser(service)): Promise<FakeBrowser> {
  const added = await person.call('POST', '/api/push-subscriptions', browser.subscription)
  assert.equal(added.statusCode, 201, added.body)
  return browser
}

function mention(person: Person, contactId: string, text: string): Promise<void> {
  const news = { type: 'mention', text, subjectType: 'contact', subjectId: contactId } as const
  return transact(db, (trx) => notify(trx, person.user.organizationId, [person.user.id], news))
}

const told = (browser: FakeBrowser, count: number) =>
  until(async () => browser.asked().length >= count && browser.told(), `${count} pushes`)

test('what a contact writes is pushed to whose conversation it is, and only their browser can read it', async () => {
  const { rep, browser, adas, write } = await newScene()
  const { conversationId } = await write('Is the blue one  still there?')
  const [news] = await told(browser, 1)
  const about = { tag: conversationId, subjectType: 'conversation', subjectId: conversationId }
  assert.deepEqual(news, { title: 'Jane Doe', body: 'Is the blue one still there?', ...about })
  const [asked] = browser.asked()
  assert.equal(asked!.headers['topic'], conversationId)
  assert.equal(asked!.headers['urgency'], 'high')
  assert.ok(Number(asked!.headers['ttl']) > 3600)
  assert.ok(!asked!.body.includes('blue'))
  const { publicKey } = await ok(rep, 'GET', '/api/push-subscriptions')
  const sender = await senderOf(asked!)
  assert.deepEqual([sender.publicKey, sender.audience], [publicKey, service.url])
  assert.match(String(sender.subject), /^mailto:/)
  assert.deepEqual(adas.asked(), [], 'it is not hers')
})

test('notifications are pushed, and kinds that somebody does not want are not', async () => {
  const { rep, contact, browser, write } = await newScene()
  await ok(rep, 'PUT', '/api/user/notification-preferences', { notificationPreferences: { messages: false } })
  await write('Nobody rings')
  await mention(rep, contact._id, 'Ada mentioned you')
  const [news, ...others] = await told(browser, 1)
  assert.deepEqual(
    [news!['title'], news!['body'], news!['subjectId']],
    ['You were mentioned', 'Ada mentioned you', contact._id],
  )
  assert.deepEqual(others, [])
})

test('who looks at the conversation is not told, and is once they look away', async () => {
  const { rep, contact, browser, write } = await newScene()
  const { conversationId } = await write('Hello')
  await told(browser, 1)
  const socket = await openSocket(url, rep)
  socket.say({ type: 'looking', conversationId })
  await socket.untilType('looking')
  await write('Still there?')
  await mention(rep, contact._id, 'Ada mentioned you')
  await told(browser, 2)
  assert.equal(browser.told()[1]!['body'], 'Ada mentioned you')

  socket.say({ type: 'looking', conversationId: null })
  await socket.until((heard) => heard.findLast(({ type }) => type === 'looking')?.['actors']?.toString() === '')
  await write('Hello?')
  assert.equal((await told(browser, 3))[2]!['body'], 'Hello?')
  await socket.close()
})

test('a browser that has ended its subscription is asked no more', async () => {
  const { ada, rep, browser, write } = await newScene()
  service.fates.set(browser.path, [{ status: 410 }])
  await write('Hello')
  await until(async () => (await ok(rep, 'GET', '/api/push-subscriptions')).subscriptions.length === 0, 'the end of it')
  assert.equal((await eventsOf(ada, 'pushSubscription.removed')).length, 1)
  const other = await subscribe(rep)
  await write('Hello again')
  await told(other, 1)
  assert.equal(browser.asked().length, 1)
})

test('a push service that cannot at this moment is asked again when it says', async () => {
  const { rep, browser, write } = await newScene()
  service.fates.set(browser.path, [{ status: 503, headers: { 'retry-after': '1' } }])
  await write('Hello')
  const both = await told(browser, 2)
  assert.deepEqual(both[0], both[1])
  await until(async () => (await ok(rep, 'GET', '/api/push-subscriptions')).subscriptions[0].pushedAt, 'the note of it')
  const left = await db
    .selectFrom('pushes')
    .select('id')
    .where('organizationId', '=', rep.user.organizationId)
    .execute()
  assert.deepEqual(left, [])
})

test('a browser of one’s own can be tried, one of somebody else’s is not there', async () => {
  const { ada, rep, browser } = await newScene()
  const [{ _id: id }] = (await ok(rep, 'GET', '/api/push-subscriptions')).subscriptions
  assert.equal((await ada.call('POST', `/api/push-subscriptions/${id}/test`)).statusCode, 404)
  assert.equal((await ada.call('DELETE', `/api/push-subscriptions/${id}`)).statusCode, 404)
  assert.equal((await rep.call('POST', `/api/push-subscriptions/${id}/test`)).statusCode, 202)
  assert.equal((await told(browser, 1))[0]!['title'], 'Notifications work')
  await ok(rep, 'DELETE', `/api/push-subscriptions/${id}`)
  assert.equal((await rep.call('DELETE', `/api/push-subscriptions/${id}`)).statusCode, 404)
})

test('a browser that somebody else signs in with is theirs alone, and an address alone takes nothing', async () => {
  const { ada, rep, browser } = await newScene()
  const listOf = async (person: Person) => (await ok(person, 'GET', '/api/push-subscriptions')).subscriptions
  await subscribe(rep, browser)
  assert.equal((await listOf(rep)).length, 1, 'the same browser again is the same subscription')
  const { endpoint } = browser.subscription
  const thief = { ...newBrowser(service), subscription: { ...newBrowser(service).subscription, endpoint } }
  await subscribe(ada, thief)
  assert.equal((await listOf(rep)).length, 1)
  await subscribe(ada, browser)
  assert.deepEqual([(await listOf(rep)).length, (await listOf(ada)).length], [0, 3])
})

test('logging out ends what was subscribed to in that log-in, and who is locked out is told nothing', async () => {
  const { ada, rep } = await newScene()
  const { email } = rep.user
  const payload = { email, password: rep.password }
  const begun = await app.inject({ method: 'POST', url: '/api/session', payload })
  const cookie = String(begun.headers['set-cookie']).split(';')[0]!
  const headers = { cookie, 'x-csrf-token': begun.json().csrfToken }
  const { subscription } = newBrowser(service)
  const added = await app.inject({ method: 'POST', url: '/api/push-subscriptions', headers, payload: subscription })
  assert.equal(added.json().isThis, true)
  const idsOf = async () =>
    (await ok(rep, 'GET', '/api/push-subscriptions')).subscriptions.map(({ _id }: { _id: string }) => _id)
  assert.ok((await idsOf()).includes(added.json()._id))
  await app.inject({ method: 'DELETE', url: '/api/session', headers })
  assert.ok(!(await idsOf()).includes(added.json()._id))
  assert.equal((await idsOf()).length, 1)

  await ok(ada, 'PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  const left = () =>
    db
      .selectFrom('pushSubscriptions')
      .select('id')
      .where('organizationId', '=', rep.user.organizationId)
      .where('userId', '=', rep.user.id)
      .execute()
  await until(async () => (await left()).length === 0, 'the end of what was subscribed to')
})
