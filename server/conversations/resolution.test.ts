import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

async function newConversation(): Promise<{
  ada: Person
  id: string
  resolve: (body?: object) => ReturnType<Person['call']>
}> {
  const ada = await newOrganization(app)
  const { conversationId: id } = await newInbound(ada, await newChannel(ada))
  return { ada, id, resolve: (body) => ada.call('PUT', `/api/conversation/${id}/resolve`, body) }
}

test('resolving says when and by whom, and leaves one event', async () => {
  const { ada, id, resolve } = await newConversation()
  const response = await resolve()
  assert.equal(response.statusCode, 200)
  const { message, isResolved, resolvedAt } = response.json()
  assert.equal(message, 'Conversation resolved successfully')
  assert.equal(isResolved, true)
  const read = (await ada.call('GET', `/api/conversation/${id}`)).json()
  assert.equal(read.isResolved, true)
  assert.equal(read.resolvedAt, resolvedAt)
  const row = await db
    .selectFrom('conversations')
    .select('resolvedById')
    .where('organizationId', '=', ada.user.organizationId)
    .executeTakeFirst()
  assert.equal(row?.resolvedById, ada.user.id)
  const events = await eventsOf(ada, 'conversation.resolved')
  assert.deepEqual(
    events.map((event) => [event.subjectId, event.actorId]),
    [[id, ada.user.id]],
  )
})

test('without a body resolving toggles', async () => {
  const { ada, resolve } = await newConversation()
  assert.equal((await resolve()).json().isResolved, true)
  const again = (await resolve()).json()
  assert.deepEqual(again, { message: 'Conversation unresolved successfully', isResolved: false, resolvedAt: null })
  const events = await eventsOf(ada, 'conversation.resolved', 'conversation.reopened')
  assert.deepEqual(
    events.map((event) => event.type),
    ['conversation.resolved', 'conversation.reopened'],
  )
})

test('resolving ten times at once leaves one event and one time', async () => {
  const { ada, resolve } = await newConversation()
  const responses = await atOnce(10, () => resolve({ isResolved: true }))
  const times = new Set(responses.map((response) => response.json().resolvedAt))
  assert.equal(times.size, 1)
  assert.equal((await eventsOf(ada, 'conversation.resolved')).length, 1)
})

test('reopening ten times at once leaves one event', async () => {
  const { ada, resolve } = await newConversation()
  await resolve()
  const responses = await atOnce(10, () => resolve({ isResolved: false }))
  for (const response of responses) assert.equal(response.json().isResolved, false)
  assert.equal((await eventsOf(ada, 'conversation.reopened')).length, 1)
})

test('ten toggles at once end where they began, with an event for each', async () => {
  const { ada, id, resolve } = await newConversation()
  const responses = await atOnce(10, () => resolve())
  assert.equal(responses.filter((response) => response.json().isResolved).length, 5)
  assert.equal((await ada.call('GET', `/api/conversation/${id}`)).json().isResolved, false)
  const events = await eventsOf(ada, 'conversation.resolved', 'conversation.reopened')
  assert.deepEqual(
    events.map((event) => event.type),
    Array.from({ length: 5 }, () => ['conversation.resolved', 'conversation.reopened']).flat(),
  )
})

test('an update resolves and assigns in one, or does neither', async () => {
  const { ada, id } = await newConversation()
  const eve = await newOrganization(app)
  const url = `/api/conversation/${id}`
  const refused = await ada.call('PUT', url, { isResolved: true, assignees: [eve.user.id] })
  assert.equal(refused.statusCode, 404)
  assert.equal((await ada.call('GET', url)).json().isResolved, false)

  const { message, conversation } = (await ada.call('PUT', url, { isResolved: true, assignees: [] })).json()
  assert.equal(message, 'Conversation updated successfully')
  assert.equal(conversation.isResolved, true)
  assert.deepEqual(conversation.assignees, [])
})

test('an update that names nothing changes nothing', async () => {
  const { ada, id } = await newConversation()
  const before = (await ada.call('GET', `/api/conversation/${id}`)).json()
  const { conversation } = (await ada.call('PUT', `/api/conversation/${id}`, {})).json()
  assert.deepEqual(conversation, before)
  assert.deepEqual(await eventsOf(ada, 'conversation.assigned', 'conversation.resolved', 'conversation.reopened'), [])
})

test('a stranger resolves nothing', async () => {
  const { ada, id } = await newConversation()
  const eve = await newOrganization(app)
  for (const response of [
    await eve.call('PUT', `/api/conversation/${id}/resolve`),
    await eve.call('PUT', `/api/conversation/${id}/resolve`, { isResolved: true }),
    await eve.call('PUT', `/api/conversation/${id}`, { isResolved: true }),
  ]) {
    assert.equal(response.statusCode, 404)
    assert.equal(response.json().error.code, 'conversation_not_found')
  }
  assert.equal((await ada.call('GET', `/api/conversation/${id}`)).json().isResolved, false)
})
