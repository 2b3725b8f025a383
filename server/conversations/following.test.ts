import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp({ worker: true })

test('what one follows is a list of its own, as long as its count, until one does not', async () => {
  const { ada, head, threadId } = await newTeam()
  assert.deepEqual(await change(head, 'follow', threadId), ['changed'])
  assert.deepEqual(await change(head, 'follow', threadId), ['unchanged'])
  assert.deepEqual(await followed(head), { ids: [threadId], count: 1 })
  assert.deepEqual(await followed(ada), { ids: [], count: 0 })
  assert.equal((await listed(head, 'ids=' + threadId))[0].isFollowed, true)
  assert.equal((await listed(ada, 'ids=' + threadId))[0].isFollowed, false)
  assert.deepEqual(await change(head, 'unfollow', threadId), ['changed'])
  assert.deepEqual(await change(head, 'unfollow', threadId), ['unchanged'])
  assert.deepEqual(await followed(head), { ids: [], count: 0 })
  const events = [
    ...(await eventsOf(ada, 'conversation.followed')),
    ...(await eventsOf(ada, 'conversation.unfollowed')),
  ]
  assert.deepEqual(
    events.map(({ subjectId, data }) => [subjectId, data['followerId']]),
    [
      [threadId, head.user.id],
      [threadId, head.user.id],
    ],
  )
})

test('whoever is mentioned follows from then on, and not again by the same note once they left', async () => {
  const { ada, head, threadId } = await newTeam()
  const body = { content: 'Look', mentions: [head.user.id] }
  const note = (await ada.call('POST', `/api/conversation/${threadId}/notes`, body)).json()
  assert.deepEqual((await followed(head)).ids, [threadId])
  assert.deepEqual((await followersOf(ada, threadId)).followers, [{ _id: head.user.id, fullName: head.user.fullName }])
  await change(head, 'unfollow', threadId)
  const changed = { ...body, content: 'Look here' }
  const answer = await ada.call('PUT', `/api/conversation/${threadId}/notes/${note._id}`, changed)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual((await followed(head)).ids, [])
})

test('a follower is told of a new message once, until they have looked; whose it is, is not told a second time', async () => {
  const { ada, head, channel, threadId, say } = await newTeam()
  await change(head, 'follow', threadId)
  await change(ada, 'follow', threadId)
  await say('One')
  await until(async () => (await newsOf(head)).length === 1, 'the news')
  await say('Two')
  await say('Three')
  await pass(ada, channel)
  assert.deepEqual(
    (await newsOf(head)).map(({ subjectId }) => subjectId),
    [threadId],
  )
  await head.call('POST', '/api/notifications/seen')
  await say('Four')
  await until(async () => (await newsOf(head)).length === 2, 'more news')
  assert.deepEqual(await newsOf(ada), [])
})

test('who lost sight of it hears nothing and lists nothing, and follows again once it is back', async () => {
  const { ada, head, rep, threadId, say } = await newTeam()
  await ada.call('PUT', `/api/conversation/${threadId}`, { assignees: [rep.user.id] })
  await change(rep, 'follow', threadId)
  await change(head, 'follow', threadId)
  await ada.call('PUT', `/api/conversation/${threadId}`, { assignees: [] })
  const { contactId } = (await ada.call('GET', `/api/conversation/${threadId}`)).json()
  await ada.call('PUT', `/api/contacts/${contactId}`, { assignees: [] })
  assert.equal((await rep.call('GET', `/api/conversation/${threadId}`)).statusCode, 404)
  assert.deepEqual(await followed(rep), { ids: [], count: 0 })
  assert.equal((await rep.call('GET', `/api/conversation/${threadId}/followers`)).statusCode, 404)
  await say('For those who may hear')
  await until(async () => (await newsOf(head)).length === 1, 'the news of somebody else')
  assert.deepEqual(await newsOf(rep), [])
  await ada.call('PUT', `/api/conversation/${threadId}`, { assignees: [rep.user.id] })
  assert.deepEqual((await followed(rep)).ids, [threadId])
})

test('what is not one’s to see cannot be followed', async () => {
  const { threadId, rep } = await newTeam()
  const eve = await newOrganization(app)
  assert.deepEqual(await change(rep, 'follow', threadId), ['not_found'])
  assert.deepEqual(await change(eve, 'follow', threadId), ['not_found'])
  assert.equal((await eve.call('GET', `/api/conversation/${threadId}/followers`)).statusCode, 404)
})

test('followers go with a conversation that is joined to another one, and back when the merge is undone', async () => {
  const { ada, head, channel, threadId, contact } = await newTeam()
  const target = await newContact(ada)
  const { conversationId } = await newInbound(ada, channel, { from: target.phoneNumber })
  await change(head, 'follow', threadId)
  const merge = { sourceId: contact._id, targetId: target._id, resolution: {} }
  assert.equal((await ada.call('POST', '/api/contacts/merge', merge)).statusCode, 200)
  assert.deepEqual((await followed(head)).ids, [conversationId])
  const [{ _id }] = (await ada.call('GET', '/api/contacts/merges')).json().data
  assert.equal((await ada.call('POST', `/api/contacts/merges/${_id}/undo`)).statusCode, 200)
  assert.ok((await followed(head)).ids.includes(threadId))
})

test('who leaves the organization follows nothing any more', async () => {
  const { ada, head, threadId } = await newTeam()
  await change(head, 'follow', threadId)
  const gone = await ada.call('DELETE', `/api/user/${head.user.id}`, { heirId: ada.user.id })
  assert.equal(gone.statusCode, 200, gone.body)
  assert.deepEqual((await followersOf(ada, threadId)).followers, [])
  const left = await db
    .selectFrom('conversationFollowers')
    .select('userId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(left, [])
})

async function newTeam() {
  const ada = await newOrganization(app)
  const head = await newColleague(app, ada, 'ADMIN')
  const rep = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada)
  const contact = await newContact(ada)
  const say = (body: string) => newInbound(ada, channel, { from: contact.phoneNumber, body })
  const { conversationId: threadId } = await say('Hello')
  return { ada, head, rep, channel, contact, threadId, say }
}

/** What is heard after all that was said before: news come in the order of the log. */
async function pass(ada: Person, channel: { identifier: string }): Promise<void> {
  const last = await newColleague(app, ada, 'ADMIN')
  const { phoneNumber: from } = await newContact(ada)
  const { conversationId } = await newInbound(ada, channel, { from })
  await change(last, 'follow', conversationId)
  await newInbound(ada, channel, { from })
  await until(async () => (await newsOf(last)).length > 0, 'the last news')
}

async function change(person: Person, verb: 'follow' | 'unfollow', id: string): Promise<string[]> {
  const answer = await person.call('POST', `/api/conversations/${verb}`, { ids: [id] })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().results.map(({ outcome }: { outcome: string }) => outcome)
}

async function listed(person: Person, query: string) {
  return (await person.call('GET', `/api/conversations?${query}`)).json().conversations
}

async function followed(person: Person) {
  const ids = (await listed(person, 'followed=true')).map(({ _id }: { _id: string }) => _id)
  const { counts } = (await person.call('GET', '/api/conversations/counts')).json()
  return { ids, count: counts.following }
}

async function followersOf(person: Person, id: string) {
  return (await person.call('GET', `/api/conversation/${id}/followers`)).json()
}

async function newsOf(person: Person): Promise<Array<{ type: string; subjectId: string }>> {
  const { notifications } = (await person.call('GET', '/api/notifications')).json()
  return notifications.filter(({ type }: { type: string }) => type === 'followed')
}
