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
} from '../../test/factories.ts'
import {
  asBefore,
  contactsOf,
  merge,
  messagesOf,
  newPair,
  notesOf,
  rowOf,
  trySending,
  undo,
} from '../../test/merges.ts'

const { app, db } = await startApp()

test('who wanted no messages at one number gets none at the other; an undo lifts that, and never the person’s own word', async () => {
  for (const saysItAgain of [false, true]) {
    const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app)
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

test('an undo brings everything back as it was', async () => {
  const { ada, source, target } = await newPair(app, { lastName: 'Smith', email: 'jon@example.com' })
  const [shared, other] = [await newChannel(ada), await newChannel(ada)]
  const theirs = await newInbound(ada, shared, { from: source.phoneNumber, body: 'one' })
  const own = await newInbound(ada, shared, { from: target.phoneNumber, body: 'two' })
  const moved = await newInbound(ada, other, { from: source.phoneNumber, body: 'three' })
  await ada.call('POST', '/api/contact-notes', { contactId: source._id, note: 'Likes blue' })
  const conversations = [theirs, own, moved].map(({ conversationId }) => conversationId)
  const [before, rows] = [await contactsOf(ada), await Promise.all(conversations.map((id) => rowOf(db, ada, id)))]

  const { mergeId } = await merge(ada, source._id, target._id, { phoneNumber: 'source', lastName: 'source' })
  const { kept, stayed } = await undo(ada, mergeId)
  assert.deepEqual(kept, [])
  assert.deepEqual(stayed, { contactId: target._id, conversations: 0, messages: 0 })
  assert.deepEqual((await contactsOf(ada)).map(asBefore), before.map(asBefore))
  const after = await Promise.all(conversations.map((id) => rowOf(db, ada, id)))
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
  const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app, { lastName: 'Smith', status: 'Won' })
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

test('what was said since the merge and stays is counted, and named with whom', async () => {
  const { ada, source, target } = await newPair(app)
  const [shared, moved, later] = [await newChannel(ada), await newChannel(ada), await newChannel(ada)]
  const own = await newInbound(ada, shared, { from: target.phoneNumber })
  const theirs = await newInbound(ada, moved, { from: source.phoneNumber })
  const { mergeId } = await merge(ada, source._id, target._id)
  // The source never spoke on these: so it is the target’s thread that it writes into.
  for (const body of ['one', 'two']) await newInbound(ada, shared, { from: source.phoneNumber, body })
  const opened = await newInbound(ada, later, { from: source.phoneNumber })
  await newInbound(ada, moved, { from: source.phoneNumber })

  const { kept, stayed } = await undo(ada, mergeId)
  assert.deepEqual(stayed, { contactId: target._id, conversations: 1, messages: 3 })
  const told = new Map(kept.map(({ id, message }: { id: string; message: string }) => [id, message]))
  assert.equal(told.size, 3)
  assert.equal(
    told.get(own.conversationId),
    '2 messages came after the merge, and stay with the contact that was left.',
  )
  assert.match(String(told.get(opened.conversationId)), /^It was opened after the merge, and stays/)
  assert.match(String(told.get(theirs.conversationId)), /went back with it/)
  const [event] = await eventsOf(ada, 'contact.unmerged')
  assert.deepEqual(event?.data['stayed'], stayed)
})

test('a merge is undone once, by whom it concerns, and only while the target is there', async () => {
  const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app)
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

test('the merges into one contact are listed for that contact, and no others', async () => {
  const { ada, source, target } = await newPair(app)
  const { mergeId } = await merge(ada, source._id, target._id)
  const listed = async (contactId: string, person = ada) =>
    person.call('GET', `/api/contacts/merges?contactId=${contactId}`)
  const { data } = (await listed(target._id)).json()
  assert.deepEqual(
    data.map(({ _id }: { _id: string }) => _id),
    [mergeId],
  )
  const other = await newContact(ada)
  assert.deepEqual((await listed(other._id)).json().data, [])
  assert.equal((await listed(target._id, await newOrganization(app))).statusCode, 404)
})
