import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newContact,
  newInbound,
  newOrganization,
  whileHeld,
} from '../../test/factories.ts'
import { conversationsOf, merge, messagesOf, newPair, rowOf, send } from '../../test/merges.ts'
import { followContacts } from '../conversations/merging.ts'
import { userActor } from '../identity/actor.ts'
import { claim } from '../messages/claim.ts'
import { messagesInMerges } from '../messages/merging.ts'
import { recordOutcomes } from '../messages/outcomes.ts'
import { mergeContacts } from './merging.ts'

const { app, db } = await startApp()

test('what waits to leave goes to the number it was written to', async () => {
  const { ada, source, target } = await newPair(app)
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

test('what a worker is sending during a merge is recorded as sent, once, in the thread that is left', async () => {
  const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app)
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
  const { ada, source, target } = await newPair(app)
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
  const { messageCount } = await rowOf(db, ada, thread!._id)
  assert.equal(messageCount, said.length)
})
