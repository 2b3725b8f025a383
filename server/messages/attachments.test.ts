import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newNumber, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { inboundForm, startFakeTwilio } from '../../test/fake-twilio.ts'
import { removeFile } from '../files/removal.ts'
import type { Storage } from '../platform/storage.ts'
import { fetchAttachment } from './attachments.ts'

const publicUrl = 'https://crm.example.com'
const { app, db, tools, storage } = await startApp({ worker: true, config: { publicUrl } })
const fake = await startFakeTwilio()
after(() => fake.close())

const picture = Buffer.from('89504e470d0a1a0a00ff', 'hex')

interface Shown {
  _id: string
  contentType: string
  size: number | null
  url: string | null
}

/** A contact sends a message with these media. */
async function newMedia(media: Array<{ url: string; contentType: string }>) {
  const ada = await newOrganization(app)
  const settings = { apiBaseUrl: fake.url }
  const channel = await newChannel(ada, { provider: 'twilio', credentials: fake.credentials, settings })
  const fields = media.flatMap(({ url, contentType }, index) => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, contentType],
  ])
  const form = { From: newNumber(), To: channel.identifier, NumMedia: String(media.length) }
  const signed = inboundForm(fake.authToken, publicUrl, { ...form, ...Object.fromEntries(fields) })
  const send = () =>
    app.inject({ method: 'POST', url: '/api/webhook/twilio/sms', headers: signed.headers, payload: signed.body })
  assert.equal((await send()).statusCode, 200)
  const [event] = await eventsOf(ada, 'message.received')
  return { ada, channel, id: event!.subjectId, conversationId: String(event!.data['conversationId']), send }
}

async function attachmentsOf(person: Person, id: string): Promise<Shown[]> {
  return (await person.call('GET', `/api/messages/${id}`)).json().attachments
}

function untilStored(person: Person, id: string): Promise<Shown[]> {
  return until(async () => {
    const attachments = await attachmentsOf(person, id)
    return attachments.every(({ url }) => url) && attachments
  }, 'the attachments')
}

test('what a contact attached is fetched with credentials from Twilio, without them from where it redirects, and kept', async () => {
  const url = fake.addMedia(picture, 'image/png')
  const { ada, id, conversationId } = await newMedia([{ url, contentType: 'image/png' }])
  const [attachment, ...others] = await untilStored(ada, id)
  assert.deepEqual(others, [])
  assert.equal(attachment?.contentType, 'image/png')
  assert.equal(attachment?.size, picture.length)
  const asked = fake.requests.filter((request) => url.endsWith(request.url))
  assert.deepEqual(
    asked.map((request) => request.authorization !== undefined),
    [true, false],
  )

  const file = await ada.call('GET', attachment.url!)
  assert.equal(file.statusCode, 200)
  assert.deepEqual(file.rawPayload, picture)
  assert.equal(file.headers['content-type'], 'image/png')
  assert.equal(file.headers['x-content-type-options'], 'nosniff')
  assert.match(String(file.headers['content-security-policy']), /sandbox/)
  assert.match(String(file.headers['content-disposition']), /^attachment/)
  const [message] = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json().messages
  assert.deepEqual(message.attachments, [attachment])
})

test('several media of one message are kept, and a repetition of it adds none', async () => {
  const urls = ['image/png', 'video/mp4', 'text/vcard'].map((type) => fake.addMedia(Buffer.from(type), type))
  const { ada, id, send } = await newMedia(urls.map((url) => ({ url, contentType: 'application/octet-stream' })))
  await send()
  const attachments = await untilStored(ada, id)
  assert.deepEqual(
    attachments.map(({ contentType }) => contentType),
    ['image/png', 'video/mp4', 'text/vcard'],
  )
  assert.equal((await eventsOf(ada, 'attachment.stored')).length, 3)
})

test('a fetch that runs twice stores once', async () => {
  const { ada, channel, id } = await newMedia([{ url: fake.addMedia(picture, 'image/png'), contentType: 'image/png' }])
  const [attachment] = await untilStored(ada, id)
  const asked = { organizationId: ada.user.organizationId, attachmentId: attachment!._id, channelId: channel._id }
  await fetchAttachment(db, tools, storage, asked)
  assert.equal((await eventsOf(ada, 'attachment.stored')).length, 1)
})

test('media that cannot be had now are noted, and the message is there without them', async () => {
  const url = `${fake.url}/2010-04-01/Accounts/${fake.accountSid}/Messages/MM1/Media/MEgone`
  const { ada, channel, id } = await newMedia([{ url, contentType: 'image/png' }])
  const [attachment] = await attachmentsOf(ada, id)
  assert.equal(attachment?.url, null)
  assert.equal(attachment?.size, null)
  const asked = { organizationId: ada.user.organizationId, attachmentId: attachment._id, channelId: channel._id }
  await assert.rejects(fetchAttachment(db, tools, storage, asked), /404/)
  const unfetched = await ada.call('GET', `/api/messages/attachment/${attachment._id}`)
  assert.equal(unfetched.statusCode, 404)
})

test('media elsewhere are not asked for, so that no credentials get there', async () => {
  const other = await startFakeTwilio()
  after(() => other.close())
  const url = other.addMedia(picture, 'image/png')
  const { ada, channel, id } = await newMedia([{ url, contentType: 'image/png' }])
  const [attachment] = await attachmentsOf(ada, id)
  const asked = { organizationId: ada.user.organizationId, attachmentId: attachment!._id, channelId: channel._id }
  await assert.rejects(fetchAttachment(db, tools, storage, asked), /not where Twilio keeps attachments/)
  assert.deepEqual(other.requests, [])
})

test('of a message that is deleted while its media are fetched nothing is kept', async () => {
  const { ada, channel, id, conversationId } = await newMedia([
    { url: fake.addMedia(picture, 'image/png'), contentType: 'image/png' },
  ])
  const [attachment] = await untilStored(ada, id)
  const { organizationId } = ada.user
  await db
    .updateTable('attachments')
    .set({ storedAt: null, fileId: null })
    .where('organizationId', '=', organizationId)
    .where('id', '=', attachment!._id)
    .execute()
  await removeFile(db, { organizationId, id: attachment!._id })
  const written: string[] = []
  const slow: Storage = {
    ...storage,
    async write(key, bytes) {
      await storage.write(key, bytes)
      written.push(key)
      await ada.call('DELETE', '/api/conversation', { conversationId })
    },
  }
  const asked = { organizationId, attachmentId: attachment!._id, channelId: channel._id }
  await fetchAttachment(db, tools, slow, asked)
  assert.equal(written.length, 1)
  await assert.rejects(storage.read(written[0]!), { code: 'ENOENT' })
  await storage.write(written[0]!, picture)
  await fetchAttachment(db, tools, storage, asked)
  await assert.rejects(storage.read(written[0]!), { code: 'ENOENT' })
})

test('an attachment is read by whoever may see its message, and does not exist for others', async () => {
  const { ada, id, conversationId } = await newMedia([
    { url: fake.addMedia(picture, 'image/png'), contentType: 'image/png' },
  ])
  const [attachment] = await untilStored(ada, id)
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  const codeFor = async (person: Person) => (await person.call('GET', attachment!.url!)).statusCode
  assert.equal(await codeFor(rep), 404)
  assert.equal(await codeFor(eve), 404)
  assert.equal((await app.inject({ method: 'GET', url: attachment!.url! })).statusCode, 401)
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id] })
  assert.equal(await codeFor(rep), 200)
  await ada.call('DELETE', '/api/conversation', { conversationId })
  assert.equal(await codeFor(ada), 404)
})
