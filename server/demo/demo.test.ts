import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { loggedIn, newChannel, newContact, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { demoEmail, lines } from './cast.ts'
import { foundDemo } from './demo.ts'
import { findDemo } from './log-in.ts'

const server = await startApp({ worker: true })
const { app, db, config } = server
const logIn = (await foundDemo(db, config))!
const admin = await loggedIn(app, demoEmail, logIn.password)
const { organizationId } = admin.user

test('the demo contradicts itself nowhere', async () => {
  assert.deepEqual(await contradictions(db, organizationId), [])
})

test('the demo is held to what holds for a history that was lived', async () => {
  const lived = await newOrganization(app)
  // Slow enough that no receipt overtakes the answer to the call.
  const channel = await newChannel(lived, { settings: { deliverySeconds: 2 } })
  const contact = await newContact(lived)
  const { conversationId } = await newInbound(lived, channel, { from: contact.phoneNumber })
  await newInbound(lived, channel, { body: 'STOP' })
  await send(lived, { conversationId, content: 'Hello Jane' })
  await lived.call('PUT', `/api/conversation/${conversationId}/resolve`)
  await until(async () => (await contradictions(db, lived.user.organizationId)).length === 0, 'the reports to catch up')

  await sql`update conversations set unread_count = 9 where organization_id = ${lived.user.organizationId}`.execute(db)
  assert.notDeepEqual(await contradictions(db, lived.user.organizationId), [])
})

test('its log begins with its founding', async () => {
  const { events } = (await admin.call('GET', '/api/event-logs')).json()
  assert.equal(events[0].type, 'organization.founded')
  assert.equal(events[0].subjectId, organizationId)
})

test('everybody of the dealership logs in, and sees what their role lets them see', async () => {
  const head = await loggedIn(app, 'marcus@larkfield.example', logIn.password)
  const rep = await loggedIn(app, 'dana@larkfield.example', logIn.password)
  const advisor = await loggedIn(app, 'tom@larkfield.example', logIn.password)
  const totals = await Promise.all([admin, head, rep, advisor].map(totalOfContacts))
  const [all, department, own, service] = totals as [number, number, number, number]
  assert.equal(all, 120)
  assert.ok(own > 20 && own < department && department < all, String(totals))
  assert.ok(service > 5 && service < all - department, String(totals))
})

test('its contacts are found, with their conversations and messages', async () => {
  const { data } = (await admin.call('GET', '/api/contacts?status=Sold&size=1')).json()
  const { conversations } = (await admin.call('POST', '/api/conversation/all', { contactId: data[0]._id })).json()
  const { messages } = (
    await admin.call('POST', '/api/conversation/messages', { conversationId: conversations[0]._id })
  ).json()
  assert.equal(messages.length, conversations[0].messageCount)
  assert.equal(messages.at(-1).content, conversations[0].latestMessage)
  const outbound = messages.find(({ direction }: { direction: string }) => direction === 'outbound')
  const { history } = (await admin.call('GET', `/api/messages/${outbound._id}`)).json()
  assert.deepEqual(
    history.map(({ status, providerStatus }: Record<string, string>) => [status, providerStatus]),
    [
      ['queued', null],
      ['sent', 'accepted'],
      ['sent', 'sent'],
      ['delivered', 'delivered'],
    ],
  )
})

test('what failed in it and what nobody knows of waits for somebody, and can be tried again', async () => {
  for (const status of ['failed', 'unknown']) {
    const { messages } = (await admin.call('GET', `/api/messages?status=${status}`)).json()
    assert.ok(messages.length > 0, status)
    assert.equal((await admin.call('POST', `/api/messages/${messages[0]._id}/retry`)).statusCode, 200)
    await untilDelivered(messages[0]._id)
  }
})

test('a stranger who writes to a demo number is in the inbox at once, and is answered', async () => {
  const { conversationId, contactId } = await newInbound(admin, lines[0], {
    from: '+14145550140'.replace('0140', '0141'),
  })
  const { conversations } = (await admin.call('POST', '/api/conversation/all', { contactId })).json()
  assert.equal(conversations[0]._id, conversationId)
  assert.equal(conversations[0].isUnseen, true)
  await send(admin, { conversationId, content: 'Good to hear from you' })
})

test('a contact of the history who writes again reopens the conversation', async () => {
  const { rows } = await sql<{ id: string; messageCount: number; address: string; to: string }>`
    select v.id, v.message_count, v.channel_identifier as address, c.identifier as "to" from conversations v
    join channels c on c.organization_id = ${organizationId} and c.id = v.channel_id
    where v.organization_id = ${organizationId} and v.resolved_at is not null order by v.id limit 1
  `.execute(db)
  const { id, messageCount, address, to } = rows[0]!
  const { conversationId } = await newInbound(admin, { identifier: to }, { from: address })
  const reopened = (await admin.call('GET', `/api/conversation/${id}`)).json()
  assert.equal(conversationId, id)
  assert.equal(reopened.isResolved, false)
  assert.equal(reopened.messageCount, messageCount + 1)
})

test('who has opted out in it is not written to', async () => {
  const { data } = (await admin.call('GET', '/api/contacts?status=Unsubscribed')).json()
  assert.deepEqual(data[0].optedOut, ['sms'])
  const refused = await admin.call('POST', '/api/messages/send', { contactId: data[0]._id, content: 'Hello again' })
  assert.equal(refused.statusCode, 422)
  assert.equal(refused.json().error.code, 'opted_out')
})

test('founding it a second time changes nothing', async () => {
  const count = () => sql`select count(*) from organizations`.execute(db)
  const before = await count()
  assert.equal(await foundDemo(db, config), undefined)
  assert.deepEqual((await count()).rows, before.rows)
})

test('its log-in is given out only as long as it works', async () => {
  const find = findDemo(db, config)
  assert.deepEqual(await find(), { ...logIn, number: lines[0].identifier })
  const passwords = { currentPassword: logIn.password, password: 'something of my own' }
  assert.equal((await admin.call('PUT', '/api/user/profile', passwords)).statusCode, 200)
  assert.equal(await find(), undefined)
})

async function totalOfContacts(who: Person): Promise<number> {
  return (await who.call('GET', '/api/contacts?size=1')).json().total
}

async function send(who: Person, message: object): Promise<void> {
  const response = await who.call('POST', '/api/messages/send', message)
  assert.equal(response.statusCode, 200, response.body)
  await untilDelivered(response.json()._id, who)
}

function untilDelivered(messageId: string, who = admin) {
  return until(
    async () => (await who.call('GET', `/api/messages/${messageId}`)).json().status === 'delivered',
    'it to arrive',
  )
}
