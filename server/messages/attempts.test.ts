import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newContact, newInbound, newNumber } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { merge } from '../../test/merges.ts'
import { accepted, claimDue, newThread, readMessage, receiptFor, settle } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'

const { app, db } = await startApp()
const error = { code: '21610', message: 'This person has opted out.', isOptOut: true } as const

/** Its conversation goes to somebody new, at another number. */
async function separate({ ada, contactId, conversationId }: Thread): Promise<{ newContactId: string; number: string }> {
  const number = newNumber()
  const answer = await ada.call('POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: { phoneNumber: { new: number } },
    childRecordAssignment: { conversations: { [conversationId]: 'new' } },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return { newContactId: answer.json().data.newContactId, number }
}

async function optOutsOf({ user }: Person): Promise<Array<[string, string]>> {
  const found = await db
    .selectFrom('optOuts')
    .select(['address', 'source'])
    .where('organizationId', '=', user.organizationId)
    .orderBy('address')
    .execute()
  return found.map(({ address, source }) => [address, source])
}

test('an attempt knows where it went', async () => {
  const thread = await newThread(app)
  await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  const attempt = await db
    .selectFrom('attempts')
    .select('address')
    .where('organizationId', '=', thread.ada.user.organizationId)
    .where('id', '=', draft.attemptId)
    .executeTakeFirstOrThrow()
  assert.equal(attempt.address, thread.number)
})

test('an opt-out that the provider tells of counts for the number that was called, whosever the thread is by then', async () => {
  for (const isReceipt of [false, true]) {
    const thread = await newThread(app)
    const { ada, channel, contactId, number } = thread
    await thread.send()
    const [draft] = (await claimDue(db, thread)) as [Claimed]
    if (isReceipt) await settle(db, thread, draft, accepted(draft))
    const { newContactId } = await separate(thread)
    const key = { organizationId: ada.user.organizationId, id: channel._id }
    if (isReceipt) await applyReceipt(db, key, receiptFor(draft, 'failed', { error }))
    else await settle(db, thread, draft, { kind: 'rejected', error })
    assert.deepEqual(await optOutsOf(ada), [[number, 'provider']])
    const [event, ...others] = await eventsOf(ada, 'contact.optedOut')
    assert.deepEqual([event?.subjectId, others.length], [contactId, 0])
    const read = async (id: string) => (await ada.call('GET', `/api/contacts/${id}`)).json().data.optedOut
    assert.deepEqual([await read(contactId), await read(newContactId)], [['sms'], []])
  }
})

test('after a merge it counts for the number that was called, and not for the one where the thread goes on', async () => {
  const thread = await newThread(app)
  const { ada, channel, contactId, number } = thread
  const target = await newContact(ada)
  await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await merge(ada, contactId, target._id)
  await newInbound(ada, channel, { from: target.phoneNumber })
  await settle(db, thread, draft, { kind: 'rejected', error })
  const own = (await optOutsOf(ada)).filter(([, source]) => source === 'provider')
  assert.deepEqual(own, [[number, 'provider']])
})

test('what was tried before its address was kept went where its thread is', async () => {
  const thread = await newThread(app)
  const { ada, number } = thread
  await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await db
    .updateTable('attempts')
    .set({ address: null })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', draft.attemptId)
    .execute()
  await settle(db, thread, draft, { kind: 'rejected', error })
  assert.deepEqual(await optOutsOf(ada), [[number, 'provider']])
})

test('a STOP withdraws what waits for its number in the thread of somebody else, and nothing that waits for theirs', async () => {
  const thread = await newThread(app)
  const { ada, channel, number: from } = thread
  const waiting = await thread.send('To the old number')
  const { number } = await separate(thread)
  const other = await thread.send('To the new number')
  await newInbound(ada, channel, { from, body: 'STOP' })
  assert.equal((await readMessage(ada, waiting._id)).errorCode, 'opted_out')
  assert.equal((await readMessage(ada, other._id)).status, 'queued')
  await newInbound(ada, channel, { from: number, body: 'STOP' })
  assert.equal((await readMessage(ada, other._id)).errorCode, 'opted_out')
})

test('a STOP from where a thread goes on leaves alone what waits for the number that it was at', async () => {
  const thread = await newThread(app)
  const { ada, channel } = thread
  const waiting = await thread.send('To the old number')
  const { number } = await separate(thread)
  await newInbound(ada, channel, { from: number, body: 'STOP' })
  assert.equal((await readMessage(ada, waiting._id)).status, 'queued')
})
