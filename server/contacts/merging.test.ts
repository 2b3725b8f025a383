import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  whileHeld,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { followContacts } from '../conversations/merging.ts'
import { userActor } from '../identity/actor.ts'
import { claim } from '../messages/claim.ts'
import { messagesInMerges } from '../messages/merging.ts'
import { recordOutcomes } from '../messages/outcomes.ts'
import { mergeContacts } from './merging.ts'

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
  const { ada, source, target } = await newPair()
  const { contact } = await merge(ada, source._id, target._id, { phoneNumber: 'source' })
  assert.equal(contact.phoneNumber, source.phoneNumber)
  assert.deepEqual(contact.secondaryPhoneNumber, [target.phoneNumber])
})

test('notes, reminders, owner and assignees follow', async () => {
  const { ada, source, target } = await newPair()
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
  const { ada, source, target } = await newPair()
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
  const { messageCount, unreadCount } = await rowOf(ada, kept.conversationId)
  assert.deepEqual([messageCount, unreadCount], [2, 2])
  const contact = (await ada.call('GET', `/api/contacts/${target._id}`)).json().data
  assert.equal(contact.latestMessage, moved.messageId)
})

test('what waits to leave goes to the number it was written to', async () => {
  const { ada, source, target } = await newPair()
  const [shared, other] = [await newChannel(ada), await newChannel(ada)]
  for (const [channel, contact] of [
    [shared, source],
    [shared, target],
    [other, source],
  ] as const) {
    await send(ada, { contactId: contact._id, channelId: channel._id, content: `to ${contact.phoneNumber}` })
  }
  await merge(ada, source._id, target._id, { phoneNumber: 'source' })
  // The threads go on at the number that was chosen; what waited does not go with them.
  await newInbound(ada, shared, { from: source.phoneNumber })
  const left: string[][] = []
  for (const { _id: channelId } of [shared, shared, other]) {
    const key = { organizationId: ada.user.organizationId, channelId }
    const { drafts } = await claim(db, key, { workerId: 1, limit: 10, perSecond: 1000 })
    for (const { to, content, messageId } of drafts) {
      left.push([`to ${to}`, content])
      await db
        .deleteFrom('outbox')
        .where('organizationId', '=', key.organizationId)
        .where('messageId', '=', messageId)
        .execute()
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.equal(left.length, 3)
  for (const [to, content] of left) assert.equal(to, content)
})

test('whoever writes from the number that was left over is the target', async () => {
  const { ada, source, target } = await newPair()
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
})

test('who wanted no messages at one number gets none at the other; an undo lifts that, and never the person’s own word', async () => {
  for (const saysItAgain of [false, true]) {
    const { ada, source, target } = await newPair()
    const channel = await newChannel(ada)
    await newInbound(ada, channel, { from: source.phoneNumber, body: 'STOP' })
    const { mergeId } = await merge(ada, source._id, target._id)
    assert.equal((await trySending(ada, target._id, channel._id)).statusCode, 422)
    if (saysItAgain) await newInbound(ada, channel, { from: target.phoneNumber, body: 'STOP' })
    await undo(ada, mergeId)
    assert.equal((await trySending(ada, target._id, channel._id)).statusCode, saysItAgain ? 422 : 200)
    assert.equal((await trySending(ada, source._id, channel._id)).statusCode, 422)
  }
})

test('STOP and START count for every number of a contact, and after an undo for the one that said it', async () => {
  const { ada, source, target } = await newPair()
  const channel = await newChannel(ada)
  const { mergeId } = await merge(ada, source._id, target._id)
  await newInbound(ada, channel, { from: source.phoneNumber, body: 'STOP' })
  assert.equal((await trySending(ada, target._id, channel._id)).statusCode, 422)
  await newInbound(ada, channel, { from: source.phoneNumber, body: 'START' })
  assert.equal((await trySending(ada, target._id, channel._id)).statusCode, 200)
  await newInbound(ada, channel, { from: source.phoneNumber, body: 'STOP' })
  await undo(ada, mergeId)
  assert.equal((await trySending(ada, target._id, channel._id)).statusCode, 200)
  assert.equal((await trySending(ada, source._id, channel._id)).statusCode, 422)
})

test('what a worker is sending during a merge is recorded as sent, once, in the thread that is left', async () => {
  const { ada, source, target } = await newPair()
  const channel = await newChannel(ada)
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  await send(ada, { contactId: source._id, channelId: channel._id, content: 'On its way' })
  await newInbound(ada, channel, { from: target.phoneNumber, body: 'Hello' })
  const { drafts } = await claim(db, key, { workerId: 1, limit: 10, perSecond: 1000 })
  assert.deepEqual(
    drafts.map(({ to }) => to),
    [source.phoneNumber],
  )
  await merge(ada, source._id, target._id)
  const outcome = { kind: 'accepted', providerMessageId: 'abc' } as const
  await recordOutcomes(db, [{ ...key, draft: drafts[0]!, outcome }])
  const [thread] = await conversationsOf(ada, target._id)
  const message = (await ada.call('GET', `/api/messages/${drafts[0]!.messageId}`)).json()
  assert.deepEqual([message.status, message.conversationId, message.contactId], ['sent', thread!._id, target._id])
  assert.deepEqual((await claim(db, key, { workerId: 1, limit: 10, perSecond: 1000 })).drafts, [])
})

test('an undo brings everything back as it was', async () => {
  const { ada, source, target } = await newPair({ lastName: 'Smith', email: 'jon@example.com' })
  const [shared, other] = [await newChannel(ada), await newChannel(ada)]
  const theirs = await newInbound(ada, shared, { from: source.phoneNumber, body: 'one' })
  const own = await newInbound(ada, shared, { from: target.phoneNumber, body: 'two' })
  const moved = await newInbound(ada, other, { from: source.phoneNumber, body: 'three' })
  await ada.call('POST', '/api/contact-notes', { contactId: source._id, note: 'Likes blue' })
  const conversations = [theirs, own, moved].map(({ conversationId }) => conversationId)
  const [before, rows] = [await contactsOf(ada), await Promise.all(conversations.map((id) => rowOf(ada, id)))]

  const { mergeId } = await merge(ada, source._id, target._id, { phoneNumber: 'source', lastName: 'source' })
  const { kept } = await undo(ada, mergeId)
  assert.deepEqual(kept, [])
  assert.deepEqual((await contactsOf(ada)).map(asBefore), before.map(asBefore))
  const after = await Promise.all(conversations.map((id) => rowOf(ada, id)))
  assert.deepEqual(after.map(asBefore), rows.map(asBefore))
  assert.deepEqual(await messagesOf(ada, theirs.conversationId), ['one'])
  assert.deepEqual(await messagesOf(ada, own.conversationId), ['two'])
  assert.deepEqual(await notesOf(ada, source._id), ['Likes blue'])
  assert.deepEqual(await notesOf(ada, target._id), [])
  const again = await newInbound(ada, shared, { from: source.phoneNumber })
  assert.deepEqual([again.contactId, again.conversationId], [source._id, theirs.conversationId])
  const [event] = await eventsOf(ada, 'contact.unmerged')
  assert.deepEqual([event?.subjectId, event?.data['sourceId']], [target._id, source._id])
})

test('an owner that a merge brought goes with the undo', async () => {
  const { ada, source, target } = await newPair()
  const rep = await newColleague(app, ada, 'SALES_REP')
  await ada.call('PATCH', `/api/contacts/${source._id}`, { userId: rep.user.id, assignees: [rep.user.id] })
  const { contact, mergeId } = await merge(ada, source._id, target._id, { userId: 'source' })
  assert.equal(contact.userId, rep.user.id)
  const { source: back, target: after } = await undo(ada, mergeId)
  assert.deepEqual([back.userId, back.assignees], [rep.user.id, [rep.user.id]])
  assert.deepEqual([after.userId, after.assignees], [ada.user.id, [ada.user.id]])
  assert.equal((await eventsOf(ada, 'contact.reassigned')).at(-1)?.data['userId'], ada.user.id)
  assert.equal((await rep.call('GET', `/api/contacts/${target._id}`)).statusCode, 404)
})

test('what was changed since the merge stays, and is named', async () => {
  const { ada, source, target } = await newPair({ lastName: 'Smith', status: 'Won' })
  const channel = await newChannel(ada)
  await newInbound(ada, channel, { from: source.phoneNumber, body: 'one' })
  const own = await newInbound(ada, channel, { from: target.phoneNumber, body: 'two' })
  const { mergeId } = await merge(ada, source._id, target._id, { lastName: 'source', status: 'source' })
  await ada.call('PATCH', `/api/contacts/${target._id}`, { lastName: 'Miller' })
  const note = await ada.call('POST', '/api/contact-notes', { contactId: target._id, note: 'New' })
  await newInbound(ada, channel, { from: source.phoneNumber, body: 'three' })

  const { kept, target: after } = await undo(ada, mergeId)
  assert.deepEqual([after.lastName, after.status], ['Miller', 'New Lead'])
  assert.deepEqual(
    kept.map(({ what, id }: { what: string; id: string }) => [what, id]),
    [
      ['lastName', target._id],
      ['conversation', own.conversationId],
      ['note', note.json().data._id],
    ],
  )
  assert.deepEqual(await messagesOf(ada, own.conversationId), ['two', 'three'])
})

test('a merge is undone once, by whom it concerns, and only while the target is there', async () => {
  const { ada, source, target } = await newPair()
  const eve = await newOrganization(app)
  const { mergeId } = await merge(ada, source._id, target._id)
  assert.equal((await eve.call('POST', `/api/contacts/merges/${mergeId}/undo`)).statusCode, 404)
  const answers = await atOnce(4, () => ada.call('POST', `/api/contacts/merges/${mergeId}/undo`))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(answers.filter(({ statusCode }) => statusCode === 409).length, 3)
  assert.equal((await eventsOf(ada, 'contact.unmerged')).length, 1)

  const again = await merge(ada, source._id, target._id)
  await ada.call('DELETE', `/api/contacts/${target._id}`)
  const refused = await ada.call('POST', `/api/contacts/merges/${again.mergeId}/undo`)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'merge_target_gone'])
  const { data } = (await ada.call('GET', '/api/contacts/merges')).json()
  assert.deepEqual(
    data.map((each: { _id: string; undoneAt: string | null }) => [each._id, each.undoneAt !== null]),
    [
      [again.mergeId, false],
      [mergeId, true],
    ],
  )
})

test('a merge of 31 days ago is not undone', async () => {
  const { ada, source, target } = await newPair()
  const { mergeId } = await merge(ada, source._id, target._id)
  await db
    .updateTable('contactMerges')
    .set({ mergedAt: new Date(Date.now() - 31 * 86_400_000) })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', mergeId)
    .execute()
  assert.equal((await ada.call('POST', `/api/contacts/merges/${mergeId}/undo`)).json().error.code, 'merge_too_old')
})

test('merges in a row are undone from the last to the first', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const ids: string[] = []
  const threads: string[] = []
  for (const body of ['one', 'two', 'three']) {
    const { contactId, conversationId } = await newInbound(ada, channel, { from: newNumber(), body })
    ids.push(contactId)
    threads.push(conversationId)
  }
  const first = await merge(ada, ids[0]!, ids[1]!)
  const second = await merge(ada, ids[1]!, ids[2]!)
  assert.deepEqual(await messagesOf(ada, threads[2]!), ['one', 'two', 'three'])
  assert.equal((await ada.call('POST', `/api/contacts/merges/${first.mergeId}/undo`)).statusCode, 409)
  await undo(ada, second.mergeId)
  await undo(ada, first.mergeId)
  for (const [index, body] of ['one', 'two', 'three'].entries()) {
    assert.deepEqual(await messagesOf(ada, threads[index]!), [body])
    const contact = (await ada.call('GET', `/api/contacts/${ids[index]}`)).json().data
    assert.deepEqual(contact.secondaryPhoneNumber, [])
  }
})

test('of merges of the same contact at once, one happens', async () => {
  const ada = await newOrganization(app)
  const [one, two, three] = [await newContact(ada), await newContact(ada), await newContact(ada)]
  const pairs = [
    [one._id, two._id],
    [two._id, one._id],
    [one._id, three._id],
    [one._id, two._id],
  ]
  const answers = await atOnce(4, (index) => {
    const [sourceId, targetId] = pairs[index]!
    return ada.call('POST', '/api/contacts/merge', { sourceId, targetId })
  })
  const done = answers.filter(({ statusCode }) => statusCode === 200).length
  assert.ok(answers.every(({ statusCode }) => [200, 404].includes(statusCode)))
  const { total, data } = (await ada.call('GET', '/api/contacts')).json()
  assert.deepEqual([total, data.length], [3 - done, 3 - done])
  assert.equal((await eventsOf(ada, 'contact.merged')).length, done)
  const numbers = data.flatMap((each: { phoneNumber: string; secondaryPhoneNumber: string[] }) => [
    each.phoneNumber,
    ...each.secondaryPhoneNumber,
  ])
  assert.deepEqual(numbers.toSorted(), [one, two, three].map(({ phoneNumber }) => phoneNumber).toSorted())
})

test('messages that come in while their contact is being merged are all kept, by the target', async () => {
  const { ada, source, target } = await newPair()
  const channel = await newChannel(ada)
  await newInbound(ada, channel, { from: source.phoneNumber, body: '0' })
  const work = await atOnce(9, (index) => {
    if (index === 4) return merge(ada, source._id, target._id)
    const from = index % 2 ? source.phoneNumber : target.phoneNumber
    return newInbound(ada, channel, { from, body: String(index) })
  })
  assert.equal(work.length, 9)
  const list = await conversationsOf(ada, target._id)
  assert.equal(list.length, 1)
  const said = await messagesOf(ada, list[0]!._id)
  assert.deepEqual(said.toSorted(), ['0', '0', '1', '2', '3', '5', '6', '7', '8'])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
})

test('a message that waited for a merge is the target’s', async () => {
  const { ada, source, target } = await newPair()
  const channel = await newChannel(ada)
  await newInbound(ada, channel, { from: source.phoneNumber })
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  const request = { sourceId: source._id, targetId: target._id }
  const received = await whileHeld(
    db,
    (trx) => mergeContacts(trx, actor, [followContacts(messagesInMerges)], request),
    () => newInbound(ada, channel, { from: source.phoneNumber }),
  )
  assert.equal(received.contactId, target._id)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
})

test('sends at the same time as a merge go out once each, or say that the thread is gone', async () => {
  const { ada, source, target } = await newPair()
  const channel = await newChannel(ada)
  const theirs = await newInbound(ada, channel, { from: source.phoneNumber })
  await newInbound(ada, channel, { from: target.phoneNumber })
  const answers = await atOnce(8, (index) =>
    index === 3
      ? ada.call('POST', '/api/contacts/merge', { sourceId: source._id, targetId: target._id })
      : ada.call('POST', '/api/messages/send', { conversationId: theirs.conversationId, content: `Hello ${index}` }),
  )
  assert.equal(answers[3]!.statusCode, 200, answers[3]!.body)
  const sent = answers.filter((answer, index) => index !== 3 && answer.statusCode === 200)
  assert.ok(answers.every(({ statusCode }) => [200, 404].includes(statusCode)))
  const [thread] = await conversationsOf(ada, target._id)
  const said = await messagesOf(ada, thread!._id)
  assert.equal(said.filter((content) => content.startsWith('Hello ')).length, sent.length)
  const { messageCount } = await rowOf(ada, thread!._id)
  assert.equal(messageCount, said.length)
})

test('a contact is not merged with itself, with a stranger’s, or by a rep', async () => {
  const { ada, source, target } = await newPair()
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

async function newPair(fields: object = {}) {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada), await newContact(ada, fields)]
  return { ada, source, target }
}

async function merge(person: Person, sourceId: string, targetId: string, resolution: object = {}) {
  const response = await person.call('POST', '/api/contacts/merge', { sourceId, targetId, resolution })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

async function undo(person: Person, mergeId: string) {
  const response = await person.call('POST', `/api/contacts/merges/${mergeId}/undo`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

async function contactsOf(person: Person) {
  const { data } = (await person.call('GET', '/api/contacts')).json()
  return data.toSorted((one: { _id: string }, other: { _id: string }) => (one._id < other._id ? -1 : 1))
}

async function conversationsOf(person: Person, contactId: string): Promise<Array<{ _id: string }>> {
  return (await person.call('POST', '/api/conversation/all', { contactId })).json().conversations
}

async function messagesOf(person: Person, conversationId: string): Promise<string[]> {
  const { messages } = (await person.call('POST', '/api/conversation/messages', { conversationId })).json()
  return messages.map(({ content }: { content: string }) => content)
}

async function notesOf(person: Person, contactId: string): Promise<string[]> {
  const { data } = (await person.call('GET', `/api/contact-notes?contactId=${contactId}`)).json()
  return data.map(({ note }: { note: string }) => note)
}

async function send(person: Person, fields: object) {
  const response = await person.call('POST', '/api/messages/send', fields)
  assert.equal(response.statusCode, 200, response.body)
}

function trySending(person: Person, contactId: string, channelId: string) {
  return person.call('POST', '/api/messages/send', { contactId, channelId, content: 'Hello' })
}

async function rowOf({ user: { organizationId } }: Person, conversationId: string) {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
}

/** Without what tells only that something happened meanwhile. */
function asBefore<T extends object>(row: T): Partial<T> {
  const { updatedAt: _, __v: __, isUpdated: ___, ...rest } = row as Record<string, unknown>
  return rest as Partial<T>
}
