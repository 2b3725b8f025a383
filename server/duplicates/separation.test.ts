import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
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
import type { Person } from '../../test/factories.ts'
import { conversationsOf, merge, messagesOf, notesOf, rowOf } from '../../test/merges.ts'

const { app, db } = await startApp()

async function separate(person: Person, id: string, body: object) {
  const response = await person.call('POST', `/api/contacts/${id}/separate`, { fieldSplit: {}, ...body })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data as { newContactId: string; summary: Record<string, number> }
}

function refused(person: Person, id: string, body: object, headers?: Record<string, string>) {
  return person.call('POST', `/api/contacts/${id}/separate`, { fieldSplit: {}, ...body }, headers)
}

async function read(person: Person, id: string) {
  return (await person.call('GET', `/api/contacts/${id}`)).json().data
}

/** Of what lists count and copy; the rest of the rules is for whole histories. */
async function contradictionsIn({ user: { organizationId } }: Person): Promise<string[]> {
  const found = await contradictions(db, organizationId)
  const rules =
    /^(the contacts are counted|a contact knows|a conversation (says|is with|shows)|whoever is assigned|a message belongs)/
  return found.filter((each) => rules.test(each))
}

test('fields go to the one or the other; what is not said stays with the original', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const mixed = { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', status: 'Qualified' }
  const { _id, phoneNumber } = await newContact(ada, { ...mixed, assignees: [ada.user.id, rep.user.id] })
  await ada.call('PUT', `/api/contacts/${_id}/tags`, { tags: ['vip'] })
  const number = newNumber()
  const fieldSplit = {
    firstName: { original: 'Janet', new: 'John' },
    lastName: { new: 'Smith' },
    email: { original: null, new: 'JOHN@example.com' },
    phoneNumber: { new: number },
    status: 'original',
    assignees: 'new',
    tags: 'original',
  }
  const { newContactId } = await separate(ada, _id, { fieldSplit })
  const [original, separated] = [await read(ada, _id), await read(ada, newContactId)]
  const shown = (contact: typeof original) => [
    contact.firstName,
    contact.lastName,
    contact.email,
    contact.phoneNumber,
    contact.status,
    contact.tags,
  ]
  assert.deepEqual(shown(original), ['Janet', 'Doe', null, phoneNumber, 'Qualified', ['vip']])
  assert.deepEqual(shown(separated), ['John', 'Smith', 'john@example.com', number, 'New Lead', []])
  assert.deepEqual([original.assignees, separated.assignees.length], [[ada.user.id], 2])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2)
  const [event, ...others] = await eventsOf(ada, 'contact.separated')
  assert.deepEqual([event!.subjectId, event!.data['newContactId'], others.length], [_id, newContactId, 0])
  const created = (await eventsOf(ada, 'contact.created')).at(-1)!
  assert.deepEqual([created.subjectId, created.data['originalContactId']], [newContactId, _id])
  assert.deepEqual(await contradictionsIn(ada), [])
})

test('conversations, notes, reminders and documents go where they are assigned to', async () => {
  const { ada, contact, channels, inbound } = await newMixed()
  const noteIds = []
  for (const note of ['hers', 'his']) {
    noteIds.push((await ada.call('POST', '/api/contact-notes', { contactId: contact._id, note })).json().data._id)
  }
  const reminder = { contactId: contact._id, note: 'Call him', reminderDate: '2999-01-01T00:00:00Z' }
  const reminderId = (await ada.call('POST', '/api/reminders', reminder)).json().data._id
  const number = newNumber()
  const { newContactId, summary } = await separate(ada, contact._id, {
    fieldSplit: { phoneNumber: { new: number } },
    childRecordAssignment: {
      conversations: { [inbound[1]!.conversationId]: 'new', [inbound[0]!.conversationId]: 'original' },
      contactNotes: { [noteIds[0]]: 'original', [noteIds[1]]: 'new' },
      reminders: { [reminderId]: 'new' },
    },
  })
  assert.deepEqual(summary, {
    conversationsMoved: 1,
    messagesReassigned: 1,
    notesMoved: 1,
    remindersMoved: 1,
    documentsMoved: 0,
    applicationsMoved: 0,
    trainingSnapshotsMoved: 0,
  })
  assert.deepEqual(await notesOf(ada, newContactId), ['his'])
  assert.deepEqual(await notesOf(ada, contact._id), ['hers'])
  assert.equal((await ada.call('GET', `/api/reminders?contactId=${newContactId}`)).json().data.length, 1)
  const [moved] = await conversationsOf(ada, newContactId)
  assert.equal(moved!._id, inbound[1]!.conversationId)
  const [original, separated] = [await read(ada, contact._id), await read(ada, newContactId)]
  assert.deepEqual([original.messageCount, original.latestMessage], [1, inbound[0]!.messageId])
  assert.deepEqual([separated.messageCount, separated.latestMessage], [1, inbound[1]!.messageId])
  assert.deepEqual(await contradictionsIn(ada), [])

  // Each writes from their own number to where their thread is.
  const his = await newInbound(ada, channels[1]!, { from: number })
  assert.deepEqual([his.contactId, his.conversationId], [newContactId, inbound[1]!.conversationId])
  const hers = await newInbound(ada, channels[1]!, { from: contact.phoneNumber })
  assert.equal(hers.contactId, contact._id)
  assert.notEqual(hers.conversationId, inbound[1]!.conversationId)
})

test('from one message on a conversation goes to the new contact, and is read and counted as before', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const contact = await newContact(ada)
  const said = []
  for (const body of ['one', 'two', 'three', 'four']) {
    said.push(await newInbound(ada, channel, { from: contact.phoneNumber, body }))
    const { conversationId } = said[0]!
    if (body === 'three') await ada.call('POST', '/api/contact/message-seen', { conversationId })
  }
  const { conversationId } = said[0]!
  const messageSplitPoints = { [conversationId]: said[1]!.messageId }
  const { newContactId, summary } = await separate(ada, contact._id, { messageSplitPoints })
  assert.deepEqual([summary['conversationsMoved'], summary['messagesReassigned']], [1, 3])
  const [part] = await conversationsOf(ada, newContactId)
  assert.deepEqual(await messagesOf(ada, conversationId), ['one'])
  assert.deepEqual(await messagesOf(ada, part!._id), ['two', 'three', 'four'])
  const [left, taken] = [await rowOf(db, ada, conversationId), await rowOf(db, ada, part!._id)]
  assert.deepEqual([left.messageCount, left.latestMessage, left.unreadCount], [1, 'one', 0])
  assert.deepEqual([taken.messageCount, taken.latestMessage, taken.unreadCount], [3, 'four', 1])
  const unread = async (id: string) => (await ada.call('GET', `/api/conversation/${id}`)).json().unreadCount
  assert.deepEqual([await unread(conversationId), await unread(part!._id)], [0, 1])
  const found = (await ada.call('GET', '/api/messages/search?q=three')).json()
  assert.equal(JSON.stringify(found).includes(part!._id), true, JSON.stringify(found))
  const contradicted = await contradictionsIn(ada)
  // The new contact has no number, so that its thread keeps the address that it was at.
  assert.deepEqual(contradicted, [])
})

test('merging the two again is the way back', async () => {
  const { ada, contact, inbound } = await newMixed()
  const { newContactId } = await separate(ada, contact._id, {
    fieldSplit: { phoneNumber: { new: newNumber() } },
    childRecordAssignment: { conversations: { [inbound[1]!.conversationId]: 'new' } },
  })
  const later = await newInbound(ada, { identifier: inbound[0]!.to }, { from: contact.phoneNumber, body: 'later' })
  const split = { messageSplitPoints: { [inbound[0]!.conversationId]: later.messageId } }
  const second = await separate(ada, contact._id, split)
  await merge(ada, newContactId, contact._id)
  await merge(ada, second.newContactId, contact._id)
  assert.deepEqual(await messagesOf(ada, inbound[0]!.conversationId), ['first', 'later'])
  assert.deepEqual(await messagesOf(ada, inbound[1]!.conversationId), ['second'])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
  // A thread that a merge moved stays at the number that the contact has beside its own.
  const found = await contradictionsIn(ada)
  assert.deepEqual(
    found.filter((each) => !each.includes('at the contact’s address')),
    [],
  )
})

test('whoever was merged into another contact takes their number back from it', async () => {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada), await newContact(ada)]
  await merge(ada, source._id, target._id)
  const fieldSplit = { phoneNumber: { new: source.phoneNumber } }
  const { newContactId } = await separate(ada, target._id, { fieldSplit })
  assert.equal((await read(ada, newContactId)).phoneNumber, source.phoneNumber)
  assert.deepEqual((await read(ada, target._id)).secondaryPhoneNumber, [])
})

test('an opt-out stays with the number that it was said from', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const [target, source] = [await newContact(ada), await newContact(ada)]
  await newInbound(ada, channel, { from: target.phoneNumber, body: 'STOP' })
  await merge(ada, source._id, target._id)
  const { newContactId } = await separate(ada, target._id, { fieldSplit: { phoneNumber: { new: source.phoneNumber } } })
  assert.deepEqual((await read(ada, target._id)).optedOut, ['sms'])
  assert.deepEqual((await read(ada, newContactId)).optedOut, [])
})

test('what waits to be sent leaves to the number that it was written to', async () => {
  const { ada, contact, inbound } = await newMixed()
  const { conversationId } = inbound[1]!
  const sent = await ada.call('POST', '/api/messages/send', { conversationId, content: 'On its way' })
  await separate(ada, contact._id, {
    fieldSplit: { phoneNumber: { new: newNumber() } },
    childRecordAssignment: { conversations: { [conversationId]: 'new' } },
  })
  const waiting = await db
    .selectFrom('outbox')
    .select('address')
    .where('organizationId', '=', ada.user.organizationId)
    .where('messageId', '=', sent.json()._id)
    .executeTakeFirstOrThrow()
  assert.equal(waiting.address, contact.phoneNumber)
})

test('a number is one contact’s: neither both, nor another one’s, nor one that is none', async () => {
  const ada = await newOrganization(app)
  const [contact, other] = [await newContact(ada), await newContact(ada)]
  const ask = async (phoneNumber: object) => {
    const { statusCode, body } = await refused(ada, contact._id, { fieldSplit: { phoneNumber } })
    return [statusCode, JSON.parse(body).error.code]
  }
  assert.deepEqual(await ask({ new: contact.phoneNumber }), [400, 'invalid_request'])
  assert.deepEqual(await ask({ new: other.phoneNumber }), [409, 'phone_number_taken'])
  assert.deepEqual(await ask({ original: other.phoneNumber, new: null }), [409, 'phone_number_taken'])
  assert.deepEqual(await ask({ new: '12' }), [400, 'invalid_request'])
  const email = await refused(ada, contact._id, { fieldSplit: { email: { new: 'nobody' } } })
  assert.equal(email.statusCode, 400)
  const swapped = await separate(ada, contact._id, {
    fieldSplit: { phoneNumber: { original: null, new: contact.phoneNumber } },
  })
  assert.equal((await read(ada, swapped.newContactId)).phoneNumber, contact.phoneNumber)
  assert.equal((await read(ada, contact._id)).phoneNumber, null)
})

test('what is another contact’s is not found, and then nothing is separated', async () => {
  const { ada, contact, inbound } = await newMixed()
  const other = await newInbound(ada, { identifier: inbound[0]!.to }, {})
  const note = (await ada.call('POST', '/api/contact-notes', { contactId: other.contactId, note: 'x' })).json().data._id
  const { conversationId, messageId } = inbound[0]!
  for (const [body, statusCode] of [
    [{ childRecordAssignment: { conversations: { [other.conversationId]: 'new' } } }, 404],
    [{ childRecordAssignment: { conversations: { [other.conversationId]: 'original' } } }, 404],
    [{ childRecordAssignment: { contactNotes: { [note]: 'new' } } }, 404],
    [{ messageSplitPoints: { [other.conversationId]: other.messageId } }, 404],
    [{ messageSplitPoints: { [conversationId]: other.messageId } }, 404],
    [{ messageSplitPoints: { [conversationId]: messageId } }, 400],
    [{ childRecordAssignment: { conversations: { [conversationId]: 'both' } } }, 400],
    [{ childRecordAssignment: { conversations: { nonsense: 'new' } } }, 404],
    [{ fieldSplit: { status: 'new', pipelineId: 'original' } }, 400],
  ] as const) {
    const answer = await refused(ada, contact._id, body)
    assert.equal(answer.statusCode, statusCode, `${JSON.stringify(body)}: ${answer.body}`)
  }
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2)
})

test('a rep separates nobody, nor does a stranger; the same request under one key is one separation', async () => {
  const { ada, contact } = await newMixed()
  const [rep, eve] = [await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  assert.equal((await refused(rep, contact._id, {})).statusCode, 403)
  assert.equal((await refused(eve, contact._id, {})).statusCode, 404)
  const answers = []
  const body = { fieldSplit: { firstName: { new: 'John' } } }
  for (const _ of [1, 2]) answers.push(await refused(ada, contact._id, body, { 'idempotency-key': 'once' }))
  assert.equal(answers[0]!.body, answers[1]!.body)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2)
})

test('what comes in while a contact is separated is lost to neither', async () => {
  const { ada, contact, channels } = await newMixed()
  const number = newNumber()
  const list = await conversationsOf(ada, contact._id)
  const conversations = Object.fromEntries(list.map(({ _id }) => [_id, 'new']))
  const [answer] = await Promise.all([
    refused(ada, contact._id, {
      fieldSplit: { phoneNumber: { new: number } },
      childRecordAssignment: { conversations },
    }),
    atOnce(6, (index) => newInbound(ada, channels[index % 2]!, { from: contact.phoneNumber, body: `while ${index}` })),
  ])
  assert.equal(answer.statusCode, 200, answer.body)
  const { newContactId } = answer.json().data
  const counts = [(await read(ada, contact._id)).messageCount, (await read(ada, newContactId)).messageCount]
  assert.equal(counts[0] + counts[1], 8)
  assert.deepEqual(await contradictionsIn(ada), [])
})

/** A contact of which two channels have each a conversation. */
async function newMixed() {
  const ada = await newOrganization(app)
  const channels = [await newChannel(ada), await newChannel(ada)]
  const contact = await newContact(ada)
  const inbound = []
  for (const [index, body] of ['first', 'second'].entries()) {
    const to = channels[index]!.identifier
    inbound.push({ ...(await newInbound(ada, channels[index]!, { from: contact.phoneNumber, body })), to })
  }
  return { ada, contact, channels, inbound }
}
