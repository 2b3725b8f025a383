import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

async function newConversation(): Promise<{ ada: Person; rep: Person; id: string; contactId: string }> {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { conversationId: id, contactId } = await newInbound(ada, await newChannel(ada))
  return { ada, rep, id, contactId }
}

test('who is assigned sees the conversation, its messages and its contact from then on', async () => {
  const { ada, rep, id, contactId } = await newConversation()
  const seen = async () => [
    (await rep.call('GET', `/api/conversation/${id}`)).statusCode,
    (await rep.call('POST', '/api/conversation/messages', { conversationId: id })).statusCode,
    (await rep.call('GET', `/api/contacts/${contactId}`)).statusCode,
  ]
  assert.deepEqual(await seen(), [404, 404, 404])
  const response = await ada.call('PUT', `/api/conversation/${id}`, { assignees: [rep.user.id] })
  assert.equal(response.statusCode, 200)
  assert.deepEqual(response.json().conversation.assignees, [rep.user.id])
  assert.deepEqual(await seen(), [200, 200, 200])
  const [event, ...others] = await eventsOf(ada, 'conversation.assigned')
  assert.deepEqual(others, [])
  assert.deepEqual(event?.data['assignees'], [rep.user.id])
})

test('assigning replaces who was assigned before', async () => {
  const { ada, rep, id } = await newConversation()
  const other = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PUT', `/api/conversation/${id}`, { assignees: [rep.user.id] })
  await ada.call('PUT', `/api/conversation/${id}`, { assignees: [other.user.id] })
  assert.equal((await rep.call('GET', `/api/conversation/${id}`)).statusCode, 404)
  assert.equal((await other.call('GET', `/api/conversation/${id}`)).statusCode, 200)
})

test('the same assignment ten times at once, in any order of names, leaves one event', async () => {
  const { ada, rep, id } = await newConversation()
  const both = [ada.user.id, rep.user.id]
  const responses = await atOnce(10, (index) =>
    ada.call('PUT', `/api/conversation/${id}`, { assignees: index % 2 ? both : both.toReversed() }),
  )
  for (const response of responses) assert.equal(response.statusCode, 200)
  assert.equal((await eventsOf(ada, 'conversation.assigned')).length, 1)
})

test('different assignments at once leave one of them whole', async () => {
  const { ada, id } = await newConversation()
  const reps = await atOnce(4, () => newColleague(app, ada, 'SALES_REP'))
  const pairs = reps.map((rep, index) => [rep.user.id, reps[(index + 1) % 4]!.user.id])
  await Promise.all(pairs.map((assignees) => ada.call('PUT', `/api/conversation/${id}`, { assignees })))
  const { assignees } = (await ada.call('GET', `/api/conversation/${id}`)).json()
  assert.ok(pairs.some((pair) => pair.every((each) => assignees.includes(each)) && assignees.length === 2))
  assert.equal((await eventsOf(ada, 'conversation.assigned')).length, 4)
})

test('nobody of another organization can be assigned, and then nobody is', async () => {
  const { ada, rep, id } = await newConversation()
  const eve = await newOrganization(app)
  const response = await ada.call('PUT', `/api/conversation/${id}`, { assignees: [rep.user.id, eve.user.id] })
  assert.equal(response.statusCode, 404)
  assert.equal(response.json().error.code, 'user_not_found')
  const { assignees } = (await ada.call('GET', `/api/conversation/${id}`)).json()
  assert.deepEqual(assignees, [ada.user.id])
  assert.deepEqual(await eventsOf(ada, 'conversation.assigned'), [])
})

test('a rep who passes a conversation on gets the answer and sees it no more', async () => {
  const { ada, rep, id } = await newConversation()
  const other = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PUT', `/api/conversation/${id}`, { assignees: [rep.user.id] })
  const passed = await rep.call('PUT', `/api/conversation/${id}`, { assignees: [other.user.id] })
  assert.equal(passed.statusCode, 200)
  assert.deepEqual(passed.json().conversation.assignees, [other.user.id])
  assert.equal((await rep.call('GET', `/api/conversation/${id}`)).statusCode, 404)
})

test('a stranger assigns nobody', async () => {
  const { ada, id } = await newConversation()
  const eve = await newOrganization(app)
  const response = await eve.call('PUT', `/api/conversation/${id}`, { assignees: [eve.user.id] })
  assert.equal(response.statusCode, 404)
  assert.equal(response.json().error.code, 'conversation_not_found')
  assert.deepEqual((await ada.call('GET', `/api/conversation/${id}`)).json().assignees, [ada.user.id])
})
