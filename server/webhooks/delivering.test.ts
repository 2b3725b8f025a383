import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Webhook } from 'standardwebhooks'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newInbound, newNumber, newOrganization, until } from '../../test/factories.ts'
import { deliveriesOf, hear, later, newReceiver, newWebhook, refuse, tellDue } from '../../test/webhooks.ts'
import type { Told } from '../../test/webhooks.ts'
import { ok } from '../../test/whole-person.ts'
import { createVault } from '../platform/secrets.ts'
import { claimDue } from './claim.ts'

const server = await startApp({ config: { privateWebhooks: true } })
const working = await startApp({ config: { privateWebhooks: true }, worker: true })
const { app, db } = server

test('what happens is told, signed as Standard Webhooks asks, by the worker itself', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(working.app)
  const { secret } = await newWebhook(ada, { url: receiver.url, types: ['message.*'] })
  const { messageId, conversationId } = await newInbound(ada, await newChannel(ada), { body: 'Hello there' })
  const told = await until(async () => receiver.told[0], 'the call')

  new Webhook(secret).verify(told.body, told.headers as Record<string, string>)
  const { type, subjectId, data, timestamp } = told.json
  assert.deepEqual([type, subjectId, data['content']], ['message.received', messageId, 'Hello there'])
  assert.equal(data['conversationId'], conversationId)
  assert.equal(new Date(timestamp).toISOString(), timestamp)
  assert.equal(told.headers['content-type'], 'application/json')
  assert.throws(() => new Webhook(secret).verify(`${told.body} `, told.headers as Record<string, string>))
})

test('a webhook hears of what it asked for, since it was created, and of nothing that is personal', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const contact = await newContact(ada)
  const all = await newWebhook(ada, { url: receiver.url })
  const some = await newWebhook(ada, { url: receiver.url, types: ['contact.updated', 'department.*'] })
  await ok(ada, 'PATCH', `/api/contacts/${contact._id}`, { firstName: 'Jo' })
  await ok(ada, 'POST', '/api/departments', { name: 'Sales' })
  await ok(ada, 'POST', '/api/user/api-key/regenerate')
  await hear(server, ada)
  const typesOf = async (hook: typeof all) =>
    (await deliveriesOf(ada, hook)).map(({ eventType }: { eventType: string }) => eventType).toSorted()
  assert.deepEqual(await typesOf(some), ['contact.updated', 'department.added'])
  assert.deepEqual(await typesOf(all), ['contact.updated', 'department.added', 'webhook.created', 'webhook.created'])
})

test('a receiver that was down for a day is told everything, in the order of each conversation, under stable ids', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(503)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['message.received', 'conversation.opened'] })
  const channel = await newChannel(ada)
  const [one, other] = [newNumber(), newNumber()]
  const write = async (from: string, body: string) => {
    await newInbound(ada, channel, { from, body })
    await hear(server, ada)
  }
  for (let hour = 0; hour < 24; hour++) {
    await write(hour % 2 === 0 ? one : other, `at ${hour}`)
    await tellDue(server, hook, later(hour))
  }
  const refused = receiver.told.splice(0)
  assert.ok(refused.length > 20 && refused.length < 60, `${refused.length} calls in a day`)
  assert.equal((await deliveriesOf(ada, hook)).length, 26)

  receiver.answer = (_request, response) => void response.writeHead(204).end()
  // What tells that it is back is a call that is due anyhow; then all goes at once.
  await tellDue(server, hook, later(28))
  const taken = receiver.told
  assert.equal(new Set(taken.map(({ id }) => id)).size, 26)
  assert.equal(taken.length, 26, 'none twice')
  assert.ok(
    refused.every(({ id }) => taken.some((each) => each.id === id)),
    'ids are stable',
  )
  for (const lines of Map.groupBy(taken, conversationOf).values()) {
    const times = lines.map(({ json }) => json.timestamp)
    assert.deepEqual(times, times.toSorted())
    const said = lines.flatMap(({ json }) => (json.type === 'message.received' ? [json.data['content']] : []))
    assert.deepEqual(
      said,
      said.toSorted((a, b) => hourOf(a) - hourOf(b)),
    )
  }
  assert.deepEqual(await deliveriesOf(ada, hook, '&state=failed'), [])
})

test('after three failures of its own an event lets pass what comes after it', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = (_request, response, { json }) =>
    void response.writeHead(json.data['content'] === 'poison' ? 500 : 204).end()
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['message.received'] })
  const channel = await newChannel(ada)
  const from = newNumber()
  await newInbound(ada, channel, { from, body: 'poison' })
  await newInbound(ada, channel, { from, body: 'after it' })
  await hear(server, ada)
  const isAfterTold = () => receiver.told.some(({ json }) => json.data['content'] === 'after it')
  for (const [tries, hour] of [0, 1, 2, 3].entries()) {
    assert.equal(isAfterTold(), false, `after ${tries} tries`)
    await newInbound(ada, channel, { body: 'from somebody else' })
    await hear(server, ada)
    await tellDue(server, hook, later(hour))
  }
  assert.equal(isAfterTold(), true)
  const [poison] = await deliveriesOf(ada, hook, '&state=failed')
  assert.ok(poison.tries >= 4)
})

test('what a worker took and never told the end of is told again, under the same id', async (t) => {
  const receiver = await newReceiver(t)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  const [lost] = await claimDue(db, createVault('test key'), hook, { room: 4, inFlight: 0, now: new Date() })
  assert.equal(await tellDue(server, hook, new Date()), 0, 'nobody else takes it meanwhile')
  assert.equal(await tellDue(server, hook, later(0.02)), 1)
  assert.equal(receiver.told[0]!.id, lost!.eventId)
  const [delivery] = await deliveriesOf(ada, hook)
  assert.deepEqual([delivery.state, delivery.tries], ['delivered', 2])
})

test('what fails for 72 hours is given up, and what waited for it is tried', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(500)
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.*'] })
  const contact = await newContact(ada)
  await ok(ada, 'PATCH', `/api/contacts/${contact._id}`, { firstName: 'Jo' })
  await hear(server, ada)
  for (let hour = 0; hour <= 73; hour++) await tellDue(server, hook, later(hour))
  assert.deepEqual(
    (await deliveriesOf(ada, hook)).map(({ state }: { state: string }) => state),
    ['givenUp', 'givenUp'],
  )
  assert.equal(new Set(receiver.told.map(({ id }) => id)).size, 2)
})

test('a receiver that asks for a pause gets it', async (t) => {
  const receiver = await newReceiver(t)
  receiver.answer = refuse(429, { 'retry-after': '3600' })
  const ada = await newOrganization(app)
  const hook = await newWebhook(ada, { url: receiver.url, types: ['contact.created'] })
  await newContact(ada)
  await hear(server, ada)
  await tellDue(server, hook, new Date())
  assert.equal(await tellDue(server, hook, later(0.9)), 0)
  assert.equal(await tellDue(server, hook, later(1.1)), 1)
})

function conversationOf({ json }: Told): string {
  return String(json.data['conversationId'] ?? json.subjectId)
}

function hourOf(content: unknown): number {
  return Number(String(content).slice('at '.length))
}
