import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { formOf, pathOf, picture, upload } from '../../test/files.ts'
import { newThread } from '../../test/threads.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'

const { app, db } = await startApp()

async function exported(person: Person, contactId: string) {
  const answer = await person.call('GET', `/api/contacts/${contactId}/personal-data`)
  assert.equal(answer.statusCode, 200, answer.body)
  return { answer, document: answer.json() }
}

test('a person takes along everything that is held about them, and their files', async () => {
  const { ada, contactId, conversationId, number } = await newThread(app)
  const other = await newContact(ada, { firstName: 'Somebody else' })
  await ada.call('PATCH', `/api/contacts/${contactId}`, { firstName: 'Jane', email: 'jane@example.org' })
  await ada.call('PUT', `/api/contacts/${contactId}/tags`, { tags: ['vip'] })
  const file = await upload(ada, await picture(), 'photo.png')
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'See this', attachments: [file.key] })
  const verification = { type: 'email', value: 'jane@example.org', verificationSource: 'a call' }
  await ada.call('PATCH', `/api/contacts/${contactId}/verify-contact-methods`, verification)
  await ada.call('PATCH', `/api/contacts/${contactId}/verify`, { verificationSource: 'a passport' })
  const attachments = [{ key: (await upload(ada, Buffer.from('A coupon'), 'coupon.txt')).key }]
  await ada.call('POST', `/api/conversation/${conversationId}/notes`, { content: 'Wants a discount', attachments })
  await ada.call('POST', '/api/contact-notes', { contactId, note: 'Likes blue', attachments })
  await ada.call('POST', '/api/contact-notes', { contactId: other._id, note: 'Likes red' })
  await ada.call('POST', '/api/reminders', { contactId, note: 'Call', reminderDate: '2999-01-01T09:00:00Z' })
  const papers = formOf('file', [['licence.txt', Buffer.from('A licence')]], { documentType: 'Identification' })
  await ada.call('POST', `/api/contacts/${contactId}/documents/upload`, papers)
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
  await ada.call('POST', '/api/messages/send', {
    conversationId,
    content: 'See you',
    attachments: [file.key],
    scheduledAt,
  })
  await ada.call('POST', '/api/simulator/inbound', {
    from: number,
    to: (await channelOf(ada)).identifier,
    body: 'STOP',
  })

  const { answer, document } = await exported(ada, contactId)
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="personal-data-/)
  const { contact } = document
  assert.deepEqual(
    [contact._id, contact.firstName, contact.email, contact.phoneNumber, contact.tags, contact.optedOut],
    [contactId, 'Jane', 'jane@example.org', number, ['vip'], ['sms']],
  )
  assert.deepEqual(contentsOf(document.messages, 'content'), ['Hello', 'See this', 'STOP'])
  assert.deepEqual(contentsOf(document.conversations, '_id'), [conversationId])
  assert.deepEqual(contentsOf(document.conversationNotes, 'content'), ['Wants a discount'])
  assert.deepEqual(contentsOf(document.notes, 'note'), ['Likes blue'])
  assert.deepEqual(contentsOf(document.reminders, 'note'), ['Call'])
  assert.deepEqual(contentsOf(document.scheduledMessages, 'content'), ['See you'])
  assert.deepEqual(contentsOf(document.optOuts, 'address'), [number])
  assert.ok(contentsOf(document.events, 'type').includes('message.received'))
  assert.doesNotMatch(answer.body, /Somebody else|Likes red/)

  const [paper] = document.documents
  const [photo] = document.messages[1].attachments
  assert.deepEqual([paper.name, photo.name], ['licence.txt', 'photo.png'])
  assert.equal((await app.inject(pathOf(paper.url))).body, 'A licence')
  assert.deepEqual((await app.inject(pathOf(photo.url))).rawPayload, await picture())
  for (const [holder] of [document.notes, document.conversationNotes]) {
    const [{ name, url }] = holder.attachments
    assert.deepEqual([name, (await app.inject(pathOf(url))).body], ['coupon.txt', 'A coupon'])
  }
  assert.deepEqual(contentsOf(document.scheduledMessages[0].attachments, 'name'), ['photo.png'])
  const [{ type, value, verificationSource }] = contact.verifications
  assert.deepEqual([type, value, verificationSource], ['email', 'jane@example.org', 'a call'])
  assert.equal(contact.verificationSource, 'a passport')
  const days = (Date.parse(photo.urlExpiresAt) - Date.now()) / 86_400_000
  assert.ok(days > 6.9 && days < 7.1)
})

test('who came by a webchat takes along where it was, what it said of itself, and how it found it', async () => {
  const ada = await newOrganization(app)
  const visitor = await newVisitor(app, await newWebchat(ada), { page: 'https://shop.test/teapots' })
  await visitor.call('PUT', '/api/webchat/form', { name: 'Jane Doe', email: 'jane@example.org' })
  await visitor.say('Hello')
  const conversationId = (await eventsOf(ada, 'conversation.opened'))[0]!.subjectId
  await ada.call('POST', `/api/conversation/${conversationId}/csat/request`)
  await visitor.call('POST', '/api/webchat/csat', { rating: 4, feedback: 'Fine' })
  const [{ _id }] = (await ada.call('GET', '/api/contacts')).json().data
  const { document } = await exported(ada, _id)
  const [{ name, email, page }] = document.visitors
  assert.deepEqual([name, email, page], ['Jane Doe', 'jane@example.org', 'https://shop.test/teapots'])
  const [{ rating, feedback }] = document.ratings
  assert.deepEqual([rating, feedback], [4, 'Fine'])
})

test('who took whose data along is in the audit log', async () => {
  const { ada, contactId } = await newThread(app)
  await exported(ada, contactId)
  const { auditLogs } = (await ada.call('GET', '/api/audit-logs?action=contact.exported')).json()
  assert.deepEqual(
    auditLogs.map((each: { actorId: string; subjectId: string }) => [each.actorId, each.subjectId]),
    [[ada.user.id, contactId]],
  )
})

test('a long history is there whole and in its order', async () => {
  const { ada, channel, contactId, conversationId } = await newThread(app)
  await sql`
    insert into messages (
      organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content, status, created_at, updated_at
    )
    select ${ada.user.organizationId}, lpad(to_hex(n), 24, '0'), ${conversationId}, ${contactId}, ${channel._id}, 'sms',
      'inbound', n::text, 'delivered', ${new Date()}::timestamptz, ${new Date()}::timestamptz
    from generate_series(1, 1000) as n
  `.execute(db)
  const { document } = await exported(ada, contactId)
  const numbers = Array.from({ length: 1000 }, (_, index) => String(index + 1))
  assert.deepEqual(contentsOf(document.messages, 'content'), [...numbers, 'Hello'])
})

test('who may not export, or whose contact it is not, is told before anything is written', async () => {
  const { ada, contactId } = await newThread(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { ada: eve } = await newThread(app)
  for (const [person, status] of [
    [rep, 403],
    [eve, 404],
  ] as const) {
    assert.equal((await person.call('GET', `/api/contacts/${contactId}/personal-data`)).statusCode, status)
  }
})

function contentsOf(rows: Array<Record<string, unknown>>, name: string): unknown[] {
  return rows.map((row) => row[name])
}

async function channelOf(person: Person): Promise<{ identifier: string }> {
  const { channels } = (await person.call('GET', '/api/channels')).json()
  return channels[0]
}
