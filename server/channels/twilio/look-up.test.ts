import assert from 'node:assert/strict'
import { test } from 'node:test'

import { draft, outgoingOf, startChannel } from '../../../test/fake-twilio/channel.ts'
import { twilioConnector } from './connector.ts'

test('a message whose answer was lost is found again', async (t) => {
  const { fake, send, lookUp } = await startChannel(t, {}, { kind: 'take-then-reset' })
  const since = new Date()
  assert.equal((await send(draft)).kind, 'unknown')
  assert.deepEqual(await lookUp(since), {
    kind: 'receipt',
    providerMessageId: fake.messages[0]?.sid,
    status: 'sent',
    providerStatus: 'queued',
  })
})

test('a message that was found tells how it ended', async (t) => {
  const { fake, send, lookUp } = await startChannel(t)
  await send(draft)
  Object.assign(fake.messages[0] ?? {}, { status: 'undelivered', errorCode: 30005 })
  const receipt = await lookUp(new Date())
  assert.deepEqual([receipt?.status, receipt?.providerStatus, receipt?.error?.code], ['failed', 'undelivered', '30005'])
})

test('nothing is found where none fits, or more than one does', async (t) => {
  const { fake, connection, send, lookUp } = await startChannel(t)
  assert.equal(await lookUp(new Date()), undefined)
  await send({ ...draft, content: 'something else' })
  await send({ ...draft, to: '+14158675311' })
  await twilioConnector(outgoingOf(t)).send(
    { ...connection, identifier: '+15005550007' },
    draft,
    new AbortController().signal,
  )
  assert.equal(await lookUp(new Date()), undefined)

  await send(draft)
  assert.equal((await lookUp(new Date()))?.providerMessageId, fake.messages[3]?.sid)
  await send(draft)
  assert.equal(await lookUp(new Date()), undefined)
})

test('a message from before the attempt is not taken for it', async (t) => {
  const { fake, send, lookUp } = await startChannel(t)
  await send(draft)
  const at = fake.messages[0]?.at ?? new Date()
  assert.ok(await lookUp(new Date(at.getTime() + 30_000)))
  assert.equal(await lookUp(new Date(at.getTime() + 90_000)), undefined)
})

test('a message is found on the second page', async (t) => {
  const { fake, send, lookUp } = await startChannel(t)
  await send(draft)
  for (let count = 0; count < 60; count++) await send({ ...draft, content: `other ${count}` })
  assert.equal((await lookUp(new Date()))?.providerMessageId, fake.messages[0]?.sid)
  assert.equal(fake.requests.filter(({ method }) => method === 'GET').length, 2)
})

test('a look-up that Twilio does not answer throws', async (t) => {
  const { lookUp } = await startChannel(t, { credentials: { authToken: 'wrong' } })
  await assert.rejects(lookUp(new Date()), /401/)
})

test('of a message whose id we have Twilio says how far it has come', async (t) => {
  const { fake, connection, connector, send } = await startChannel(t)
  await send(draft)
  await send(draft)
  const [, message] = fake.messages
  Object.assign(message!, { status: 'undelivered', errorCode: 30005 })
  const receipt = await connector.lookUpById!(connection, message!.sid)
  assert.deepEqual(
    [receipt?.providerMessageId, receipt?.status, receipt?.error?.code],
    [message!.sid, 'failed', '30005'],
  )
  assert.equal(await connector.lookUpById!(connection, 'SM/../nobody'), undefined)
  const stranger = { ...connection, credentials: { ...connection.credentials, authToken: 'wrong' } }
  await assert.rejects(connector.lookUpById!(stranger, message!.sid), /401/)
})
