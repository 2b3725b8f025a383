import assert from 'node:assert/strict'

import { compareContacts } from '../server/duplicates/duplicates.ts'
import type { Database } from '../server/platform/database.ts'
import type { App } from '../server/platform/http.ts'
import { newId } from '../server/platform/id.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization, until } from './factories.ts'
import type { Person } from './factories.ts'
import { formOf, picture, upload } from './files.ts'
import { runImport, upload as uploadImport } from './imports.ts'
import { merge } from './merges.ts'
import { newVisitor, newWebchat } from './webchat.ts'

export const number = '+14157778123'
const merged = '+14157778124'
export const words = ['Xenophania', 'Quillbrook', 'marzipan', '7778123', '778-8123', '777-8123', '7778124', 'xeno@']
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

export async function ok(person: Person, method: string, url: string, payload?: unknown, headers = {}) {
  const answer = await person.call(method, url, payload, headers)
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.body}`)
  return answer.json()
}

export function key() {
  return { 'idempotency-key': newId() }
}

/** A contact of whom something stands wherever something of a contact can. */
export async function newPerson({ app, db }: { app: App; db: Database }) {
  const ada = await newOrganization(app)
  const colleague = await newColleague(app, ada, 'ADMIN', { fullName: 'Grace Hopper' })
  const channel = await newChannel(ada)
  const { contactId, importId, waitingId } = await importPerson(ada)
  await ok(ada, 'PATCH', `/api/contacts/${contactId}`, { email: 'xeno@example.org' }, key())
  await ok(ada, 'PUT', `/api/contacts/${contactId}/tags`, { tags: ['marzipan eater'] }, key())
  const twin = await newContact(ada, { phoneNumber: merged, firstName: 'Xenophania', lastName: 'Quillbrook' })
  await verify(ada, twin._id, 'phone', merged)
  await newInbound(ada, channel, { from: merged, body: 'marzipan from my other phone' })
  await compareContacts(db, ada.user.organizationId)
  const { conversationId } = await newInbound(ada, channel, { from: number, body: 'I love marzipan' })
  await merge(ada, twin._id, contactId)
  await verify(ada, contactId, 'phone', number)
  await verify(ada, contactId, 'email', 'xeno@example.org')
  await ok(ada, 'PATCH', `/api/contacts/${contactId}/verify`, { verificationSource: 'Quillbrook’s passport' })
  for (const [verb, reason] of [
    ['opt-out', 'Ms. Quillbrook rang'],
    ['opt-in', 'Ms. Quillbrook signed'],
  ]) {
    await ok(ada, 'POST', `/api/contacts/${contactId}/${verb}`, { channelType: 'sms', reason }, key())
  }

  const { messageId } = await newInbound(ada, channel, { from: number, body: 'This is Jim, on her phone' })
  const separatedThreadId = await separateFrom(ada, { contactId, conversationId, messageId })
  await newInbound(ada, channel, { from: number, body: 'More marzipan' })
  const files = [
    ...(await writeTo(ada, conversationId)),
    ...(await noteOf(ada, { contactId, conversationId, mentioned: colleague.user.id })),
  ]
  await ok(ada, 'POST', '/api/contact', { phoneNumber: number }).catch(() => undefined)
  const refused = await ada.call('POST', '/api/contact', { phoneNumber: number }, key())
  assert.equal(refused.statusCode, 409)
  await insertTold(db, ada, conversationId)
  await visitWebchat(app, ada, contactId)
  return { ada, colleague, contactId, conversationId, importId, waitingId, separatedThreadId, files }
}

/** Made by one import, with a field of the organization's own, changed by another; a third one waits. */
async function importPerson(ada: Person) {
  const sections = [{ name: 'More', properties: { sweet: { name: 'Favourite', dataType: 'string' } } }]
  await ok(ada, 'PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections })
  const fileWith = (sweet: string) =>
    'First name,Last name,Phone,Email,Favourite,Tags\n' +
    `Xenophania,Quillbrook,(415) 777-8123,xeno@example.org,${sweet},quillbrook fan\nJohn,Doe,+14155550123,,nougat,\n`
  const { _id: importId } = await uploadImport(ada, fileWith('marzipan'))
  await runImport(ada, importId)
  const again = await uploadImport(ada, fileWith('marzipan with chocolate'))
  assert.equal((await runImport(ada, again._id, { duplicates: 'update' })).updated, 1)
  const waiting = await uploadImport(ada, fileWith('more marzipan'))
  const { data } = await ok(ada, 'GET', '/api/contacts?search=Xenophania')
  assert.equal(data[0].sweet, 'marzipan with chocolate')
  return { importId, waitingId: waiting._id, contactId: data[0]._id as string }
}

function verify(ada: Person, contactId: string, type: string, value: string) {
  const asked = { type, value, verificationSource: `Ms. Quillbrook answered at ${value}` }
  return ok(ada, 'PATCH', `/api/contacts/${contactId}/verify-contact-methods`, asked, key())
}

/** Jim, who has nothing of her but a part of the thread; answers which thread that is now. */
async function separateFrom(
  ada: Person,
  { contactId, conversationId, messageId }: { contactId: string; conversationId: string; messageId: string },
): Promise<string> {
  const { data } = await ok(ada, 'POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: { firstName: { new: 'Jim' }, phoneNumber: { new: '+14155550199' }, tags: 'original' },
    messageSplitPoints: { [conversationId]: messageId },
  })
  const { conversations } = await ok(ada, 'POST', '/api/conversation/all', { contactId: data.newContactId })
  return conversations[0]._id
}

/** Answers the keys of the files that were sent, or are to be. */
async function writeTo(ada: Person, conversationId: string): Promise<string[]> {
  const photo = await upload(ada, await picture(), 'quillbrook.png')
  const later = await upload(ada, await picture(9, 9), 'quillbrook later.png')
  const message = { conversationId, content: 'Your marzipan', attachments: [photo.key] }
  const sent = await ok(ada, 'POST', '/api/messages/send', message, key())
  const planned = { ...message, content: 'Later marzipan', attachments: [later.key], scheduledAt: tomorrow }
  await ok(ada, 'POST', '/api/messages/send', planned, key())
  await until(async () => (await ok(ada, 'GET', `/api/messages/${sent._id}`)).status === 'delivered', 'the delivery')
  return [photo.key, later.key]
}

/** Answers the keys of the files that belong to notes and documents. */
async function noteOf(
  ada: Person,
  { contactId, conversationId, mentioned }: { contactId: string; conversationId: string; mentioned: string },
): Promise<string[]> {
  const [inner, outer] = [await newPaper(ada), await newPaper(ada)]
  await ok(ada, 'POST', `/api/conversation/${conversationId}/notes`, {
    content: 'Ms. Quillbrook wants marzipan',
    mentions: [mentioned],
    attachments: [{ key: inner.key }],
  })
  await ok(ada, 'POST', '/api/conversations/tag', { ids: [conversationId], add: ['quillbrook'] })
  const note = { contactId, note: 'Quillbrook: marzipan!', mentions: [mentioned], attachments: [{ key: outer.key }] }
  await ok(ada, 'POST', '/api/contact-notes', note, key())
  const due = { contactId, note: 'marzipan', contactName: 'Xenophania', phoneNumber: number, channelType: 'sms' }
  await ok(ada, 'POST', '/api/reminders', { ...due, reminderDate: tomorrow }, key())
  const papers = formOf('file', [['quillbrook-licence.txt', Buffer.from('marzipan')]], {
    documentType: 'Identification',
    notes: 'Quillbrook',
  })
  const { document } = await ok(ada, 'POST', `/api/contacts/${contactId}/documents/upload`, papers)
  return [inner.key, outer.key, document.storageKey]
}

/** In the browser she says who she is, writes, and says how it was; then a colleague sees who that was. */
async function visitWebchat(app: App, ada: Person, contactId: string): Promise<void> {
  const visitor = await newVisitor(app, await newWebchat(ada), { page: 'https://shop.test/marzipan' })
  const said = { name: 'Xenophania Quillbrook', email: 'xeno@example.org', phone: number }
  await visitor.call('PUT', '/api/webchat/form', said)
  assert.equal((await visitor.say('Is there marzipan?')).statusCode, 201)
  const { conversations } = await ok(ada, 'POST', '/api/conversation/all', {
    contactId: await webchatContactOf(ada),
    channelType: 'webchat',
  })
  await ok(ada, 'POST', `/api/conversation/${conversations[0]._id}/csat/request`, undefined, key())
  const rated = await visitor.call('POST', '/api/webchat/csat', { rating: 5, feedback: 'Good marzipan' })
  assert.equal(rated.statusCode, 200, rated.body)
  await merge(ada, await webchatContactOf(ada), contactId)
}

async function webchatContactOf(ada: Person): Promise<string> {
  const { data } = await ok(ada, 'GET', '/api/contacts')
  return data.find(({ source }: { source: string }) => source === 'webchat')._id
}

/** As if a webhook had been told of what the person wrote, and had thanked for it. */
async function insertTold(db: Database, { user: { organizationId } }: Person, conversationId: string) {
  const [id, at] = [newId(), new Date()]
  const { id: eventId } = await db
    .selectFrom('events')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('type', '=', 'message.received')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const told = { webhookId: newId(), eventId, eventType: 'message.received', position: 1, orderKey: conversationId }
  await db
    .insertInto('webhookDeliveries')
    .values({ ...told, organizationId, id, queuedAt: at, createdAt: at, deliveredAt: at })
    .execute()
  const answer = 'Thanks for telling us of the marzipan'
  const attempt = { deliveryId: id, startedAt: at, milliseconds: 5, status: 200, answer }
  await db
    .insertInto('webhookAttempts')
    .values({ organizationId, id: newId(), ...attempt })
    .execute()
}

function newPaper(ada: Person) {
  return upload(ada, Buffer.from('All about marzipan'), 'quillbrook.txt')
}
