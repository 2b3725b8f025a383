import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newInbound, whileHeld } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newInbox } from '../../test/inbox-acts.ts'
import { accepted, claimDue, newThread, receiptFor, settle } from '../../test/threads.ts'
import { eraseAll, tablesWith } from '../../test/traces.ts'
import { foldCounts, recountInbox } from '../conversations/count-folding.ts'
import { userActor } from '../identity/actor.ts'
import { applyReceipt } from '../messages/receipts.ts'
import { newId } from '../platform/id.ts'
import { eraseContact } from './erasing.ts'
import { erasePiece } from './pieces.ts'

// Without a worker: the pieces are done here, one by one.
const { app, db, databaseUrl, tools } = await startApp()

async function erase(person: Person, contactId: string): Promise<{ _id: string; found: { messages: number } }> {
  const answer = await person.call('POST', `/api/contacts/${contactId}/erase`)
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().data
}

async function messagesOf(organizationId: string, conversationId: string): Promise<number> {
  const found = await sql<{ messages: number }>`
    select count(*) as messages from messages
    where organization_id = ${organizationId} and conversation_id = ${conversationId}
  `.execute(db)
  return found.rows[0]!.messages
}

test('a long history goes in pieces, each done once, and none of it is met in between', async () => {
  const { ada, channel, contactId, conversationId, write } = await newThread(app)
  const { organizationId } = ada.user
  const other = await newInbound(ada, channel, { body: 'A bit of chatter' })
  await write('More chatter')
  await sql`
    insert into messages (
      organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content, status, created_at, updated_at
    )
    select ${organizationId}, lpad(to_hex(n), 24, '0'), ${conversationId}, ${contactId}, ${channel._id}, 'sms', 'inbound',
      'chatter', 'delivered', ${new Date()}::timestamptz, ${new Date()}::timestamptz
    from generate_series(1, 4500) as n
  `.execute(db)
  const { _id: id } = await erase(ada, contactId)
  for (const [method, url, payload] of [
    ['GET', `/api/conversation/${conversationId}`],
    ['GET', `/api/conversation/${conversationId}/messages`],
    ['GET', '/api/messages/000000000000000000000001'],
    ['POST', '/api/messages/send', { conversationId, content: 'Hello' }],
    ['PUT', `/api/conversation/${conversationId}/resolve`, {}],
  ] as const) {
    assert.equal((await ada.call(method, url, payload)).statusCode, 404, url)
  }
  const { messages } = (await ada.call('GET', '/api/messages/search?q=chatter&size=1')).json()
  assert.deepEqual([messages.length, messages[0]?._id], [1, other.messageId])
  const { counts } = (await ada.call('GET', '/api/conversations/counts')).json()
  assert.deepEqual(counts, {
    mine: 1,
    unassigned: 0,
    all: 1,
    unread: 1,
    waiting: 1,
    snoozed: 0,
    resolved: 0,
    mentions: 0,
    following: 0,
  })

  for (const piece of [0, 1, 2]) await erasePiece(db, tools.vault, { organizationId, id, piece })
  assert.equal(await messagesOf(organizationId, conversationId), 2502)
  // As if the job had been done and the worker had died before it could say so.
  await erasePiece(db, tools.vault, { organizationId, id, piece: 2 })
  assert.equal(await messagesOf(organizationId, conversationId), 2502)
  await eraseAll(db, tools, ada, id)
  assert.equal(await messagesOf(organizationId, conversationId), 0)
  assert.equal(await messagesOf(organizationId, other.conversationId), 1)
})

test('what was being sent when its contact was erased does not come back with its outcome, nor with its receipt', async () => {
  const thread = await newThread(app)
  const { ada, channel, contactId, number } = thread
  await thread.send('Zebedee is on his way')
  await thread.send('Zebedee waits')
  const [draft] = await claimDue(db, thread)
  const { _id: id } = await erase(ada, contactId)
  // While its row is still there, waiting for its piece.
  await settle(db, thread, draft!, accepted(draft!))
  const key = { organizationId: ada.user.organizationId, id: channel._id }
  await applyReceipt(
    db,
    key,
    receiptFor(draft!, 'failed', { error: { code: '21610', message: 'Stop', isOptOut: true } }),
  )
  for (const piece of [0, 1, 2]) await erasePiece(db, tools.vault, { organizationId: key.organizationId, id, piece })
  await settle(db, thread, draft!, accepted(draft!))
  await applyReceipt(db, key, receiptFor(draft!, 'delivered'))
  await eraseAll(db, tools, ada, id)
  assert.deepEqual(await eventsOf(ada, 'contact.optedOut'), [])
  assert.deepEqual(await tablesWith(databaseUrl, ['zebedee', number.slice(-7), contactId.slice(-12)]), [
    'audit_logs.subject_id',
    'erasures.contact_id',
    'events.data',
    'events.subject_id',
  ])
})

test('whoever writes while being erased is somebody new', async () => {
  const { ada, contactId, write } = await newThread(app)
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  const { contactId: another } = await whileHeld(
    db,
    (trx) => eraseContact(trx, actor, tools.vault, contactId),
    () => write('I am back'),
  )
  assert.notEqual(another, contactId)
  const { _id: id } = await erase(ada, contactId)
  await eraseAll(db, tools, ada, id)
  const { data, total } = (await ada.call('GET', '/api/contacts')).json()
  assert.deepEqual([data[0]._id, data[0].messageCount, total], [another, 1, 1])
  assert.equal((await eventsOf(ada, 'message.received')).at(-1)?.data['content'], 'I am back')
})

test('what reached a simulated phone after everything else was erased goes as well', async () => {
  const thread = await newThread(app)
  const { ada, channel, contactId, number } = thread
  await thread.send()
  await claimDue(db, thread)
  const { _id: id } = await erase(ada, contactId)
  const late = {
    channelId: channel._id,
    sender: channel.identifier,
    recipient: number,
    body: 'Late',
    createdAt: new Date(),
  }
  const steps: string[] = []
  await eraseAll(db, tools, ada, id, async (step) => {
    steps.push(step)
    if (step !== 'log') return
    await db
      .insertInto('simulatorMessages')
      .values({ ...late, organizationId: ada.user.organizationId, id: newId() })
      .execute()
  })
  assert.equal(steps.at(-1), 'phones again')
  assert.deepEqual((await ada.call('GET', '/api/simulator/messages')).json().messages, [])
})

test('every count of the inbox is the length of its list as soon as somebody is erased', async () => {
  const { ada, people, channels, contacts, threads } = await newInbox(app, 5)
  const { organizationId } = ada.user
  await ada.call('PUT', `/api/channels/${channels[0]!._id}/routing`, { mode: 'round_robin', capacity: 3, userIds: [] })
  const [seen, snoozed, resolved] = threads
  const until = new Date(Date.now() + 3_600_000)
  await people[1]!.call('PUT', '/api/user/chat-availability', { isAvailable: false })
  await ada.call('POST', '/api/conversations/assign', { ids: [seen], assignees: [people[2]!.user.id] })
  await ada.call('POST', '/api/conversations/seen', { ids: [seen] })
  await ada.call('POST', '/api/conversations/snooze', { ids: [snoozed], until })
  await ada.call('POST', '/api/conversations/resolve', { ids: [resolved] })
  await db
    .updateTable('conversations')
    .set({ unroutedSince: new Date() })
    .where('organizationId', '=', organizationId)
    .where('id', '=', threads[3]!)
    .execute()
  for (const [index, { _id }] of contacts.slice(0, 4).entries()) {
    if (index === 2) await foldCounts(db, organizationId)
    const { _id: id } = await erase(ada, _id)
    for (const person of people) assert.deepEqual(await countsOf(person), await lengthsFor(person))
    assert.equal(await recountInbox(db, organizationId), 0)
    if (index === 1) await eraseAll(db, tools, ada, id)
  }
  const erased = await db
    .selectFrom('conversations')
    .select(['state', 'readerIds', 'unroutedSince'])
    .where('organizationId', '=', organizationId)
    .where('contactId', 'is', null)
    .execute()
  assert.deepEqual(
    erased,
    Array.from({ length: 3 }, () => ({ state: 'erased', readerIds: [], unroutedSince: null })),
  )
  assert.equal((await countsOf(ada))['all'], 1)
})

async function countsOf(person: Person): Promise<Record<string, number>> {
  return (await person.call('GET', '/api/conversations/counts')).json().counts
}

async function lengthsFor(person: Person): Promise<Record<string, number>> {
  const lists = {
    mine: 'assignee=me',
    unassigned: 'assignee=none',
    all: '',
    unread: 'unread=true',
    waiting: 'waiting=true',
    snoozed: 'state=snoozed',
    resolved: 'state=resolved',
    mentions: 'mentioned=true',
    following: 'followed=true',
  }
  const lengths: Record<string, number> = {}
  for (const [name, query] of Object.entries(lists)) {
    const { conversations } = (await person.call('GET', `/api/conversations?size=50&${query}`)).json()
    lengths[name] = conversations.length
  }
  return lengths
}
