import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import type { Behaviour } from '../../test/fake-twilio.ts'
import { eventsAbout, newTwilioThread, readMessage, untilStatus } from '../../test/threads.ts'

const { app, db } = await startApp({ worker: true })
const fake = await startFakeTwilio()
after(() => fake.close())

/** What is done with each number, call by call; the last of them again and again. */
const fates = new Map<string, Behaviour[]>()
const calls = new Map<string, number>()
fake.behave(({ to }) => {
  const count = calls.get(to) ?? 0
  calls.set(to, count + 1)
  const fate = fates.get(to)
  return fate && (fate[count] ?? fate.at(-1))
})

async function sendWith(...behaviours: Behaviour[]) {
  const thread = await newTwilioThread(app, fake)
  fates.set(thread.number, behaviours)
  const { _id: id } = await thread.send()
  return { ...thread, id, called: () => calls.get(thread.number) ?? 0, taken: () => takenBy(thread.number) }
}

async function readStatus(ada: Person, id: string): Promise<string> {
  return (await readMessage(ada, id)).status
}

function takenBy(number: string): string[] {
  return fake.messages.filter((message) => message.to === number).map((message) => message.body)
}

const timedOut = sendWith({ kind: 'take-then-hang' })

test('what Twilio takes is sent once, from the number of the channel', async () => {
  const { ada, id, channel, number, taken } = await sendWith({ kind: 'take' })
  await untilStatus(ada, id, 'sent')
  assert.deepEqual(taken(), ['Good day'])
  const message = fake.messages.find((each) => each.to === number)
  assert.equal(message?.from, channel.identifier)
  assert.equal(message?.messagingServiceSid, null)
})

test('through a messaging service Twilio chooses the number', async () => {
  const settings = { messagingServiceSid: 'MG0123456789abcdef0123456789abcdef' }
  const { ada, number, send } = await newTwilioThread(app, fake, { settings })
  await untilStatus(ada, (await send())._id, 'sent')
  const message = fake.messages.find((each) => each.to === number)
  assert.equal(message?.messagingServiceSid, settings.messagingServiceSid)
  assert.equal(message?.from, null)
})

test('429 is tried again when Twilio says, and the message leaves once', async () => {
  const { ada, id, called, taken } = await sendWith({ kind: 'refuse', status: 429, retryAfter: '1' }, { kind: 'take' })
  await untilStatus(ada, id, 'sent')
  assert.equal(called(), 2)
  assert.deepEqual(taken(), ['Good day'])
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent'])
})

test('a refused connection is tried again until Twilio is back, and the message leaves once', async () => {
  const other = await startFakeTwilio()
  const port = Number(new URL(other.url).port)
  const { ada, number, send } = await newTwilioThread(app, other)
  await other.close()
  const { _id: id } = await send()
  await until(async () => {
    const { organizationId } = ada.user
    const row = await db
      .selectFrom('outbox')
      .select(['tries', 'claimedBy'])
      .where('organizationId', '=', organizationId)
      .executeTakeFirst()
    return row && row.tries > 0 && row.claimedBy === null
  }, 'a try in vain')
  assert.equal((await readMessage(ada, id)).status, 'queued')
  const back = await startFakeTwilio({ ...other.credentials, port })
  after(() => back.close())
  await untilStatus(ada, id, 'sent')
  assert.deepEqual(
    back.messages.map((message) => message.to),
    [number],
  )
})

const rejections: Array<[behaviour: Behaviour, errorCode: string, words: RegExp]> = [
  [{ kind: 'refuse', status: 400, code: 21211 }, '21211', /not a valid phone number/],
  [{ kind: 'refuse', status: 400, code: 21408 }, '21408', /not allowed to send to this country/],
  [{ kind: 'refuse', status: 400, code: 29999, message: 'Something new' }, '29999', /Something new/],
  [{ kind: 'answer', status: 400, body: '<html>Bad gateway</html>' }, 'http_400', /refused/],
]
for (const [behaviour, errorCode, words] of rejections) {
  test(`a refusal with ${errorCode} fails at once, in words, and is not tried again`, async () => {
    const { ada, id, called, send } = await sendWith(behaviour, { kind: 'take' })
    const message = await untilStatus(ada, id, 'failed')
    assert.equal(message.errorCode, errorCode)
    assert.match(message.errorMessage ?? '', words)
    await untilStatus(ada, (await send('The next one'))._id, 'sent')
    assert.equal(called(), 2)
  })
}

const uncertain: Array<[name: string, behaviour: Behaviour, arrived: number]> = [
  ['a connection that breaks after Twilio took it', { kind: 'take-then-reset' }, 1],
  ['a connection that breaks before', { kind: 'reset' }, 0],
  ['an error of Twilio’s own', { kind: 'answer', status: 500, body: 'Oops' }, 0],
  ['an answer that cannot be read', { kind: 'answer', status: 201, body: '<html>' }, 0],
]
for (const [name, behaviour, arrived] of uncertain) {
  test(`${name} leaves the message unknown, and it is never sent again by itself`, async () => {
    const { ada, id, called, taken, send } = await sendWith(behaviour, { kind: 'take' })
    await untilStatus(ada, id, 'unknown')
    assert.equal(taken().length, arrived)
    await untilStatus(ada, (await send('The next one'))._id, 'sent')
    assert.equal(called(), 2)
    assert.equal(taken().filter((body) => body === 'Good day').length, arrived)
    assert.equal((await readMessage(ada, id)).status, 'unknown')
  })
}

test('error 21610 opts the contact out', async () => {
  const { ada, id, contactId } = await sendWith({ kind: 'refuse', status: 400, code: 21610 })
  const { errorMessage } = await untilStatus(ada, id, 'failed')
  assert.match(errorMessage ?? '', /START/)
  assert.deepEqual((await ada.call('GET', `/api/contacts/${contactId}`)).json().data.optedOut, ['sms'])
  const again = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(again.json().error.code, 'opted_out')
})

test('while Twilio refuses the token its messages wait, and leave in their order when the right one is saved', async () => {
  const { ada, id, channel, send, called, taken } = await sendWith(
    { kind: 'refuse', status: 401, code: 20003 },
    { kind: 'take' },
  )
  const shown = async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json()
  await until(async () => (await shown()).isHalted, 'the halt')
  assert.match((await shown()).trouble, /auth token/)
  const { _id: second } = await send('Once more')
  assert.deepEqual([await readStatus(ada, id), called()], ['queued', 1])
  await ada.call('PUT', `/api/channels/${channel._id}`, { credentials: fake.credentials })
  await untilStatus(ada, id, 'sent')
  await untilStatus(ada, second, 'sent')
  assert.deepEqual(taken(), ['Good day', 'Once more'])
  assert.deepEqual([(await shown()).trouble, (await shown()).isHalted], [null, false])
})

test('what was put off for long leaves as soon as the channel is configured anew', async () => {
  const { ada, id, channel, called } = await sendWith(
    { kind: 'refuse', status: 429, retryAfter: '3600' },
    { kind: 'take' },
  )
  const isPutOff = () =>
    db
      .selectFrom('outbox')
      .select('messageId')
      .where('organizationId', '=', ada.user.organizationId)
      .where('messageId', '=', id)
      .where('tries', '>', 0)
      .where('claimedBy', 'is', null)
      .executeTakeFirst()
  await until(isPutOff, 'its next try')
  await ada.call('PUT', `/api/channels/${channel._id}`, { name: 'Another name' })
  await ada.call('PUT', `/api/channels/${channel._id}`, { credentials: fake.credentials })
  await untilStatus(ada, id, 'sent')
  assert.equal(called(), 2)
})

test('a refusal that comes after the right token was saved does not halt the channel', async () => {
  const { ada, id, channel, called } = await sendWith(
    { kind: 'refuse', status: 401, code: 20003, delayMilliseconds: 500 },
    { kind: 'take' },
  )
  await until(async () => called() === 1, 'the call')
  await ada.call('PUT', `/api/channels/${channel._id}`, { credentials: fake.credentials })
  await untilStatus(ada, id, 'sent')
  assert.deepEqual(await eventsOf(ada, 'channel.troubled'), [])
})

test('the auth token stands in no event and no message, whatever went wrong', async () => {
  const { ada, id, channel } = await sendWith({ kind: 'refuse', status: 401, code: 20003, message: 'Authenticate' })
  await until(async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json().isHalted, 'the halt')
  for (const url of ['/api/event-logs?size=1000', `/api/messages/${id}`, '/api/channels']) {
    assert.ok(!(await ada.call('GET', url)).body.includes(fake.authToken), url)
  }
})

test('an answer that does not come in time leaves the message unknown, and it is not sent again', async () => {
  const { ada, id, called, taken } = await timedOut
  // Half a minute later Twilio is asked what became of it, so the history tells.
  const unknown = async () => (await readMessage(ada, id)).history.find(({ status }) => status === 'unknown')
  const told = await until(unknown, 'the timeout').catch(() => until(unknown, 'the timeout'))
  assert.equal(told.errorCode, 'timeout')
  assert.deepEqual(taken(), ['Good day'])
  assert.equal(called(), 1)
})
