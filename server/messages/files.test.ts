import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import { pathOf, picture, upload } from '../../test/files.ts'

const { app, db } = await startApp({ worker: true })
const fake = await startFakeTwilio()
after(() => fake.close())

/** An organization that was written to, on the simulator or through the fake provider. */
async function newThread(fields: object = {}) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada, fields)
  const contact = await newContact(ada)
  const send = (body: object, person = ada) =>
    person.call('POST', '/api/messages/send', { contactId: contact._id, content: 'See this', ...body })
  return { ada, channel, contact, send }
}

async function settled(person: Person, id: string) {
  return until(async () => {
    const message = (await person.call('GET', `/api/messages/${id}`)).json()
    return message.status === 'delivered' && message
  }, 'the delivery')
}

test('what is attached stays with its message, and reaches the phone by a link that needs no log-in', async () => {
  const { ada, send } = await newThread()
  const bytes = await picture()
  const file = await upload(ada, bytes, 'photo.png')
  const sent = await send({ attachments: [file.key] })
  assert.equal(sent.statusCode, 200, sent.body)
  const [attachment, ...others] = sent.json().attachments
  assert.deepEqual(others, [])
  assert.deepEqual(
    [attachment.key, attachment.name, attachment.contentType, attachment.size],
    [file.key, 'photo.png', 'image/png', bytes.length],
  )
  assert.equal(sent.json().segments, 1)

  const message = await settled(ada, sent.json()._id)
  assert.equal(message.attachments[0]._id, attachment._id)
  const [received] = (await ada.call('GET', '/api/simulator/messages')).json().messages
  assert.equal(received.body, 'See this')
  assert.equal(received.media[0].contentType, 'image/png')
  for (const link of [received.media[0].url, message.attachments[0].signedUrl]) {
    assert.deepEqual((await app.inject(pathOf(link))).rawPayload, bytes)
  }
  assert.deepEqual((await ada.call('GET', attachment.url)).rawPayload, bytes)
})

test('a picture needs no words; without one they are asked for', async () => {
  const { ada, send } = await newThread()
  const { key } = await upload(ada, await picture())
  assert.equal((await send({ content: '', attachments: [key] })).statusCode, 200)
  for (const content of ['', ' \n']) {
    const refused = await send({ content })
    assert.equal(refused.statusCode, 400)
    assert.equal(refused.json().error.details[0].field, 'content')
  }
})

test('a file is named by its key, or by an address of ours that leads to it, and may be sent again', async () => {
  const { ada, send } = await newThread()
  const { key, signedUrl } = await upload(ada, await picture())
  const first = await send({ attachments: [key] })
  const [{ _id, url }] = first.json().attachments
  for (const reference of [signedUrl, pathOf(signedUrl), url, _id, `http://tether.test${url}`]) {
    const again = await send({ attachments: [reference] })
    assert.equal(again.json().attachments?.[0].key, key, `${reference}: ${again.body}`)
  }
})

test('an address that is not ours is refused, and nothing is sent', async () => {
  const { ada, send } = await newThread()
  const other = await newOrganization(app)
  const { signedUrl: theirs } = await upload(other, await picture())
  const references = [
    'https://example.com/photo.png',
    'http://tether.test.evil.example/api/files/x',
    'http://169.254.169.254/',
    'photo.png',
    theirs,
    'http://tether.test/api/files/nonsense',
  ]
  for (const reference of references) {
    const refused = await send({ attachments: [reference] })
    assert.equal(refused.statusCode, 400, reference)
    assert.match(refused.json().message, /is no file of yours: upload it by POST \/api\/upload/)
  }
  assert.deepEqual(await eventsOf(ada, 'message.queued'), [])
})

test('nobody sends, reads or links a file of another organization, or one that a colleague has not used yet', async () => {
  const { ada, contact, send } = await newThread()
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  await ada.call('PUT', '/api/contact', { _id: contact._id, assignees: [rep.user.id] })
  const { key } = await upload(ada, await picture())
  const { key: evesKey } = await upload(eve, await picture())
  const attempts = [
    send({ attachments: [evesKey] }),
    send({ attachments: [key] }, rep),
    rep.call('GET', `/api/messages/attachment/${key}`),
    rep.call('GET', `/api/messages/attachment-url/${key}`),
    eve.call('GET', `/api/messages/attachment/${key}`),
    eve.call('GET', `/api/messages/attachment-url/${key}`),
  ]
  for (const { statusCode, body } of await Promise.all(attempts)) {
    assert.equal(statusCode, 404, body)
    assert.match(body, /attachment_not_found/)
  }
  assert.equal((await send({ attachments: [key] })).statusCode, 200)
  assert.equal((await rep.call('GET', `/api/messages/attachment-url/${key}`)).statusCode, 200)
})

test('a document of a contact may be sent by whoever may see the contact', async () => {
  const { ada, contact, send } = await newThread()
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { key } = await upload(ada, await picture())
  const body = { storageKey: key, filename: 'licence.png', documentType: 'Identification' }
  assert.equal((await ada.call('POST', `/api/contacts/${contact._id}/documents`, body)).statusCode, 200)
  assert.equal((await rep.call('GET', `/api/messages/attachment-url/${key}`)).statusCode, 404)
  await ada.call('PUT', '/api/contact', { _id: contact._id, assignees: [rep.user.id] })
  const sent = await send({ attachments: [key] }, rep)
  assert.deepEqual([sent.statusCode, sent.json().attachments?.[0].key], [200, key])
})

test('what the channel does not carry is refused in words before it is queued', async () => {
  const { ada, send } = await newThread()
  const { key: page } = await upload(ada, Buffer.from('<!doctype html><p>'), 'page.html')
  const { key: large } = await upload(ada, Buffer.concat([await picture(), Buffer.alloc(3 * 1024 * 1024)]), 'large.png')
  const cases: Array<[string[], RegExp]> = [
    [[page], /does not carry text\/html \(page\.html\)/],
    [[large, large], /they have 6\.1 MB together; this channel carries 5 MB/],
  ]
  for (const [attachments, said] of cases) {
    const refused = await send({ attachments })
    assert.equal(refused.statusCode, 400)
    assert.match(refused.json().message, said)
  }
  assert.equal((await send({ attachments: Array.from({ length: 11 }, () => page) })).statusCode, 400)
  assert.deepEqual(await eventsOf(ada, 'message.queued'), [])
})

test('Twilio is given an address for each file, and one part is counted', async () => {
  const { ada, send } = await newThread({
    provider: 'twilio',
    credentials: fake.credentials,
    settings: { apiBaseUrl: fake.url },
  })
  const files = [await upload(ada, await picture(), 'a.png'), await upload(ada, await picture(9, 9), 'b.png')]
  const sent = await send({ content: 'x'.repeat(400), attachments: files.map(({ key }) => key) })
  assert.equal(sent.json().segments, 1)
  const taken = await until(async () => fake.messages.find(({ body }) => body === 'x'.repeat(400)), 'the message')
  assert.equal(taken.media.length, 2)
  for (const url of taken.media) assert.equal((await app.inject(pathOf(url))).headers['content-type'], 'image/png')
})

test('with a conversation or a contact go the files that nothing else uses', async () => {
  const { ada, contact, send, channel } = await newThread()
  const other = await newContact(ada)
  const [one, both] = [await upload(ada, await picture()), await upload(ada, await picture(9, 9))]
  const sent = await send({ attachments: [one.key, both.key] })
  await send({ attachments: [both.key], contactId: other._id })
  await settled(ada, sent.json()._id)
  const deleted = await ada.call('DELETE', `/api/conversation/${sent.json().conversationId}`)
  assert.equal(deleted.statusCode, 200)
  const codeOf = async (file: { signedUrl: string }) => (await app.inject(pathOf(file.signedUrl))).statusCode
  await until(async () => (await codeOf(one)) === 404, 'the removal')
  assert.equal(await codeOf(both), 200)

  const inbound = await newInbound(ada, channel, { from: newNumber() })
  await send({ attachments: [both.key], contactId: undefined, conversationId: inbound.conversationId })
  await ada.call('DELETE', `/api/contacts/${other._id}`)
  await ada.call('DELETE', `/api/contacts/${contact._id}`)
  await until(async () => {
    const places = await db
      .selectFrom('filePlaces')
      .select('subjectId')
      .where('organizationId', '=', ada.user.organizationId)
      .execute()
    return places.every(({ subjectId }) => subjectId !== other._id)
  }, 'the look at what went with the contact')
  assert.equal(await codeOf(both), 200)
  await ada.call('DELETE', `/api/contacts/${inbound.contactId}`)
  await until(async () => (await codeOf(both)) === 404, 'the removal')
})
