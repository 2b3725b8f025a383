import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newInbound, newOrganization } from '../../test/factories.ts'
import { snoozingTasks } from './snoozing.ts'

const { app, db } = await startApp()

const wake = snoozingTasks(db)['wake_conversations'] as unknown as (sleepers: object) => Promise<void>
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('what is snoozed sleeps until then, and wakes once, unseen by whoever sent it to sleep', async () => {
  const { ada, id, organizationId, read, snooze } = await newConversation()
  await ada.call('POST', '/api/contact/message-seen', { conversationId: id })
  const until = inHours(1)
  const response = await snooze(until)
  assert.deepEqual([response.statusCode, response.json().snoozedUntil], [200, until])
  assert.deepEqual(await jobsOf(organizationId), [{ ids: [id], until }])
  assert.equal((await read()).isUnseen, false)

  await atOnce(5, () => wake({ organizationId, ids: [id], until }))
  const { snoozedUntil, isUnseen, unreadCount } = await read()
  assert.deepEqual([snoozedUntil, isUnseen, unreadCount], [null, true, 0])
  const [woken, ...others] = await eventsOf(ada, 'conversation.unsnoozed')
  assert.deepEqual([woken?.subjectId, woken?.actorType, others.length], [id, 'system', 0])
})

test('what wakes by itself comes back to the top, and what is woken by hand to where it was', async () => {
  const { ada, id, organizationId, channel, snooze } = await newConversation()
  const { conversationId: newer } = await newInbound(ada, channel)
  const listed = async () => {
    const { conversations } = (await ada.call('GET', '/api/conversations')).json()
    return conversations.map(({ _id }: { _id: string }) => _id)
  }
  await snooze(inHours(1))
  await ada.call('DELETE', `/api/conversation/${id}/snooze`)
  assert.deepEqual(await listed(), [newer, id])

  const until = inHours(1)
  await snooze(until)
  await wake({ organizationId, ids: [id], until })
  const { conversations, nextCursor } = (await ada.call('GET', '/api/conversations?size=1')).json()
  const [{ _id, activeAt, wokenAt, lastMessageTime }] = conversations
  assert.deepEqual([_id, activeAt], [id, wokenAt])
  assert.ok(activeAt > lastMessageTime)
  const rest = (await ada.call('GET', `/api/conversations?size=1&cursor=${nextCursor}`)).json().conversations
  assert.deepEqual(
    rest.map((row: { _id: string }) => row._id),
    [newer],
  )
})

test('a job of an earlier snooze leaves what sleeps longer by now', async () => {
  const { ada, id, organizationId, read, snooze } = await newConversation()
  const [first, second] = [inHours(1), inHours(2)]
  await snooze(first)
  await snooze(second)
  await wake({ organizationId, ids: [id], until: first })
  assert.equal((await read()).snoozedUntil, second)
  assert.deepEqual(await eventsOf(ada, 'conversation.unsnoozed'), [])
})

test('a reply of the contact wakes it at once, and only once', async () => {
  const { ada, id, organizationId, read, snooze, write } = await newConversation()
  const until = inHours(1)
  await snooze(until)
  await atOnce(3, write)
  assert.equal((await read()).snoozedUntil, null)
  await wake({ organizationId, ids: [id], until })
  assert.equal((await eventsOf(ada, 'conversation.unsnoozed')).length, 1)
})

test('it can be woken by hand, and what is resolved no longer sleeps', async () => {
  const { ada, id, read, snooze } = await newConversation()
  await snooze(inHours(1))
  for (let again = 0; again < 2; again++) {
    const response = await ada.call('DELETE', `/api/conversation/${id}/snooze`)
    assert.deepEqual([response.statusCode, response.json().snoozedUntil], [200, null])
  }
  assert.equal((await eventsOf(ada, 'conversation.unsnoozed')).length, 1)

  await snooze(inHours(1))
  await ada.call('PUT', `/api/conversation/${id}/resolve`, { isResolved: true })
  assert.equal((await read()).snoozedUntil, null)
  assert.equal((await snooze(inHours(1))).json().snoozedUntil, null)
})

test('it cannot sleep until yesterday, nor for years', async () => {
  const { snooze } = await newConversation()
  for (const hours of [-1, 24 * 400]) assert.equal((await snooze(inHours(hours))).statusCode, 400)
})

test('a stranger sends nothing to sleep and wakes nothing', async () => {
  const { id, read, snooze } = await newConversation()
  const eve = await newOrganization(app)
  const until = inHours(1)
  assert.equal((await eve.call('PUT', `/api/conversation/${id}/snooze`, { until })).statusCode, 404)
  await snooze(until)
  assert.equal((await eve.call('DELETE', `/api/conversation/${id}/snooze`)).statusCode, 404)
  assert.equal((await read()).snoozedUntil, until)
})

async function newConversation() {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = '+14155552671'
  const { conversationId: id } = await newInbound(ada, channel, { from })
  return {
    ada,
    channel,
    id,
    organizationId: ada.user.organizationId,
    read: async () => (await ada.call('GET', `/api/conversation/${id}`)).json(),
    snooze: (until: string) => ada.call('PUT', `/api/conversation/${id}/snooze`, { until }),
    write: () => newInbound(ada, channel, { from }),
  }
}

async function jobsOf(organizationId: string) {
  const { rows } = await sql<{ payload: { organizationId: string; ids: string[]; until: string } }>`
    select payload from graphile_worker._private_jobs
  `.execute(db)
  return rows
    .filter(({ payload }) => payload.organizationId === organizationId)
    .map(({ payload: { ids, until } }) => ({ ids, until }))
}
