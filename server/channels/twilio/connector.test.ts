import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { Ajv } from 'ajv'

import { connectionTo, draft, outgoingOf, startChannel } from '../../../test/fake-twilio/channel.ts'
import type { Behaviour } from '../../../test/fake-twilio.ts'
import type { Outcome } from '../connector.ts'
import { retryAfter } from '../retry-after.ts'
import { twilioConnector } from './connector.ts'

test('a message is taken as it was written, and its receipts know the attempt', async (t) => {
  const { fake, connection, send } = await startChannel(t)
  const outcome = await send(draft)
  const [message] = fake.messages
  assert.deepEqual(outcome, { kind: 'accepted', providerMessageId: message?.sid, segments: 1 })
  assert.deepEqual([message?.to, message?.from, message?.body], [draft.to, connection.identifier, draft.content])
  const callback = new URL(message?.statusCallback ?? '')
  assert.equal(callback.origin + callback.pathname, 'http://127.0.0.1:3000/api/webhook/twilio/sms-status')
  assert.deepEqual(Object.fromEntries(callback.searchParams), {
    organization: connection.organizationId,
    channel: connection.channelId,
    attempt: draft.attemptId,
  })
})

test('a messaging service chooses the sender, and the parts are counted here until it has', async (t) => {
  const { fake, send } = await startChannel(t, { settings: { messagingServiceSid: 'MG1' } })
  const outcome = await send({ ...draft, content: 'a'.repeat(161) })
  assert.deepEqual([fake.messages[0]?.from, fake.messages[0]?.messagingServiceSid], [null, 'MG1'])
  assert.equal(outcome.kind === 'accepted' && outcome.segments, 2)
})

test('Twilio is told no address for receipts that it could not reach, because it would refuse the message', async (t) => {
  const { fake, send } = await startChannel(t, { publicUrl: 'unix:/socket' })
  await send(draft)
  assert.equal(fake.messages[0]?.statusCallback, undefined)

  let body = ''
  const nowhere = {
    request: async (_url: unknown, request: { body?: unknown }) => ((body = String(request.body)), assert.fail()),
  }
  const connector = twilioConnector({ ...nowhere, close: async () => {} })
  const signal = new AbortController().signal
  const local = { ...connectionTo(''), settings: {} }
  await connector.send(local, draft, signal)
  assert.equal(new URLSearchParams(body).get('StatusCallback'), null)
  await connector.send({ ...local, publicUrl: 'https://crm.example.com' }, draft, signal)
  assert.match(new URLSearchParams(body).get('StatusCallback') ?? '', /^https:\/\/crm\.example\.com\/api\//)
})

test('too many requests are certainly not taken, and say when to come again', async (t) => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString()
  const cases: Array<[Behaviour, number | undefined]> = [
    [{ kind: 'refuse', status: 429, code: 20429, retryAfter: '7' }, 7],
    [{ kind: 'refuse', status: 429 }, undefined],
    [{ kind: 'refuse', status: 503, code: 20429 }, undefined],
    [{ kind: 'refuse', status: 400, code: 21611 }, undefined],
  ]
  for (const [behaviour, seconds] of cases) {
    const { send } = await startChannel(t, {}, behaviour)
    const expected = seconds === undefined ? { kind: 'throttled' } : { kind: 'throttled', retryAfterSeconds: seconds }
    assert.deepEqual(await send(draft), expected)
  }
  const { send } = await startChannel(t, {}, { kind: 'refuse', status: 429, retryAfter: inAMinute })
  const outcome = await send(draft)
  assert.ok(outcome.kind === 'throttled' && (outcome.retryAfterSeconds ?? 0) > 0)
})

test('when to come again is read as seconds or as a date, and as nothing where it is neither', () => {
  const now = Date.parse('2026-10-21T07:28:00Z')
  assert.equal(retryAfter('0', now), 0)
  assert.equal(retryAfter(' 12 ', now), 12)
  assert.equal(retryAfter('Wed, 21 Oct 2026 07:28:30 GMT', now), 30)
  assert.equal(retryAfter('Wed, 21 Oct 2026 07:00:00 GMT', now), 0)
  for (const nonsense of ['', 'soon', undefined]) assert.equal(retryAfter(nonsense, now), undefined)
})

test('where nothing could be sent, the message may be tried again', async (t) => {
  const { fake, send } = await startChannel(t)
  await fake.close()
  assert.deepEqual(await send(draft), { kind: 'throttled' })
})

test('an address that must not be reached, or is none, is refused as trouble of the channel', async (t) => {
  for (const baseUrl of ['http://169.254.169.254', 'http://[::ffff:169.254.169.254]/latest', 'http://a:b:c']) {
    const outcome = await sendTo(t, baseUrl)
    assert.ok(outcome.kind === 'rejected' && outcome.error.isChannelTrouble, JSON.stringify(outcome))
  }
})

test('a message given up before it was sent may be tried again, one given up afterwards is unknown', async (t) => {
  const { fake, connection, connector } = await startChannel(t, {}, { kind: 'hang' })
  assert.deepEqual(await connector.send(connection, draft, AbortSignal.abort()), { kind: 'throttled' })
  assert.equal(fake.requests.length, 0)

  const stop = new AbortController()
  fake.behave(() => (stop.abort(), { kind: 'hang' }))
  assert.equal(errorOf(await connector.send(connection, draft, stop.signal), 'unknown').code, 'aborted')
})

test('a message that might have been taken is unknown, with a sentence, and is asked for once only', async (t) => {
  const behaviours: Behaviour[] = [
    { kind: 'reset' },
    { kind: 'take-then-reset' },
    { kind: 'refuse', status: 500, code: 20500 },
    { kind: 'refuse', status: 408 },
    { kind: 'answer', status: 502, body: '<h1>Bad Gateway</h1>' },
    { kind: 'answer', status: 302, body: '' },
    { kind: 'answer', status: 200, body: '<h1>Welcome</h1>' },
    { kind: 'answer', status: 201, body: '{"status":"queued"}', contentType: 'application/json' },
    { kind: 'answer', status: 201, body: '[{"sid":"SM1"}]', contentType: 'application/json' },
  ]
  for (const behaviour of behaviours) {
    const { fake, send } = await startChannel(t, {}, behaviour)
    assert.match(errorOf(await send(draft), 'unknown').message, /^[A-Z].*\.$/, JSON.stringify(behaviour))
    assert.equal(fake.requests.length, 1, JSON.stringify(behaviour))
  }
})

test('bad credentials halt the channel', async (t) => {
  const { fake, send } = await startChannel(t, { credentials: { authToken: 'wrong' } })
  const error = errorOf(await send(draft), 'halted')
  assert.deepEqual([error.code, error.isChannelTrouble], ['20003', true])
  assert.equal(fake.messages.length, 0)
})

test('who has opted out is marked, and a wrong number is only refused', async (t) => {
  const { send } = await startChannel(
    t,
    {},
    { kind: 'refuse', status: 400, code: 21610, message: 'Attempt to send to unsubscribed' },
  )
  const error = errorOf(await send(draft), 'rejected')
  assert.deepEqual([error.code, error.isOptOut, error.isChannelTrouble], ['21610', true, undefined])

  const other = await startChannel(t, {}, { kind: 'refuse', status: 400, code: 21211 })
  const wrong = errorOf(await other.send(draft), 'rejected')
  assert.deepEqual([wrong.code, wrong.isOptOut, wrong.isChannelTrouble], ['21211', undefined, undefined])
})

test('what is not the API of Twilio is refused as trouble of the channel', async (t) => {
  const { send } = await startChannel(t, {}, { kind: 'answer', status: 404, body: 'not here' })
  const error = errorOf(await send(draft), 'rejected')
  assert.deepEqual([error.code, error.isChannelTrouble], ['http_404', true])
})

test('the configuration is checked: what Twilio itself would never have is refused', () => {
  const { settings, credentials } = twilioConnector({ request: () => assert.fail(), close: async () => {} })
  const ajv = new Ajv({ strict: false })
  const isSettings = ajv.compile(settings)
  const isCredentials = ajv.compile(credentials)
  const good = [
    {},
    { apiBaseUrl: 'http://127.0.0.1:4010/twilio' },
    { messagingServiceSid: 'MG1', messagesPerSecond: 0.5 },
  ]
  for (const value of good) assert.ok(isSettings(value), JSON.stringify(value))
  const bad = [
    { apiBaseUrl: 'ftp://x' },
    { apiBaseUrl: 'https://u@x' },
    { messagesPerSecond: 0 },
    { messagesPerSecond: 1001 },
    { other: 1 },
  ]
  for (const value of bad) assert.ok(!isSettings(value), JSON.stringify(value))
  assert.ok(isCredentials({ accountSid: `AC${'0a'.repeat(16)}`, authToken: 'x' }))
  for (const accountSid of ['', '..', 'AC/../x', 'A'.repeat(65)])
    assert.ok(!isCredentials({ accountSid, authToken: 'x' }), accountSid)
  assert.ok(!isCredentials({ accountSid: 'AC1', authToken: '' }))
})

test('a channel is reached by its messaging service too, and is paced as it is told', () => {
  const connector = twilioConnector({ request: () => assert.fail(), close: async () => {} })
  const here = { identifier: '+15005550006', credentials: {} }
  assert.deepEqual(connector.routes({}, here), [])
  assert.deepEqual(connector.routes({ messagingServiceSid: 'MG1' }, here), ['MG1'])
  assert.equal(connector.messagesPerSecond({}), 10)
  assert.equal(connector.messagesPerSecond({ messagesPerSecond: 0.5 }), 0.5)
})

function sendTo(t: TestContext, baseUrl: string): Promise<Outcome> {
  return twilioConnector(outgoingOf(t)).send(connectionTo(baseUrl), draft, new AbortController().signal)
}

function errorOf(outcome: Outcome, kind: 'rejected' | 'halted' | 'unknown') {
  assert.ok(outcome.kind === kind, `${outcome.kind} is not ${kind}`)
  return outcome.error
}
