import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newNumber, newOrganization } from '../../test/factories.ts'
import {
  accepted,
  claimDue,
  eventsAbout,
  newThread,
  providerIdOf,
  readMessage,
  receiptFor,
  settle,
  someError,
} from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import type { Outcome, Receipt } from '../channels/connector.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'

const { app, db } = await startApp()

const unknown: Outcome = { kind: 'unknown', error: { code: 'timed_out', message: 'There was no answer.' } }
const rejected: Outcome = { kind: 'rejected', error: someError }

async function newFailure(outcome: Outcome) {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await settle(db, thread, draft, outcome)
  const hear = (receipt: Receipt) =>
    applyReceipt(db, { organizationId: thread.ada.user.organizationId, id: thread.channel._id }, receipt)
  return { ...thread, thread, id, draft, hear, retry: () => thread.ada.call('POST', `/api/messages/${id}/retry`) }
}

async function secondTry(thread: Thread): Promise<Claimed> {
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  return draft
}

function waiting({ ada }: Thread) {
  return db.selectFrom('outbox').select('messageId').where('organizationId', '=', ada.user.organizationId).execute()
}

for (const [status, outcome] of Object.entries({ failed: rejected, unknown })) {
  test(`a message that is ${status} is tried again when a person says so`, async () => {
    const { ada, thread, id, retry } = await newFailure(outcome)
    assert.equal((await readMessage(ada, id)).status, status)
    const response = await retry()
    assert.equal(response.statusCode, 200)
    assert.equal(response.json().status, 'queued')
    assert.equal(response.json().errorMessage, null)
    const draft = await secondTry(thread)
    await settle(db, thread, draft, accepted(draft))
    assert.equal((await readMessage(ada, id)).status, 'sent')
    const before = ['message.queued', `message.${status}`]
    assert.deepEqual(await eventsAbout(ada, id), [...before, 'message.queued', 'message.sent'])
  })
}

test('ten retries at once are one', async () => {
  const { thread, retry, ada, id } = await newFailure(rejected)
  const responses = await atOnce(10, retry)
  assert.equal(responses.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.ok(responses.every((each) => each.statusCode === 200 || each.json().error.code === 'not_failed'))
  assert.equal((await waiting(thread)).length, 1)
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.failed', 'message.queued'])
})

test('only what failed or is unknown can be tried again', async () => {
  const { thread, ada, retry, id } = await newFailure(rejected)
  await retry()
  const queued = await retry()
  assert.equal(queued.json().error.code, 'not_failed')
  await ada.call('POST', `/api/messages/${id}/cancel`)
  assert.equal((await retry()).statusCode, 409)
  const { messageId } = await thread.write('Hello?')
  assert.equal((await ada.call('POST', `/api/messages/${messageId}/retry`)).statusCode, 409)
})

test('what was learned to have arrived while it waits for its second try is not sent again', async () => {
  const { ada, thread, id, draft, hear, retry } = await newFailure(unknown)
  await retry()
  await hear(receiptFor(draft, 'delivered'))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.deepEqual(await waiting(thread), [])
})

test('that the first try failed does not stop the second', async () => {
  const { ada, thread, id, draft, hear, retry } = await newFailure(unknown)
  await retry()
  await hear(receiptFor(draft, 'failed'))
  assert.equal((await readMessage(ada, id)).status, 'queued')
  const again = await secondTry(thread)
  await hear(receiptFor(draft, 'failed', { providerStatus: 'undelivered' }))
  assert.equal((await readMessage(ada, id)).status, 'queued')
  await settle(db, thread, again, accepted(again))
  await hear(receiptFor(draft, 'failed', { error: { code: '30008', message: 'Unknown error.' } }))
  assert.equal((await readMessage(ada, id)).status, 'sent')
  await hear(receiptFor(again, 'delivered'))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
})

test('a receipt of the first try does not take the place of the second one’s id', async () => {
  const { ada, thread, id, draft, hear, retry } = await newFailure(unknown)
  await retry()
  const again = await secondTry(thread)
  await hear(receiptFor(draft, 'sent'))
  await settle(db, thread, again, accepted(again))
  await hear({ kind: 'receipt', providerMessageId: providerIdOf(again), status: 'read', providerStatus: 'read' })
  assert.equal((await readMessage(ada, id)).status, 'read')
})

test('a corrected number is the one that the second try goes to', async () => {
  const { ada, thread, contactId, retry } = await newFailure(rejected)
  const phoneNumber = newNumber()
  await ada.call('PATCH', `/api/contacts/${contactId}`, { phoneNumber })
  await retry()
  assert.equal((await secondTry(thread)).to, phoneNumber)
})

test('nothing is tried again to who opted out, or on a channel that is disabled or deleted', async () => {
  const { ada, thread, channel, retry } = await newFailure(rejected)
  await thread.write('STOP')
  assert.equal((await retry()).json().error.code, 'opted_out')
  await thread.write('START')
  await ada.call('POST', `/api/channels/${channel._id}/disable`)
  assert.equal((await retry()).json().error.code, 'channel_disabled')
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  assert.equal((await retry()).json().error.code, 'channel_deleted')
  assert.deepEqual(await waiting(thread), [])
})

test('a message that failed days ago is tried as patiently as a new one', async () => {
  const { ada, thread, id, retry } = await newFailure(rejected)
  await db
    .updateTable('messages')
    .set({ createdAt: new Date(Date.now() - 3 * 86_400_000) })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', id)
    .execute()
  await retry()
  await settle(db, thread, await secondTry(thread), { kind: 'throttled' })
  assert.equal((await readMessage(ada, id)).status, 'queued')
  assert.equal((await waiting(thread)).length, 1)
})

test('what became of the first try does not take the second one back from its worker', async () => {
  const { thread, draft, retry } = await newFailure(unknown)
  await retry()
  const again = await secondTry(thread)
  await settle(db, thread, draft, { kind: 'throttled' })
  await settle(db, thread, draft, rejected)
  const [row] = await db
    .selectFrom('outbox')
    .select('attemptId')
    .where('organizationId', '=', thread.ada.user.organizationId)
    .execute()
  assert.equal(row?.attemptId, again.attemptId)
})

test('a stranger tries nothing again', async () => {
  const { thread, id } = await newFailure(rejected)
  const eve = await newOrganization(app)
  assert.equal((await eve.call('POST', `/api/messages/${id}/retry`)).statusCode, 404)
  assert.deepEqual(await waiting(thread), [])
})
