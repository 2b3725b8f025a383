import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization, whileHeld } from '../../test/factories.ts'
import { newThread, untilStatus } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import { transact } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'

const { app, db } = await startApp({ worker: true })

async function block({ ada, contactId }: Pick<Thread, 'ada' | 'contactId'>, verb = 'block'): Promise<void> {
  const response = await ada.call('PATCH', `/api/contacts/${contactId}/${verb}`)
  assert.equal(response.statusCode, 200, response.body)
  assert.equal(response.json().data.contact.isBlocked, verb === 'block')
}

function send({ ada, conversationId }: Thread) {
  return ada.call('POST', '/api/messages/send', { conversationId, content: 'Good day' })
}

async function conversationOf({ ada, conversationId }: Thread) {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
}

test('a contact is blocked and unblocked once, however often that is asked for', async () => {
  const thread = await newThread(app)
  for (const verb of ['block', 'block', 'unblock', 'unblock']) await block(thread, verb)
  const events = await eventsOf(thread.ada, 'contact.blocked', 'contact.unblocked')
  assert.deepEqual(
    events.map(({ type, subjectId }) => [type, subjectId]),
    [
      ['contact.blocked', thread.contactId],
      ['contact.unblocked', thread.contactId],
    ],
  )
})

test('a contact of others cannot be blocked', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(ada)
  for (const person of [rep, await newOrganization(app)])
    assert.equal((await person.call('PATCH', `/api/contacts/${_id}/block`)).statusCode, 404)
})

test('what a blocked contact writes stands in its thread, and neither reopens nor is unread', async () => {
  const thread = await newThread(app)
  const { ada, conversationId, contactId } = thread
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
  await block(thread)
  const before = (await ada.call('GET', `/api/contacts/${contactId}`)).json().data
  await thread.write('Answer me')
  const { messages } = (await ada.call('POST', '/api/conversation/messages', { conversationId })).json()
  assert.equal(messages.at(-1).content, 'Answer me')
  const { unreadCount, resolvedAt, messageCount, latestMessage } = await conversationOf(thread)
  assert.deepEqual([unreadCount, messageCount, latestMessage], [0, 2, 'Answer me'])
  assert.notEqual(resolvedAt, null)
  const after = (await ada.call('GET', `/api/contacts/${contactId}`)).json().data
  assert.deepEqual({ ...after, messageCount: 1 }, before)
  assert.equal((await eventsOf(ada, 'message.received')).length, 1)
  assert.equal((await eventsOf(ada, 'message.ignored')).length, 1)

  await block(thread, 'unblock')
  await thread.write('At last')
  assert.equal((await conversationOf(thread)).unreadCount, 1)
  assert.equal((await conversationOf(thread)).resolvedAt, null)
})

test('a blocked contact can still opt out', async () => {
  const thread = await newThread(app)
  await block(thread)
  await thread.write('STOP')
  const { data } = (await thread.ada.call('GET', `/api/contacts/${thread.contactId}`)).json()
  assert.deepEqual(data.optedOut, ['sms'])
})

test('sending to a blocked contact is refused, and leaves nothing', async () => {
  const thread = await newThread(app)
  await block(thread)
  const response = await send(thread)
  assert.deepEqual([response.statusCode, response.json().error.code], [409, 'contact_blocked'])
  assert.deepEqual(await eventsOf(thread.ada, 'message.queued'), [])
  assert.equal((await conversationOf(thread)).messageCount, 1)
  await block(thread, 'unblock')
  assert.equal((await send(thread)).statusCode, 200)
})

test('a send that waits for a block to be decided is refused by it', async () => {
  const thread = await newThread(app)
  const hold = async (trx: Trx) => {
    await trx
      .updateTable('contacts')
      .set({ blockedAt: new Date() })
      .where('organizationId', '=', thread.ada.user.organizationId)
      .where('id', '=', thread.contactId)
      .execute()
  }
  const response = await whileHeld(db, hold, () => send(thread))
  assert.equal(response.json().error.code, 'contact_blocked')
})

test('what waits for a contact that is blocked meanwhile is never sent', async () => {
  const thread = await newThread(app)
  const { organizationId } = thread.ada.user
  // Who holds the pacing of a channel keeps the worker from claiming.
  const _id = await transact(db, async (trx) => {
    await trx
      .selectFrom('channelPacing')
      .select('nextAt')
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', thread.channel._id)
      .forUpdate()
      .execute()
    const sent = await thread.send()
    await block(thread)
    return sent._id
  })
  const { errorCode } = await untilStatus(thread.ada, _id, 'failed')
  assert.equal(errorCode, 'contact_blocked')
  assert.deepEqual((await thread.ada.call('GET', '/api/simulator/messages')).json().messages, [])
  assert.equal((await thread.ada.call('POST', `/api/messages/${_id}/retry`)).json().error.code, 'contact_blocked')
})
