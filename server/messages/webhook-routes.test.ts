import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { inboundForm, receiptForm, startFakeTwilio } from '../../test/fake-twilio.ts'
import type { FakeMessage, SignedForm } from '../../test/fake-twilio.ts'
import { eventsAbout, newTwilioThread, readMessage, untilStatus } from '../../test/threads.ts'

const publicUrl = 'https://crm.example.com/tether'
const { app, db } = await startApp({ worker: true, config: { publicUrl } })
const fake = await startFakeTwilio()
after(() => fake.close())

/** As a proxy passes it on that stands at the public address. */
function post({ url, headers, body }: SignedForm) {
  return app.inject({ method: 'POST', url: url.slice(publicUrl.length), headers, payload: body })
}

function inbound(form: Record<string, string>): SignedForm {
  return inboundForm(fake.authToken, publicUrl, { AccountSid: fake.accountSid, ...form })
}

async function newTwilioChannel(settings: object = {}) {
  const ada = await newOrganization(app)
  const fields = { provider: 'twilio', credentials: fake.credentials, settings: { apiBaseUrl: fake.url, ...settings } }
  return { ada, channel: await newChannel(ada, fields) }
}

async function received(person: Person): Promise<string[]> {
  const events = await eventsOf(person, 'message.received')
  return events.map((event) => String(event.data['content']))
}

async function delivering(): Promise<{ ada: Person; id: string; taken: FakeMessage }> {
  const { ada, number, send } = await newTwilioThread(app, fake)
  const { _id: id } = await send()
  await untilStatus(ada, id, 'sent')
  return { ada, id, taken: fake.messages.find((message) => message.to === number)! }
}

test('a signed message is stored, and answered with empty TwiML', async () => {
  const { ada, channel } = await newTwilioChannel()
  const response = await post(inbound({ From: '+14155552671', To: channel.identifier, Body: 'Grüße & 100% 👋' }))
  assert.equal(response.statusCode, 200)
  assert.match(String(response.headers['content-type']), /^text\/xml/)
  assert.match(response.body, /<Response\s*\/>/)
  assert.deepEqual(await received(ada), ['Grüße & 100% 👋'])
  const { data } = (await ada.call('GET', '/api/contacts')).json()
  assert.equal(data[0].phoneNumber, '+14155552671')
})

test('the same message again, and many times at once, is one', async () => {
  const { ada, channel } = await newTwilioChannel()
  const form = inbound({ From: newNumber(), To: channel.identifier, Body: 'Once' })
  for (const response of await atOnce(10, () => post(form))) assert.equal(response.statusCode, 200)
  assert.equal((await post(form)).statusCode, 200)
  assert.deepEqual(await received(ada), ['Once'])
})

test('what is not signed for exactly this is refused and leaves nothing', async () => {
  const { ada, channel } = await newTwilioChannel()
  const fields = { From: newNumber(), To: channel.identifier, Body: 'Hello' }
  const good = inbound(fields)
  const forged: SignedForm[] = [
    inboundForm('another token', publicUrl, fields),
    inboundForm('', publicUrl, fields),
    inboundForm(fake.authToken, 'https://elsewhere.example.com/tether', fields),
    inboundForm(fake.authToken, 'http://crm.example.com/tether', fields),
    { ...good, headers: { 'content-type': good.headers['content-type']! } },
    { ...good, headers: { ...good.headers, 'x-twilio-signature': '' } },
    { ...good, body: good.body.replace('Body=Hello', 'Body=Goodbye') },
    { ...good, body: `${good.body}&Extra=1` },
  ]
  for (const each of forged) {
    const url = `${publicUrl}/api/webhook/twilio/sms`
    const response = await post({ ...each, url })
    assert.equal(response.statusCode, 403)
    assert.equal(response.json().error.code, 'invalid_signature')
  }
  assert.deepEqual(await received(ada), [])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 0)
})

test('the address that was signed is the public one, whatever Host the proxy names', async () => {
  const { ada, channel } = await newTwilioChannel()
  const good = inbound({ From: newNumber(), To: channel.identifier, Body: 'By proxy' })
  const headers = { ...good.headers, host: '10.0.0.7:3000', 'x-forwarded-host': 'evil.example.com' }
  assert.equal((await post({ ...good, headers })).statusCode, 200)
  assert.deepEqual(await received(ada), ['By proxy'])
})

test('a message to a number that nobody has, or that is another provider’s, is refused like a forged one', async () => {
  const { channel } = await newTwilioChannel()
  const simulated = await newChannel(await newOrganization(app))
  const deleted = await newTwilioChannel()
  await deleted.ada.call('DELETE', `/api/channels/${deleted.channel._id}`)
  for (const To of [newNumber(), simulated.identifier, deleted.channel.identifier, '', 'nonsense', '\0']) {
    const response = await post(inbound({ From: newNumber(), To, Body: 'Hello' }))
    assert.equal(response.statusCode, 403, To)
    assert.equal(response.json().error.code, 'invalid_signature')
  }
  assert.ok(channel)
})

test('a signature of one organization’s account is none for another’s number', async () => {
  const [ours, theirs] = [await newTwilioChannel(), await newOrganization(app)]
  const credentials = { accountSid: fake.accountSid, authToken: 'theirs' }
  const other = await newChannel(theirs, { provider: 'twilio', credentials, settings: { apiBaseUrl: fake.url } })
  assert.equal((await post(inbound({ From: newNumber(), To: other.identifier, Body: 'Hello' }))).statusCode, 403)
  assert.deepEqual(await received(theirs), [])
  assert.deepEqual(await received(ours.ada), [])
})

test('what comes through a messaging service is found by the service', async () => {
  const { ada } = await newTwilioChannel({ messagingServiceSid: 'MG0123456789abcdef0123456789abcdef' })
  const MessagingServiceSid = 'MG0123456789abcdef0123456789abcdef'
  const response = await post(inbound({ From: newNumber(), To: newNumber(), MessagingServiceSid, Body: 'Pooled' }))
  assert.equal(response.statusCode, 200)
  assert.deepEqual(await received(ada), ['Pooled'])
})

test('what is no form is refused as such', async () => {
  for (const url of ['/api/webhook/twilio/sms', '/api/webhook/twilio/sms-status']) {
    const json = await app.inject({ method: 'POST', url, payload: { From: '+14155552671' } })
    assert.equal(json.statusCode, 415, json.body)
    const nothing = await app.inject({ method: 'POST', url })
    assert.equal(nothing.statusCode, 415, nothing.body)
  }
})

test('an opt-out that Twilio has understood holds, whatever the words were', async () => {
  const { ada, channel } = await newTwilioChannel()
  const From = newNumber()
  await post(inbound({ From, To: channel.identifier, Body: 'Arrêtez', OptOutType: 'STOP' }))
  const optedOut = async () => (await ada.call('GET', '/api/contacts')).json().data[0].optedOut
  assert.deepEqual(await optedOut(), ['sms'])
  await post(inbound({ From, To: channel.identifier, Body: 'Reprendre', OptOutType: 'START' }))
  assert.deepEqual(await optedOut(), [])
  await post(inbound({ From, To: channel.identifier, Body: 'Aide', OptOutType: 'HELP' }))
  assert.deepEqual(await optedOut(), [])
})

test('a message is delivered when Twilio says so, signed', async () => {
  const { ada, id, taken } = await delivering()
  assert.match(taken.statusCallback ?? '', new RegExp(`^${publicUrl}/api/webhook/twilio/sms-status\\?`))
  for (const status of ['sent', 'delivered', 'delivered', 'sent']) {
    const response = await post(receiptForm(fake.authToken, taken, status))
    assert.equal(response.statusCode, 200, response.body)
  }
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent', 'message.delivered'])
})

test('a receipt with a wrong signature changes nothing', async () => {
  const { ada, id, taken } = await delivering()
  const good = receiptForm(fake.authToken, taken, 'delivered')
  const forged = [
    receiptForm('another token', taken, 'delivered'),
    { ...good, body: good.body.replace('MessageStatus=delivered', 'MessageStatus=failed') },
    { ...good, url: good.url.replace(/attempt=[0-9a-f]+/, `attempt=${'0'.repeat(24)}`) },
    { ...good, url: good.url.replace(/\?.*/, '') },
    { ...good, url: good.url.replace(/channel=[0-9a-f]+/, `channel=${'0'.repeat(24)}`) },
  ]
  for (const form of forged) assert.equal((await post(form)).statusCode, 403)
  assert.equal((await readMessage(ada, id)).status, 'sent')
})

test('what the carrier refused fails with what a person should know', async () => {
  const { ada, id, taken } = await delivering()
  await post(receiptForm(fake.authToken, taken, 'undelivered', { errorCode: 30005 }))
  const { status, errorCode, errorMessage, history } = await readMessage(ada, id)
  assert.equal(status, 'failed')
  assert.equal(errorCode, '30005')
  assert.match(errorMessage ?? '', /no longer in use/)
  assert.equal(history.at(-1)?.providerStatus, 'undelivered')
})

test('a receipt to the address of the service, without our query, is matched by Twilio’s id', async () => {
  const { ada, id, taken } = await delivering()
  const statusCallback = `${publicUrl}/api/webhook/twilio/sms-status`
  const response = await post(receiptForm(fake.authToken, taken, 'delivered', { statusCallback }))
  assert.equal(response.statusCode, 200, response.body)
  assert.equal((await readMessage(ada, id)).status, 'delivered')
})

test('news of what is still on its way inside Twilio is no news', async () => {
  const { ada, id, taken } = await delivering()
  for (const status of ['accepted', 'queued', 'sending']) {
    assert.equal((await post(receiptForm(fake.authToken, taken, status))).statusCode, 200)
  }
  const { status, history } = await readMessage(ada, id)
  assert.equal(status, 'sent')
  assert.equal(history.length, 2)
})

test('the credentials stand in no answer, no event and no row', async () => {
  const { ada, channel } = await newTwilioChannel()
  const answers = [
    await ada.call('GET', '/api/channels'),
    await ada.call('GET', `/api/channels/${channel._id}`),
    await ada.call('PUT', `/api/channels/${channel._id}`, { name: 'Renamed' }),
    await ada.call('POST', `/api/channels/${channel._id}/test`),
    await ada.call('GET', '/api/event-logs?size=1000'),
    await post(inboundForm('wrong', publicUrl, { From: newNumber(), To: channel.identifier })),
  ]
  const rows = await db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  for (const text of [...answers.map((answer) => answer.body), JSON.stringify(rows)]) {
    assert.ok(!text.includes(fake.authToken))
  }
})
