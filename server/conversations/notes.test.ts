import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'

const { app, db } = await startApp()

async function newNotedThread() {
  const thread = await newThread(app)
  const rep = await newColleague(app, thread.ada, 'SALES_REP')
  const url = `/api/conversation/${thread.conversationId}/notes`
  return { ...thread, rep, url }
}

const join = ({ ada, conversationId, rep }: Awaited<ReturnType<typeof newNotedThread>>) =>
  ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [ada.user.id, rep.user.id] })

test('a note stands in the conversation, and nowhere that leads to the contact', async () => {
  const { ada, url, conversationId } = await newNotedThread()
  const added = await ada.call('POST', url, { content: 'Careful: he haggles.' })
  assert.equal(added.statusCode, 201, added.body)
  const note = added.json()
  assert.deepEqual([note.content, note.userId, note.authorName], ['Careful: he haggles.', ada.user.id, 'Ada Admin'])
  assert.deepEqual((await ada.call('GET', url)).json().notes, [note])
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  assert.equal(messages.length, 1)
  const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.deepEqual([conversation.latestMessage, conversation.messageCount], ['Hello', 1])
  const waiting = await db
    .selectFrom('outbox')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(waiting, [])
  const [event] = await eventsOf(ada, 'note.added')
  assert.deepEqual([event?.subjectId, event?.data['conversationId']], [note._id, conversationId])
})

test('who is mentioned is told, once, and only who can see the conversation can be', async () => {
  const thread = await newNotedThread()
  const { ada, rep, url, conversationId } = thread
  const mentions = [rep.user.id, ada.user.id]
  const refused = await ada.call('POST', url, { content: 'Look', mentions })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [422, 'mention_without_access'])
  assert.deepEqual((await ada.call('GET', url)).json().notes, [])

  await join(thread)
  const { _id: id } = (await ada.call('POST', url, { content: 'Look', mentions })).json()
  await ada.call('PUT', `${url}/${id}`, { content: 'Look here', mentions })
  const told = (await rep.call('GET', '/api/notifications')).json().notifications
  assert.equal(told.length, 1)
  assert.deepEqual([told[0].type, told[0].subjectId], ['mention', conversationId])
  assert.match(told[0].text, /^Ada Admin mentioned you/)
  assert.deepEqual((await ada.call('GET', '/api/notifications')).json().notifications, [])
  const eve = await newOrganization(app)
  const foreign = await ada.call('POST', url, { content: 'Look', mentions: [eve.user.id] })
  assert.equal(foreign.statusCode, 404)
})

test('a note is changed and deleted by its author alone', async () => {
  const thread = await newNotedThread()
  const { ada, rep, url } = thread
  await join(thread)
  const { _id: id } = (await rep.call('POST', url, { content: 'Mine' })).json()
  assert.equal((await ada.call('PUT', `${url}/${id}`, { content: 'Taken' })).json().error.code, 'not_the_author')
  assert.equal((await ada.call('DELETE', `${url}/${id}`)).statusCode, 403)
  assert.equal((await rep.call('PUT', `${url}/${id}`, { content: 'Changed' })).json().content, 'Changed')
  assert.equal((await rep.call('DELETE', `${url}/${id}`)).statusCode, 200)
  assert.equal((await rep.call('DELETE', `${url}/${id}`)).statusCode, 404)
  const types = (await eventsOf(ada, 'note.added', 'note.updated', 'note.deleted')).map(({ type }) => type)
  assert.deepEqual(types, ['note.added', 'note.updated', 'note.deleted'])
})

test('they are listed page by page, and deleted with their conversation', async () => {
  const { ada, url, conversationId } = await newNotedThread()
  for (const content of ['one', 'two', 'three']) await ada.call('POST', url, { content })
  const first = (await ada.call('GET', `${url}?size=2`)).json()
  const rest = (await ada.call('GET', `${url}?size=2&cursor=${first.nextCursor}`)).json()
  const contents = [...rest.notes, ...first.notes].map(({ content }: { content: string }) => content)
  assert.deepEqual(contents, ['one', 'two', 'three'])
  assert.equal(rest.nextCursor, null)
  await ada.call('DELETE', `/api/conversation/${conversationId}`)
  const { organizationId } = ada.user
  const left = await db
    .selectFrom('conversationNotes')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .execute()
  assert.deepEqual(left, [])
})

test('who does not see the conversation sees no note of it, and writes none', async () => {
  const { ada, rep, url } = await newNotedThread()
  const { _id: id } = (await ada.call('POST', url, { content: 'Secret' })).json()
  const other = await newThread(app, { ada })
  const elsewhere = `/api/conversation/${other.conversationId}/notes/${id}`
  assert.equal((await ada.call('PUT', elsewhere, { content: 'Mine' })).statusCode, 404)
  for (const person of [rep, await newOrganization(app)]) {
    for (const response of [
      await person.call('GET', url),
      await person.call('POST', url, { content: 'Mine' }),
      await person.call('PUT', `${url}/${id}`, { content: 'Mine' }),
      await person.call('DELETE', `${url}/${id}`),
    ]) {
      assert.equal(response.statusCode, 404)
    }
  }
})
