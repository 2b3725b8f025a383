import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newNumber, newOrganization, until } from '../../test/factories.ts'
import { ensureKannel, freePorts, startGateway } from '../../test/kannel.ts'
import { untilStatus } from '../../test/threads.ts'

const skip = ensureKannel() ? false : 'There is no Kannel here: apt-get install kannel kannel-extras'
const [port] = await freePorts(1)
const origin = `http://127.0.0.1:${port}`
const { app, db } = await startApp({ worker: true, config: { publicUrl: origin } })
await app.listen({ port: port!, host: '127.0.0.1' })

const webhookPassword = 'a-password-for-webhooks'
const ada = await newOrganization(app)
const identifier = newNumber()
const settings = { sendUrl: 'http://127.0.0.1:9/cgi-bin/sendsms' }
const credentials = { username: 'crm', password: 'crmpass', webhookPassword }
const channel = await newChannel(ada, { provider: 'kannel', identifier, settings, credentials })
const query = `organization=${ada.user.organizationId}&channel=${channel._id}`
const hook = `${origin.replace('//', `//${channel._id}:${webhookPassword}@`)}/api/webhook/kannel/sms?${query}&from=%p&to=%P&id=%I`
const gateway = skip ? undefined : await startGateway(hook)
after(() => gateway?.stop())
if (gateway)
  await ada.call('PUT', `/api/channels/${channel._id}`, { settings: { sendUrl: gateway.sendUrl }, credentials })

/** What was said with this number, in the order in which it came here. */
function saidWith(number: string) {
  return db
    .selectFrom('messages')
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.organizationId', '=', 'messages.organizationId')
        .onRef('contacts.id', '=', 'messages.contactId'),
    )
    .select(['messages.id', 'messages.content', 'messages.status', 'messages.direction'])
    .where('messages.organizationId', '=', ada.user.organizationId)
    .where('contacts.organizationId', '=', ada.user.organizationId)
    .where('contacts.phoneNumber', '=', number)
    .orderBy('messages.id')
    .execute()
}

async function send(number: string, content: string): Promise<string> {
  const { _id: contactId } = await newContact(ada, { phoneNumber: number })
  const response = await ada.call('POST', '/api/messages/send', { contactId, content })
  assert.equal(response.statusCode, 200, response.body)
  return response.json()._id
}

test('what a phone writes arrives once, in any alphabet', { skip }, async (t) => {
  const phones = await gateway!.connectPhones()
  t.after(() => phones.disconnect())
  const number = newNumber()
  phones.write(number.slice(1), identifier.slice(1), 'text', 'Hello from   a café')
  phones.write(number.slice(1), identifier.slice(1), 'ucs2', '%D8%3D%DC%4D%00%20%06%33')
  const said = await until(async () => {
    const messages = await saidWith(number)
    return messages.length === 2 && messages
  })
  assert.deepEqual(said.map(({ content }) => content).toSorted(), ['Hello from   a café', '👍 س'])
})

test('what is sent reaches the phone and is delivered, however long and in whatever alphabet', { skip }, async (t) => {
  const phones = await gateway!.connectPhones()
  t.after(() => phones.disconnect())
  const ids = [
    await send(newNumber(), 'Good day'),
    await send(newNumber(), 'a'.repeat(200)),
    await send(newNumber(), 'Thank you 👍'),
  ]
  for (const id of ids) await untilStatus(ada, id, 'delivered')
  const received = await until(async () => phones.received().length === 4 && phones.received().join(' '), 'all parts')
  assert.match(received, /Good day/)
  // Two parts, each with its header: https://en.wikipedia.org/wiki/Concatenated_SMS
  assert.match(received, /%05%00%03/)
  assert.match(received, /%D8%3D%DCM/)
})

test('what is sent while the link is down waits at the gateway, and arrives once it is up', { skip }, async (t) => {
  const id = await send(newNumber(), 'Are you there?')
  await untilStatus(ada, id, 'sent')
  const phones = await gateway!.connectPhones()
  t.after(() => phones.disconnect())
  await untilStatus(ada, id, 'delivered')
  const got = () => phones.received().filter((line) => line.includes('Are you there?')).length
  await until(async () => got() > 0)
  assert.equal(got(), 1)
})

test('the test of a channel says whether the gateway lets it in', { skip }, async () => {
  const ask = async () => (await ada.call('POST', `/api/channels/${channel._id}/test`)).json()
  assert.deepEqual(await ask(), { success: true, message: 'The gateway accepts the username and password.' })
  await ada.call('PUT', `/api/channels/${channel._id}`, { credentials: { ...credentials, password: 'wrong' } })
  assert.equal((await ask()).success, false)
  const id = await send(newNumber(), 'Kept until the password is right')
  await until(async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json().isHalted, 'the halt')
  assert.equal((await ada.call('GET', `/api/messages/${id}`)).json().status, 'queued')
  await ada.call('PUT', `/api/channels/${channel._id}`, { credentials })
  await until(async () => (await ada.call('GET', `/api/messages/${id}`)).json().status !== 'queued', 'it to leave')
})

const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`

async function post(authorization: string | undefined, fields: string, body: string | Buffer = 'Hello') {
  const headers = { 'content-type': 'text/plain; charset="UTF-8"', ...(authorization ? { authorization } : {}) }
  return app.inject({ method: 'POST', url: `/api/webhook/kannel/sms?${query}&${fields}`, headers, payload: body })
}

test('the same message again is the same message', async () => {
  const number = newNumber()
  const fields = `from=${number.slice(1)}&to=${identifier.slice(1)}&id=twice`
  const known = basic(channel._id, webhookPassword)
  const answers = await Promise.all([post(known, fields), post(known, fields)])
  assert.deepEqual(
    answers.map(({ statusCode, body }) => [statusCode, body]),
    [
      [200, ''],
      [200, ''],
    ],
  )
  assert.equal((await saidWith(number)).length, 1)
})

test('who does not know the password of the channel is refused, and nothing is kept', async () => {
  const number = newNumber()
  const fields = `from=${number.slice(1)}&to=${identifier.slice(1)}&id=stranger`
  for (const authorization of [undefined, basic(channel._id, 'wrong'), basic('somebody', webhookPassword)]) {
    assert.equal((await post(authorization, fields)).statusCode, 403)
  }
  assert.deepEqual(await saidWith(number), [])
})

test('receipts in the wrong order do not undo a delivery', async () => {
  const id = await send(newNumber(), 'In order')
  const { id: attempt } = await until(() =>
    db
      .selectFrom('attempts')
      .select('id')
      .where('organizationId', '=', ada.user.organizationId)
      .where('messageId', '=', id)
      .executeTakeFirst(),
  )
  for (const type of [1, 8, 16]) {
    const url = `/api/webhook/kannel/receipt?${query}&attempt=${attempt}&type=${type}`
    const headers = { authorization: basic(channel._id, webhookPassword) }
    assert.equal((await app.inject({ url, headers })).statusCode, 200)
  }
  await untilStatus(ada, id, 'delivered')
})

test('an id that a gateway gives a second time, to other words, is another message', async () => {
  const number = newNumber()
  const known = basic(channel._id, webhookPassword)
  const fields = `from=${number.slice(1)}&to=${identifier.slice(1)}&id=1`
  for (const body of ['One', 'Two', 'Two']) assert.equal((await post(known, fields, body)).statusCode, 200)
  assert.deepEqual(
    (await saidWith(number)).map(({ content }) => content),
    ['One', 'Two'],
  )
})

test('what comes without a sender or an id is refused in words, not swallowed', async () => {
  const known = basic(channel._id, webhookPassword)
  const answer = await post(known, `from=${newNumber().slice(1)}&to=${identifier.slice(1)}`)
  assert.equal(answer.statusCode, 400)
  assert.match(answer.json().message, /id=%I/)
})

test('a number that comes without its country is of the country of the organization', async (t) => {
  const liveIn = (country: string) =>
    db.updateTable('organizations').set({ country }).where('id', '=', ada.user.organizationId).execute()
  await liveIn('FR')
  t.after(() => liveIn('US'))
  const answer = await post(
    basic(channel._id, webhookPassword),
    `from=0612345678&to=${identifier.slice(1)}&id=national`,
  )
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal((await saidWith('+33612345678')).length, 1)
})

test('the password of a gateway is not sent to a new address without being entered again', async () => {
  const moved = await ada.call('PUT', `/api/channels/${channel._id}`, { settings: { sendUrl: 'http://127.0.0.1:9/x' } })
  assert.equal(moved.statusCode, 400)
  assert.match(moved.json().message, /needed again/)
})
