import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'

const { app } = await startApp()

async function activityIn(person: Person, conversationId: string, query = '') {
  const response = await person.call('GET', `/api/conversation/${conversationId}/activity${query}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

test('what happened in a conversation is listed, the oldest first, with who did it', async () => {
  const { ada, conversationId, contactId, write } = await newThread(app)
  const bob = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [bob.user.id] })
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
  await write('STOP')
  await ada.call('PATCH', `/api/contacts/${contactId}`, { firstName: 'Cleo' })
  const { activity } = await activityIn(ada, conversationId)
  const types = activity.map(({ type }: { type: string }) => type)
  assert.deepEqual(types.slice(0, 3), ['conversation.opened', 'conversation.assigned', 'conversation.resolved'])
  assert.ok(types.includes('contact.optedOut'))
  assert.ok(!types.includes('contact.updated'))
  const [, assigned] = activity
  assert.equal(assigned.actorId, ada.user.id)
  assert.deepEqual(assigned.added, [bob.user.id])
  assert.ok(assigned.names[bob.user.id])
})

test('that the contact came to another stage is said with both', async () => {
  const { ada, conversationId, contactId } = await newThread(app)
  const { status } = (await ada.call('GET', `/api/contacts/${contactId}`)).json().data
  const other = 'Customer'
  const changed = await ada.call('PATCH', `/api/contacts/${contactId}`, { status: other })
  assert.equal(changed.statusCode, 200, changed.body)
  const { activity } = await activityIn(ada, conversationId)
  const moved = activity.at(-1)
  assert.deepEqual([moved.type, moved.status, moved.previousStatus], ['contact.updated', other, status])
})

test('the cursor leads to what happened before', async () => {
  const { ada, conversationId } = await newThread(app)
  for (const isResolved of [true, false, true]) {
    await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved })
  }
  const all = (await activityIn(ada, conversationId)).activity
  const newest = await activityIn(ada, conversationId, '?size=2')
  const older = await activityIn(ada, conversationId, `?size=100&cursor=${newest.nextCursor}`)
  assert.deepEqual([...older.activity, ...newest.activity], all)
})

test('a stranger is told nothing', async () => {
  const { conversationId } = await newThread(app)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('GET', `/api/conversation/${conversationId}/activity`)).statusCode, 404)
})
