import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
  untilBlocked,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import { transact } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { claim } from './claim.ts'

const { app, db } = await startApp()

interface Result {
  contactId: string
  status: string
  messageId: string | null
  conversationId: string | null
  code: string | null
}

const sendAll = (person: Person, payload: object, headers: Record<string, string> = {}) =>
  person.call('POST', '/api/messages/quick-bulk-send', { content: 'Hello {{firstName}}', ...payload }, headers)

async function newOffice(contacts: number) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const ids = (await atOnce(contacts, (index) => newContact(ada, { firstName: `Jane ${index}` }))).map(({ _id }) => _id)
  return { ada, channel, ids }
}

function messagesOf({ user }: Person) {
  return db.selectFrom('messages').selectAll().where('organizationId', '=', user.organizationId).orderBy('id').execute()
}

test('each contact gets its own message, its conversation and one event, in the order asked', async () => {
  const { ada, channel, ids } = await newOffice(12)
  const answer = await sendAll(ada, { contactIds: ids })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual([answer.json().queued, answer.json().refused], [12, 0])
  const results: Result[] = answer.json().results
  assert.deepEqual(
    results.map(({ contactId }) => contactId),
    ids,
  )
  const messages = await messagesOf(ada)
  for (const [index, { contactId, messageId, conversationId }] of results.entries()) {
    const message = messages.find(({ id }) => id === messageId)!
    assert.deepEqual([message.contactId, message.conversationId], [contactId, conversationId])
    assert.deepEqual(
      [message.content, message.status, message.sentById],
      [`Hello Jane ${index}`, 'queued', ada.user.id],
    )
    const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
    assert.deepEqual([conversation.latestMessage, conversation.messageCount], [`Hello Jane ${index}`, 1])
    assert.deepEqual([conversation.channelId, conversation.assignees], [channel._id, [ada.user.id]])
    assert.equal((await ada.call('GET', `/api/contacts/${contactId}`)).json().data.latestMessage, messageId)
  }
  assert.equal((await eventsOf(ada, 'message.queued')).length, 12)
  assert.equal((await eventsOf(ada, 'conversation.opened')).length, 12)
  const rows = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.equal(rows.length, 12)
})

test('who is refused is told why, and keeps no other from being sent', async () => {
  const { ada, channel, ids } = await newOffice(2)
  const [good] = ids as [string, string]
  const { contactId: stopped } = await newInbound(ada, channel, { body: 'STOP' })
  await ada.call('PATCH', `/api/contacts/${stopped}`, { firstName: 'Stan' })
  const optedOutBefore = await newContact(ada)
  const { channelIdentifier: address } = { channelIdentifier: optedOutBefore.phoneNumber }
  const { organizationId } = ada.user
  await db
    .insertInto('optOuts')
    .values({ organizationId, channelType: 'sms', address, source: 'user', optedOutAt: new Date() })
    .execute()
  const nameless = await newContact(ada, { firstName: null })
  const numberless = await newContact(ada)
  await ada.call('PATCH', `/api/contacts/${numberless._id}`, { phoneNumber: null })
  const wordy = await newContact(ada, { firstName: 'x'.repeat(200) })
  const contactIds = [stopped, good, nameless._id, numberless._id, newId(), good, optedOutBefore._id, wordy._id]
  const content = `{{firstName}}${'!'.repeat(1500)}`
  const { results } = (await sendAll(ada, { contactIds, content })).json<{ results: Result[] }>()
  assert.deepEqual(
    results.map(({ status, code }) => code ?? status),
    [
      'opted_out',
      'queued',
      'variable_missing',
      'no_address',
      'contact_not_found',
      'duplicate',
      'opted_out',
      'invalid_request',
    ],
  )
  assert.equal((await messagesOf(ada)).filter(({ direction }) => direction === 'outbound').length, 1)
  const opened = await eventsOf(ada, 'conversation.opened')
  assert.equal(opened.length, 2, 'nothing is opened for whom nothing is sent')
  const contact = (await ada.call('GET', `/api/contacts/${numberless._id}`)).json().data
  assert.equal(contact.latestMessage, null)
})

test('it goes where each was spoken with last, or on the channel that is asked for', async () => {
  const thread = await newThread(app)
  const { ada, contactId, conversationId } = thread
  const other = await newChannel(ada)
  const [first] = (await sendAll(ada, { contactIds: [contactId], content: 'Hello' })).json().results as Result[]
  assert.equal(first?.conversationId, conversationId)
  const answer = await sendAll(ada, { contactIds: [contactId], channelId: other._id, content: 'Hello' })
  assert.notEqual((answer.json().results as Result[])[0]?.conversationId, conversationId)
  await ada.call('POST', `/api/channels/${other._id}/disable`)
  const refused = await sendAll(ada, { contactIds: [contactId], channelId: other._id })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'channel_disabled'])
})

test('a contact that got another number is written to there', async () => {
  const { ada, contactId, conversationId } = await newThread(app)
  const phoneNumber = '+14155550199'
  await ada.call('PATCH', `/api/contacts/${contactId}`, { phoneNumber })
  assert.equal((await sendAll(ada, { contactIds: [contactId], content: 'Hello' })).json().queued, 1)
  const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.equal(conversation.channelIdentifier, phoneNumber)
})

test('of many sends that break off in the middle none is queued; the same under the same key queues each once', async () => {
  const { ada, ids } = await newOffice(3)
  const key = { 'idempotency-key': 'spring' }
  const last = ids.toSorted().at(-1)!
  const { organizationId } = ada.user
  const hold = (trx: Trx) =>
    sql`select from contacts where organization_id = ${organizationId} and id = ${last} for update`.execute(trx)
  const kill = sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
  `
  const sent = await transact(db, async (trx) => {
    await hold(trx)
    const sending = sendAll(ada, { contactIds: ids }, key)
    await untilBlocked(db)
    await kill.execute(trx)
    await untilBlocked(db)
    assert.deepEqual(await messagesOf(ada), [])
    return [sending]
  })
  const first = await sent[0]!
  assert.equal(first.json().queued, 3, first.body)
  assert.deepEqual((await sendAll(ada, { contactIds: ids }, key)).json(), first.json())
  assert.equal((await messagesOf(ada)).length, 3)
})

test('two at once to the same contacts write each of them twice, in one conversation', async () => {
  const { ada, ids } = await newOffice(20)
  const answers = await Promise.all([sendAll(ada, { contactIds: ids }), sendAll(ada, { contactIds: ids.toReversed() })])
  for (const answer of answers) assert.equal(answer.json().queued, 20, answer.body)
  const messages = await messagesOf(ada)
  assert.equal(messages.length, 40)
  assert.equal(new Set(messages.map(({ conversationId }) => conversationId)).size, 20)
})

test('an answer to one contact leaves before what went to many', async () => {
  const { ada, channel, ids } = await newOffice(5)
  const thread = await newInbound(ada, channel)
  await sendAll(ada, { contactIds: ids })
  const sent = await ada.call('POST', '/api/messages/send', { conversationId: thread.conversationId, content: 'Yes' })
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  await new Promise((resolve) => setTimeout(resolve, 5))
  const { drafts } = await claim(db, key, { workerId: 1, limit: 1, perSecond: 1_000_000 })
  assert.deepEqual(
    drafts.map(({ messageId }) => messageId),
    [sent.json()._id],
  )
})

test('what went to many leaves first for who is answered meanwhile, and the answer after it', async () => {
  const { ada, channel, ids } = await newOffice(3)
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  const bulk: Result[] = (await sendAll(ada, { contactIds: ids })).json().results
  const { contactId, messageId } = bulk.toSorted((a, b) => (a.messageId! < b.messageId! ? -1 : 1)).at(-1)!
  const answer = (await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })).json()
  const leaving: string[] = []
  for (let times = 0; times < 4; times++) leaving.push(await leave(key))
  assert.deepEqual(leaving.slice(0, 2), [messageId, answer._id])
})

/** What leaves next has left. */
async function leave(key: { organizationId: string; channelId: string }): Promise<string> {
  const [draft] = await until(async () => {
    const { drafts } = await claim(db, key, { workerId: 1, limit: 1, perSecond: 1_000_000 })
    return drafts.length > 0 && drafts
  }, 'something to claim')
  const { messageId } = draft!
  const left = db.deleteFrom('outbox').where('organizationId', '=', key.organizationId)
  await left.where('messageId', '=', messageId).execute()
  return messageId
}

test('what no contact could be sent is refused as a whole', async () => {
  const { ada, ids: contactIds } = await newOffice(1)
  const template = await ada.call('POST', '/api/user/sms-templates', { name: 'Hi', template: 'Hi' })
  for (const payload of [
    { contactIds, content: 'Hello {{nickname}}' },
    { contactIds, content: 'Hello {{firstName' },
    { contactIds, content: undefined },
    { contactIds, content: 'Hi', templateId: template.json()._id },
    { contactIds: [], content: 'Hi' },
    { contactIds: Array.from({ length: 10_001 }, () => newId()), content: 'Hi' },
    { contactIds, content: 'Hi', scheduledAt: '2040-01-01T00:00:00Z' },
    { contactIds, content: 'Hi', undoSeconds: 10 },
  ]) {
    assert.equal((await sendAll(ada, payload)).statusCode, 400)
  }
  const templated = await sendAll(ada, { contactIds, content: undefined, templateId: template.json()._id })
  assert.equal(templated.json().queued, 1)
  assert.equal((await messagesOf(ada)).length, 1)
})

test('one writes to nobody whom one may not see', async () => {
  const { ada, ids: contactIds } = await newOffice(2)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const eve = await newOrganization(app)
  await newChannel(eve)
  for (const person of [rep, eve]) {
    const { results } = (await sendAll(person, { contactIds })).json<{ results: Result[] }>()
    assert.deepEqual(
      results.map(({ code }) => code),
      ['contact_not_found', 'contact_not_found'],
    )
  }
  assert.deepEqual(await messagesOf(ada), [])
})
