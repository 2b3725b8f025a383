import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { conversationsOf, merge, messagesOf, newPair, notesOf, rowOf } from '../../test/merges.ts'

const { app, db } = await startApp()

test('the target keeps what it has, takes over what it lacks, and what was decided', async () => {
  const ada = await newOrganization(app)
  const source = await newContact(ada, { firstName: 'Jon', lastName: 'Smith', email: 'jon@example.com', status: 'Won' })
  const target = await newContact(ada, { firstName: 'John', lastName: null, email: null, status: 'New Lead' })
  const { contact } = await merge(ada, source._id, target._id, { status: 'source' })
  assert.deepEqual(
    [contact.firstName, contact.lastName, contact.email, contact.status, contact.phoneNumber],
    ['John', 'Smith', 'jon@example.com', 'Won', target.phoneNumber],
  )
  assert.deepEqual(contact.secondaryPhoneNumber, [source.phoneNumber])
  assert.equal((await ada.call('GET', `/api/contacts/${source._id}`)).statusCode, 404)
  const list = (await ada.call('GET', '/api/contacts')).json()
  assert.deepEqual([list.total, list.data.length], [1, 1])
  const [event, ...others] = await eventsOf(ada, 'contact.merged')
  assert.deepEqual([event?.subjectId, event?.data['sourceId'], others.length], [target._id, source._id, 0])
})

test('the target may take the number of the source, and keeps its own beside it', async () => {
  const { ada, source, target } = await newPair(app)
  const { contact } = await merge(ada, source._id, target._id, { phoneNumber: 'source' })
  assert.equal(contact.phoneNumber, source.phoneNumber)
  assert.deepEqual(contact.secondaryPhoneNumber, [target.phoneNumber])
})

test('notes, reminders, owner and assignees follow', async () => {
  const { ada, source, target } = await newPair(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PATCH', `/api/contacts/${source._id}`, { userId: rep.user.id, assignees: [] })
  await ada.call('POST', '/api/contact-notes', { contactId: source._id, note: 'Likes blue' })
  const reminder = { contactId: source._id, note: 'Call', reminderDate: '2999-01-01T00:00:00Z' }
  await ada.call('POST', '/api/reminders', reminder)
  const { contact } = await merge(ada, source._id, target._id)
  assert.deepEqual(contact.assignees.toSorted(), [ada.user.id, rep.user.id].toSorted())
  assert.deepEqual(await notesOf(ada, target._id), ['Likes blue'])
  const { data } = (await ada.call('GET', `/api/reminders?contactId=${target._id}`)).json()
  assert.equal(data.length, 1)
  assert.equal((await eventsOf(ada, 'contact.reassigned')).length, 2)
})

test('two conversations on one channel become one thread, and the others move as they are', async () => {
  const { ada, source, target } = await newPair(app)
  const [shared, other] = [await newChannel(ada), await newChannel(ada)]
  await newInbound(ada, shared, { from: source.phoneNumber, body: 'one' })
  const kept = await newInbound(ada, shared, { from: target.phoneNumber, body: 'two' })
  const moved = await newInbound(ada, other, { from: source.phoneNumber, body: 'three' })
  await ada.call('PUT', `/api/conversation/${kept.conversationId}/resolve`, { isResolved: true })
  await merge(ada, source._id, target._id)

  const list = await conversationsOf(ada, target._id)
  assert.deepEqual(list.map(({ _id }) => _id).toSorted(), [kept.conversationId, moved.conversationId].toSorted())
  assert.deepEqual(await messagesOf(ada, kept.conversationId), ['one', 'two'])
  assert.deepEqual(await messagesOf(ada, moved.conversationId), ['three'])
  const joined = (await ada.call('GET', `/api/conversation/${kept.conversationId}`)).json()
  assert.deepEqual([joined.latestMessage, joined.isResolved], ['two', false])
  const { messageCount, unreadCount } = await rowOf(db, ada, kept.conversationId)
  assert.deepEqual([messageCount, unreadCount], [2, 2])
  const contact = (await ada.call('GET', `/api/contacts/${target._id}`)).json().data
  assert.equal(contact.latestMessage, moved.messageId)
})

test('whoever writes from the number that was left over is the target', async () => {
  const { ada, source, target } = await newPair(app)
  const channel = await newChannel(ada)
  const before = await newInbound(ada, channel, { from: target.phoneNumber })
  await merge(ada, source._id, target._id)
  const after = await newInbound(ada, channel, { from: source.phoneNumber, body: 'Me again' })
  assert.deepEqual([after.contactId, after.conversationId], [target._id, before.conversationId])
  const taken = await ada.call('POST', '/api/contact', { phoneNumber: source.phoneNumber })
  assert.equal(taken.statusCode, 409)
  const third = await newContact(ada)
  const changed = await ada.call('PATCH', `/api/contacts/${third._id}`, { phoneNumber: source.phoneNumber })
  assert.equal(changed.statusCode, 409)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2)
  const found = await ada.call('POST', '/api/contacts/phoneNumber', { phoneNumber: source.phoneNumber })
  assert.equal(found.json().data?._id, target._id)
})

test('a contact is not merged with itself, with a stranger’s, or by a rep', async () => {
  const { ada, source, target } = await newPair(app)
  const eve = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const foreign = await newContact(eve)
  const ask = (person: Person, sourceId: string, targetId: string) =>
    person.call('POST', '/api/contacts/merge', { sourceId, targetId })
  assert.equal((await ask(ada, source._id, source._id)).statusCode, 400)
  assert.equal((await ask(ada, source._id, foreign._id)).statusCode, 404)
  assert.equal((await ask(ada, foreign._id, target._id)).statusCode, 404)
  assert.equal((await ask(eve, source._id, target._id)).statusCode, 404)
  assert.equal((await ask(rep, source._id, target._id)).statusCode, 403)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2)
})
