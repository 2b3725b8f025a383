import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newInbound,
  newNumber,
  newOrganization,
  whileHeld,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import { systemActor } from '../identity/actor.ts'
import { channelAt, deleteChannel } from './channels.ts'

const { app, db } = await startApp()
const fake = await startFakeTwilio()
after(() => fake.close())

const twilio = { type: 'sms', provider: 'twilio', name: 'Main' }

function add(person: Person, fields: object = {}) {
  const payload = { ...twilio, identifier: newNumber(), credentials: fake.credentials, ...fields }
  return person.call('POST', '/api/channels', payload)
}

async function newTwilio() {
  const ada = await newOrganization(app)
  const response = await add(ada, { settings: { apiBaseUrl: fake.url } })
  assert.equal(response.statusCode, 201, response.body)
  const channel = response.json()
  return { ada, channel, url: `/api/channels/${channel._id}` }
}

async function list(person: Person) {
  return (await person.call('GET', '/api/channels')).json().channels
}

function rowOf({ user }: Person) {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('organizationId', '=', user.organizationId)
    .executeTakeFirstOrThrow()
}

test('a new channel is answered with its id first and without its credentials', async () => {
  const ada = await newOrganization(app)
  const identifier = newNumber()
  const response = await add(ada, { identifier, settings: { messagesPerSecond: 3 } })
  assert.equal(response.statusCode, 201)
  assert.match(response.body, /^\{"_id":"[0-9a-f]{24}"/)
  const channel = response.json()
  assert.equal(channel.type, 'sms')
  assert.equal(channel.provider, 'twilio')
  assert.equal(channel.name, 'Main')
  assert.equal(channel.identifier, identifier)
  assert.deepEqual(channel.settings, { messagesPerSecond: 3 })
  assert.equal(channel.userId, ada.user.id)
  assert.equal(channel.hasCredentials, true)
  assert.equal(channel.isDisabled, false)
  assert.ok(!('credentials' in channel))
  assert.deepEqual(await list(ada), [channel])
  assert.deepEqual((await ada.call('GET', `/api/channels/${channel._id}`)).json(), channel)
  const [event] = await eventsOf(ada, 'channel.added')
  assert.equal(event?.subjectId, channel._id)
})

test('the secrets of a channel are unreadable in the database and absent from the log', async () => {
  const { ada, url } = await newTwilio()
  await ada.call('PUT', url, { credentials: { ...fake.credentials, authToken: 'another secret token' } })
  const events = await eventsOf(ada, 'channel.added', 'channel.updated')
  assert.equal(events.length, 2)
  assert.ok(events.every((event) => !('credentials' in event.data)))
  const { credentials, ...rest } = await rowOf(ada)
  for (const secret of [fake.authToken, 'another secret token']) {
    for (const text of [credentials ?? '', JSON.stringify(rest), JSON.stringify(await eventsOf(ada))]) {
      assert.ok(!text.includes(secret))
      assert.ok(!Buffer.from(text, 'base64').toString('latin1').includes(secret))
    }
  }
})

const identifiers: Array<[written: string, kept: string]> = [
  ['(415) 555-2671', '+14155552671'],
  ['+33 6 12 34 56 78', '+33612345678'],
  ['72975', '72975'],
  [' 729 ', '729'],
]
for (const [written, kept] of identifiers) {
  test(`the identifier ${JSON.stringify(written)} is kept as ${kept}`, async () => {
    const ada = await newOrganization(app)
    const response = await add(ada, { identifier: written })
    assert.equal(response.json().identifier, kept)
    assert.equal((await ada.call('DELETE', `/api/channels/${response.json()._id}`)).statusCode, 200)
  })
}

const refused: Array<[fields: object, field: string]> = [
  [{ identifier: 'nonsense' }, 'identifier'],
  [{ identifier: '' }, 'identifier'],
  [{ provider: 'carrier pigeon' }, 'provider'],
  [{ type: 'facebook' }, 'provider'],
  [{ type: 'fax' }, 'type'],
  [{ name: '' }, 'name'],
  [{ credentials: undefined }, 'credentials.accountSid'],
  [{ credentials: null }, 'credentials.accountSid'],
  [{ credentials: 'AC1:token' }, 'credentials'],
  [{ credentials: { accountSid: 'AC1' } }, 'credentials.authToken'],
  [{ credentials: { accountSid: 'AC1', authToken: '' } }, 'credentials.authToken'],
  [{ credentials: { accountSid: 7, authToken: 'token' } }, 'credentials.accountSid'],
  [{ credentials: { accountSid: '../..', authToken: 'token' } }, 'credentials.accountSid'],
  [{ credentials: { accountSid: 'AC1', authToken: 'token', extra: 1 } }, 'credentials.extra'],
  [{ settings: { apiBaseUrl: 'ftp://example.com' } }, 'settings.apiBaseUrl'],
  [{ settings: { apiBaseUrl: 'https://user:secret@example.com' } }, 'settings.apiBaseUrl'],
  [{ settings: { messagingServiceSid: 'MG 1' } }, 'settings.messagingServiceSid'],
  [{ settings: { messagesPerSecond: 0 } }, 'settings.messagesPerSecond'],
  [{ settings: { messagesPerSecond: 'fast' } }, 'settings.messagesPerSecond'],
  [{ settings: { color: 'red' } }, 'settings.color'],
  [{ settings: [] }, 'settings'],
]
for (const [fields, field] of refused) {
  test(`a channel with ${JSON.stringify(fields)} is refused for its ${field}`, async () => {
    const ada = await newOrganization(app)
    const response = await add(ada, fields)
    assert.equal(response.statusCode, 400, response.body)
    assert.equal(response.json().error.details[0].field, field)
    assert.deepEqual(await list(ada), [])
  })
}

test('an address belongs to one channel of one organization, in whatever spelling', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const identifier = newNumber()
  assert.equal((await add(ada, { identifier })).statusCode, 201)
  for (const [person, spelled] of [
    [eve, identifier],
    [eve, identifier.replace('+1', '1 ')],
    [ada, identifier],
  ] as const) {
    const response = await add(person, { identifier: spelled })
    assert.equal(response.statusCode, 409)
    assert.equal(response.json().error.code, 'address_taken')
    assert.ok(!response.body.includes(ada.user.organizationId))
  }
  assert.deepEqual(await list(eve), [])
})

test('of ten that want an address at once, one gets it', async () => {
  const people = await atOnce(2, () => newOrganization(app))
  const identifier = newNumber()
  const responses = await atOnce(10, (index) => add(people[index % 2]!, { identifier }))
  const codes = responses.map((response) => response.statusCode)
  assert.equal(codes.filter((code) => code === 201).length, 1)
  assert.equal(codes.filter((code) => code === 409).length, 9)
})

test('a messaging service is an address as well', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const settings = { messagingServiceSid: 'MGabcdef0123456789abcdef0123456789' }
  const { _id } = (await add(ada, { settings })).json()
  assert.equal((await add(eve, { settings })).json().error.code, 'address_taken')
  assert.equal((await channelAt(db, 'sms', settings.messagingServiceSid))?.id, _id)
  await ada.call('PUT', `/api/channels/${_id}`, { settings: {} })
  assert.equal((await add(eve, { settings })).statusCode, 201)
})

test('an update changes what it names and keeps the credentials', async () => {
  const { ada, channel, url } = await newTwilio()
  const before = await rowOf(ada)
  const response = await ada.call('PUT', url, { name: 'Support' })
  assert.equal(response.statusCode, 200)
  assert.deepEqual(response.json(), { ...channel, name: 'Support', updatedAt: response.json().updatedAt })
  assert.equal((await rowOf(ada)).credentials, before.credentials)
  await ada.call('PUT', url, { settings: { apiBaseUrl: fake.url, messagesPerSecond: 5 } })
  assert.deepEqual((await ada.call('POST', `${url}/test`)).json().success, true)
  assert.equal((await eventsOf(ada, 'channel.updated')).length, 2)
})

test('a bad update is refused by name and changes nothing', async () => {
  const { ada, channel, url } = await newTwilio()
  const eve = await newOrganization(app)
  const bad = await ada.call('PUT', url, { name: 'Renamed', credentials: { authToken: 7 } })
  assert.equal(bad.statusCode, 400)
  assert.equal(bad.json().error.details[0].field, 'credentials.authToken')
  assert.equal((await ada.call('PUT', url, { userId: eve.user.id })).json().error.code, 'user_not_found')
  assert.deepEqual(await list(ada), [channel])
})

test('disabling and enabling, ten times at once each, is done once', async () => {
  const { ada, url } = await newTwilio()
  for (const [verb, isDisabled, event] of [
    ['disable', true, 'channel.disabled'],
    ['enable', false, 'channel.enabled'],
  ] as const) {
    const responses = await atOnce(10, () => ada.call('POST', `${url}/${verb}`))
    for (const response of responses) assert.equal(response.json().isDisabled, isDisabled, response.body)
    assert.equal((await eventsOf(ada, event)).length, 1)
  }
  assert.deepEqual(await eventsOf(ada, 'channel.updated'), [])
})

test('a deleted channel is gone, its secrets are forgotten, and its address is free', async () => {
  const { ada, channel, url } = await newTwilio()
  const responses = await atOnce(10, () => ada.call('DELETE', url))
  assert.equal(responses.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(responses.filter(({ statusCode }) => statusCode === 404).length, 9)
  assert.equal((await eventsOf(ada, 'channel.deleted')).length, 1)
  assert.equal((await rowOf(ada)).credentials, null)
  assert.deepEqual(await list(ada), [])
  for (const [method, path] of [
    ['GET', url],
    ['PUT', url],
    ['POST', `${url}/enable`],
    ['POST', `${url}/test`],
  ] as const) {
    assert.equal((await ada.call(method, path, method === 'PUT' ? {} : undefined)).statusCode, 404)
  }
  const eve = await newOrganization(app)
  assert.equal((await add(eve, { identifier: channel.identifier })).statusCode, 201)
})

test('an update that waits for a deletion finds nothing, and takes no address back', async () => {
  const { ada, channel, url } = await newTwilio()
  const response = await whileHeld(
    db,
    (trx) => deleteChannel(trx, systemActor(ada.user.organizationId), channel._id),
    () => ada.call('PUT', url, { name: 'Renamed' }),
  )
  assert.equal(response.statusCode, 404)
  assert.equal((await add(await newOrganization(app), { identifier: channel.identifier })).statusCode, 201)
})

test('conversations that were held on a deleted channel can still be read', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { conversationId } = await newInbound(ada, channel)
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json().messages.length, 1)
})

test('a test asks the provider, and says in words what is wrong', async () => {
  const { ada, url } = await newTwilio()
  assert.deepEqual((await ada.call('POST', `${url}/test`)).json().success, true)
  await ada.call('PUT', url, { credentials: { ...fake.credentials, authToken: 'wrong' } })
  const { success, message } = (await ada.call('POST', `${url}/test`)).json()
  assert.equal(success, false)
  assert.match(message, /auth token/)
})

test('a sales rep and a department head see channels and change none', async () => {
  const { ada, channel, url } = await newTwilio()
  for (const role of ['SALES_REP', 'DEPARTMENT_HEAD']) {
    const colleague = await newColleague(app, ada, role)
    assert.deepEqual(await list(colleague), [channel])
    const responses = [
      await add(colleague),
      await colleague.call('PUT', url, { name: 'Mine' }),
      await colleague.call('POST', `${url}/disable`),
      await colleague.call('POST', `${url}/test`),
      await colleague.call('DELETE', url),
    ]
    for (const response of responses) assert.equal(response.statusCode, 403)
  }
  assert.deepEqual(await list(ada), [channel])
})

test('a channel does not exist for a stranger', async () => {
  const { ada, channel, url } = await newTwilio()
  const eve = await newOrganization(app)
  const responses = [
    await eve.call('GET', url),
    await eve.call('PUT', url, { name: 'Mine' }),
    await eve.call('POST', `${url}/disable`),
    await eve.call('POST', `${url}/enable`),
    await eve.call('POST', `${url}/test`),
    await eve.call('DELETE', url),
  ]
  for (const response of responses) {
    assert.equal(response.statusCode, 404)
    assert.equal(response.json().error.code, 'channel_not_found')
  }
  assert.deepEqual(await list(ada), [channel])
  assert.deepEqual(await list(eve), [])
})
