import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread, readMessage } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import { sendScheduled } from './scheduled-sending.ts'

const { app, db, tools } = await startApp()

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

async function schedule({ ada, conversationId }: Thread, fields: object = {}) {
  const payload = { conversationId, content: 'See you tomorrow', scheduledAt: tomorrow(), ...fields }
  const response = await ada.call('POST', '/api/messages/send', payload)
  assert.equal(response.statusCode, 200, response.body)
  return response.json<{ _id: string; scheduledAt: string; status: string }>()
}

/** As the job does when the time has come. */
function comeTrue({ ada }: { ada: Person }, { _id: id, scheduledAt }: { _id: string; scheduledAt: string }) {
  return sendScheduled(db, tools, { organizationId: ada.user.organizationId, id, scheduledAt })
}

async function read({ ada }: { ada: Person }, id: string) {
  const response = await ada.call('GET', `/api/messages/scheduled/${id}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

async function said({ ada, conversationId }: Thread): Promise<string[]> {
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  return messages.map(({ content }: { content: string }) => content)
}

test('a scheduled message is no message before it leaves, and then it is one', async () => {
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  assert.equal(scheduled.status, 'scheduled')
  assert.deepEqual(await said(thread), ['Hello'])
  assert.equal((await thread.ada.call('GET', `/api/conversation/${thread.conversationId}`)).json().messageCount, 1)

  await thread.send('In between')
  await comeTrue(thread, scheduled)
  assert.deepEqual(await said(thread), ['Hello', 'In between', 'See you tomorrow'])
  const { status, messageId } = await read(thread, scheduled._id)
  assert.equal(status, 'sent')
  assert.equal((await readMessage(thread.ada, messageId)).status, 'queued')
  const queued = (await eventsOf(thread.ada, 'message.queued')).find(({ subjectId }) => subjectId === messageId)
  assert.equal(queued?.actorId, thread.ada.user.id)
  const events = await eventsOf(thread.ada, 'scheduledMessage.added', 'scheduledMessage.sent')
  assert.deepEqual(
    events.map(({ subjectId }) => subjectId),
    [scheduled._id, scheduled._id],
  )
})

test('ten workers at once, and again, send it once', async () => {
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  await atOnce(10, () => comeTrue(thread, scheduled))
  await comeTrue(thread, scheduled)
  assert.deepEqual(await said(thread), ['Hello', 'See you tomorrow'])
})

test('of a cancel and its time at once, one wins', async () => {
  const thread = await newThread(app)
  for (let round = 0; round < 6; round++) {
    const scheduled = await schedule(thread, { content: `Round ${round}` })
    const [canceled] = await Promise.all([
      thread.ada.call('POST', `/api/messages/scheduled/${scheduled._id}/cancel`),
      comeTrue(thread, scheduled),
    ])
    const isSaid = (await said(thread)).includes(`Round ${round}`)
    assert.equal(canceled.statusCode, isSaid ? 409 : 200, canceled.body)
  }
})

test('canceling again and at once is canceling once, and it never leaves', async () => {
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  const cancel = () => thread.ada.call('POST', `/api/messages/scheduled/${scheduled._id}/cancel`)
  for (const response of [...(await atOnce(5, cancel)), await cancel()]) {
    assert.deepEqual([response.statusCode, response.json().status], [200, 'canceled'])
  }
  await comeTrue(thread, scheduled)
  assert.deepEqual(await said(thread), ['Hello'])
  assert.equal((await eventsOf(thread.ada, 'scheduledMessage.canceled')).length, 1)
})

test('a changed one leaves at its new time, with its new words', async () => {
  const thread = await newThread(app)
  const first = await schedule(thread)
  const later = new Date(Date.now() + 2 * 86_400_000).toISOString()
  const url = `/api/messages/scheduled/${first._id}`
  const changed = await thread.ada.call('PATCH', url, { content: 'See you then', scheduledAt: later })
  assert.deepEqual([changed.json().content, changed.json().scheduledAt], ['See you then', later])
  await comeTrue(thread, first)
  assert.deepEqual(await said(thread), ['Hello'])
  await comeTrue(thread, changed.json())
  assert.deepEqual(await said(thread), ['Hello', 'See you then'])
  const refused = await thread.ada.call('PATCH', url, { content: 'Too late' })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'not_scheduled'])
})

test('who has opted out meanwhile is not written to; the author is told, and can try another time', async () => {
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  await thread.write('STOP')
  await comeTrue(thread, scheduled)
  await comeTrue(thread, scheduled)
  const failed = await read(thread, scheduled._id)
  assert.deepEqual([failed.status, failed.errorCode], ['failed', 'opted_out'])
  const { notifications } = (await thread.ada.call('GET', '/api/notifications')).json()
  assert.equal(notifications.length, 1)
  assert.match(notifications[0].text, /was not sent: .* does not want messages/)
  assert.equal((await eventsOf(thread.ada, 'scheduledMessage.failed')).length, 1)

  const url = `/api/messages/scheduled/${scheduled._id}`
  assert.equal((await thread.ada.call('PATCH', url, { content: 'Please' })).statusCode, 400)
  const refused = await thread.ada.call('PATCH', url, { scheduledAt: tomorrow() })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [422, 'opted_out'])
  await thread.write('START')
  const again = await thread.ada.call('PATCH', url, { scheduledAt: tomorrow() })
  assert.equal(again.json().status, 'scheduled', again.body)
  await comeTrue(thread, again.json())
  assert.equal((await read(thread, scheduled._id)).status, 'sent')
})

test('a contact that was blocked meanwhile is not written to', async () => {
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  await thread.ada.call('PATCH', `/api/contacts/${thread.contactId}/block`)
  await comeTrue(thread, scheduled)
  const failed = await read(thread, scheduled._id)
  assert.deepEqual([failed.status, failed.errorCode], ['failed', 'contact_blocked'])
  assert.deepEqual(await said(thread), ['Hello'])
})

test('a channel that is disabled or deleted by then fails it; a deleted conversation takes it along', async () => {
  for (const [change, code] of [
    ['disable', 'channel_disabled'],
    ['delete', 'channel_deleted'],
  ]) {
    const thread = await newThread(app)
    const scheduled = await schedule(thread)
    if (change === 'disable') await thread.ada.call('POST', `/api/channels/${thread.channel._id}/disable`)
    else await thread.ada.call('DELETE', `/api/channels/${thread.channel._id}`)
    await comeTrue(thread, scheduled)
    assert.equal((await read(thread, scheduled._id)).errorCode, code)
  }
  const thread = await newThread(app)
  const scheduled = await schedule(thread)
  await thread.ada.call('DELETE', `/api/contacts/${thread.contactId}`)
  await comeTrue(thread, scheduled)
  assert.equal((await thread.ada.call('GET', `/api/messages/scheduled/${scheduled._id}`)).statusCode, 404)
  assert.deepEqual(await eventsOf(thread.ada, 'scheduledMessage.failed'), [])
})

test('what cannot be sent now, or has no time ahead, is not scheduled', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const inOneYear = (days: number) => new Date(Date.now() + (366 + days) * 86_400_000).toISOString()
  const past = new Date(Date.now() - 1000).toISOString()
  for (const fields of [
    { scheduledAt: past },
    { scheduledAt: inOneYear(1) },
    { scheduledAt: 'tomorrow' },
    { scheduledAt: '2027-01-01T10:00:00' },
    { scheduledAt: tomorrow(), undoSeconds: 5 },
    { scheduledAt: tomorrow(), content: 'x'.repeat(1601) },
  ]) {
    const response = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello', ...fields })
    assert.equal(response.statusCode, 400, JSON.stringify(fields))
  }
  await thread.write('STOP')
  const payload = { conversationId, content: 'Hello', scheduledAt: tomorrow() }
  assert.equal((await ada.call('POST', '/api/messages/send', payload)).json().error.code, 'opted_out')
})

test('they are listed by their time, page by page, to whoever may see the conversation', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const times = [3, 1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  for (const scheduledAt of times) await schedule(thread, { scheduledAt })
  const other = await newContact(ada)
  await ada.call('POST', '/api/messages/send', { contactId: other._id, content: 'Hi', scheduledAt: tomorrow() })

  const url = `/api/messages/scheduled?conversationId=${conversationId}&size=2`
  const first = (await ada.call('GET', url)).json()
  const rest = (await ada.call('GET', `${url}&cursor=${first.nextCursor}`)).json()
  const listed = [...first.messages, ...rest.messages].map(({ scheduledAt }: { scheduledAt: string }) => scheduledAt)
  assert.deepEqual(listed, times.toSorted())
  assert.equal((await ada.call('GET', '/api/messages/scheduled')).json().messages.length, 4)
  assert.equal((await ada.call('GET', '/api/messages/scheduled?status=failed')).json().messages.length, 0)

  const rep = await newColleague(app, ada, 'SALES_REP')
  assert.deepEqual((await rep.call('GET', '/api/messages/scheduled')).json().messages, [])
  assert.equal((await rep.call('GET', url)).statusCode, 404)
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id] })
  assert.equal((await rep.call('GET', '/api/messages/scheduled')).json().messages.length, 3)
})

test('a stranger neither reads, changes nor cancels it', async () => {
  const thread = await newThread(app)
  const { _id: id } = await schedule(thread)
  const eve = await newOrganization(app)
  for (const [method, url, body] of [
    ['GET', `/api/messages/scheduled/${id}`],
    ['PATCH', `/api/messages/scheduled/${id}`, { content: 'Mine' }],
    ['POST', `/api/messages/scheduled/${id}/cancel`],
  ] as const) {
    assert.equal((await eve.call(method, url, body)).statusCode, 404)
  }
  assert.equal((await read(thread, id)).status, 'scheduled')
})

test('the worker sends it when its time has come', async () => {
  const { app: whole } = await startApp({ worker: true })
  const ada = await newOrganization(whole)
  const channel = await ada.call('POST', '/api/channels', {
    type: 'sms',
    provider: 'simulator',
    name: 'Main',
    identifier: '+14155550123',
    settings: { deliverySeconds: 0 },
  })
  const { conversationId } = await newInbound(ada, channel.json())
  const scheduledAt = new Date(Date.now() + 300).toISOString()
  const payload = { conversationId, content: 'Later', scheduledAt }
  const { _id: id } = (await ada.call('POST', '/api/messages/send', payload)).json()
  const { messageId } = await until(async () => {
    const scheduled = await read({ ada }, id)
    return scheduled.status === 'sent' && scheduled
  }, 'its time')
  await until(async () => (await readMessage(ada, messageId)).status === 'delivered', 'its delivery')
})
