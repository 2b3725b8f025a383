import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { eventsAbout, newThread, readMessage, untilStatus } from '../../test/threads.ts'

const { app, db } = await startApp({ worker: true })

interface PhoneMessage {
  _id: string
  body: string
  to: string
}

async function phone(person: Person, to: string): Promise<string[]> {
  const response = await person.call('GET', `/api/simulator/messages?${new URLSearchParams({ to }).toString()}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().messages.map((message: PhoneMessage) => message.body)
}

/** One message to a number of the simulator that has a fate of its own. */
async function sendTo(number: string, channel: object = {}) {
  const ada = await newOrganization(app)
  const { _id: channelId } = await newChannel(ada, channel)
  const { _id: contactId } = await newContact(ada, { phoneNumber: number })
  const sent = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(sent.statusCode, 200, sent.body)
  return { ada, channelId, contactId, id: sent.json()._id as string, received: () => phone(ada, number) }
}

test('a message is sent, arrives once, and is delivered', async () => {
  const { ada, id, received } = await sendTo('+14155550123')
  const { history } = await untilStatus(ada, id, 'delivered')
  assert.deepEqual(await received(), ['Hello'])
  // The receipt may overtake the answer; of both, this one is certain by now.
  assert.equal(history.filter((entry) => entry.providerStatus === 'delivered').length, 1)
  const events = await eventsAbout(ada, id)
  assert.deepEqual(events.slice(0, 1), ['message.queued'])
  assert.equal(events.filter((type) => type === 'message.delivered').length, 1)
})

test('…0001: a refused number fails with the reason', async () => {
  const { ada, id, received } = await sendTo('+15005550001')
  const { errorCode, errorMessage } = await untilStatus(ada, id, 'failed')
  assert.equal(errorCode, '21211')
  assert.match(errorMessage ?? '', /check it with the contact/)
  assert.deepEqual(await received(), [])
})

test('…0002: what the carrier does not deliver has failed', async () => {
  const { ada, id } = await sendTo('+15005550002')
  const { errorCode, history } = await untilStatus(ada, id, 'failed')
  assert.equal(errorCode, '30003')
  assert.ok(history.some((entry) => entry.status === 'sent'))
})

test('…0003: who opted out at the provider is opted out here', async () => {
  const { ada, id, contactId } = await sendTo('+15005550003')
  await untilStatus(ada, id, 'failed')
  assert.deepEqual((await ada.call('GET', `/api/contacts/${contactId}`)).json().data.optedOut, ['sms'])
  const again = await ada.call('POST', '/api/messages/send', { contactId, content: 'Once more' })
  assert.equal(again.json().error.code, 'opted_out')
})

test('…0004: what was throttled is tried again and arrives once', async () => {
  const { ada, id, received } = await sendTo('+15005550004')
  await untilStatus(ada, id, 'delivered')
  assert.deepEqual(await received(), ['Hello'])
  const attempts = await db
    .selectFrom('attempts')
    .select('id')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.equal(attempts.length, 2)
})

test('…0005: a lost answer is repaired by the receipt, and nothing is sent twice', async () => {
  const { ada, id, received } = await sendTo('+15005550005')
  await untilStatus(ada, id, 'delivered')
  assert.deepEqual(await received(), ['Hello'])
})

test('…0006: an answer lost for good stays unknown until a person decides', async () => {
  const { ada, id, contactId, received } = await sendTo('+15005550006')
  const { errorCode } = await untilStatus(ada, id, 'unknown')
  assert.equal(errorCode, 'timed_out')
  const { messages } = (await ada.call('GET', '/api/messages?status=unknown')).json()
  assert.deepEqual(
    messages.map((message: { _id: string }) => message._id),
    [id],
  )
  const next = await ada.call('POST', '/api/messages/send', { contactId, content: 'And another' })
  await untilStatus(ada, next.json()._id, 'unknown')
  assert.deepEqual((await received()).toSorted(), ['And another', 'Hello'])
})

test('…0007: receipts that come doubled and out of order end in delivered, with one event each', async () => {
  const { ada, id } = await sendTo('+15005550007')
  await until(async () => (await readMessage(ada, id)).history.length === 4)
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  const types = await eventsAbout(ada, id)
  assert.equal(new Set(types).size, types.length)
})

test('…0008: what is delivered late is sent until then', async () => {
  const { ada, id } = await sendTo('+15005550008', { settings: { deliverySeconds: 60 } })
  const { history } = await untilStatus(ada, id, 'sent')
  assert.equal(history.length, 2)
})

test('messages of a conversation arrive in the order in which they were written', async () => {
  const { ada, number, send, conversationId } = await newThread(app, { channel: { settings: { deliverySeconds: 0 } } })
  const contents = Array.from({ length: 15 }, (_, index) => `Message ${index}`)
  for (const content of contents) await send(content)
  await until(async () => (await phone(ada, number)).length === contents.length)
  assert.deepEqual((await phone(ada, number)).toReversed(), contents)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().messageCount, 16)
})

test('what waits on a deleted channel fails and says why', async () => {
  const { ada, channel, number, send } = await newThread(app)
  await db
    .updateTable('channelPacing')
    .set({ nextAt: new Date(Date.now() + 60_000) })
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  const { _id } = await send()
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  const { errorCode, history } = await untilStatus(ada, _id, 'failed')
  assert.equal(errorCode, 'channel_deleted')
  assert.equal(history.at(-1)?.errorCode, 'channel_deleted')
  assert.deepEqual(await phone(ada, number), [])
  assert.equal((await eventsOf(ada, 'message.failed')).length, 1)
})

test('a channel whose secrets cannot be read keeps its messages waiting, and sends them when it is mended', async () => {
  const { ada, send } = await newThread(app)
  const row = db.updateTable('channels').where('organizationId', '=', ada.user.organizationId)
  await row.set({ credentials: 'AAAA' }).execute()
  const { _id } = await send()
  const other = await sendTo('+14155550187')
  await untilStatus(other.ada, other.id, 'delivered')
  const waiting = await db
    .selectFrom('outbox')
    .select(['messageId', 'claimedBy'])
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(waiting, [{ messageId: _id, claimedBy: null }])
  await row.set({ credentials: null }).execute()
  await untilStatus(ada, _id, 'delivered')
})
