import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf } from '../../test/factories.ts'
import { accepted, claimDue, eventsAbout, newThread, readMessage, settle } from '../../test/threads.ts'
import type { Outcome } from '../channels/connector.ts'
import { createLog } from '../platform/log.ts'
import type { Claimed } from './claim.ts'
import { OutcomeWriter } from './outcome-writer.ts'

const { app, db } = await startApp()

const unknown: Outcome = { kind: 'unknown', error: { code: 'timed_out', message: 'There was no answer in time.' } }
const rejected: Outcome = { kind: 'rejected', error: { code: '21211', message: 'This is not a phone number.' } }

async function onItsWay() {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  const { organizationId } = thread.ada.user
  const outbox = () => db.selectFrom('outbox').selectAll().where('organizationId', '=', organizationId).execute()
  return { ...thread, thread, id, draft, outbox, finish: (outcome: Outcome) => settle(db, thread, draft, outcome) }
}

test('what the provider took is sent, and leaves the outbox', async () => {
  const { ada, id, finish, draft, outbox } = await onItsWay()
  await finish(accepted(draft))
  await finish(accepted(draft))
  assert.equal((await readMessage(ada, id)).status, 'sent')
  assert.deepEqual(await outbox(), [])
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent'])
})

test('what the provider refused has failed, in its words', async () => {
  const { ada, id, finish, outbox } = await onItsWay()
  await finish(rejected)
  await finish(rejected)
  const message = await readMessage(ada, id)
  assert.equal(message.status, 'failed')
  assert.equal(message.errorCode, '21211')
  assert.equal(message.errorMessage, 'This is not a phone number.')
  assert.deepEqual(await outbox(), [])
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.failed'])
})

test('what nobody knows is unknown, leaves the outbox, and the provider is asked later', async () => {
  const { ada, id, finish, outbox } = await onItsWay()
  await finish(unknown)
  assert.equal((await readMessage(ada, id)).status, 'unknown')
  assert.deepEqual(await outbox(), [])
  const jobs = await sql<{ payload: { messageId: string; tries: number } }>`
    select j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'look_up_message'
  `.execute(db)
  assert.deepEqual(
    jobs.rows.filter(({ payload }) => payload.messageId === id).map(({ payload }) => payload.tries),
    [1],
  )
})

test('an answer that comes after the message was given up as unknown still counts', async () => {
  const { ada, id, finish, draft } = await onItsWay()
  await finish(unknown)
  await finish(accepted(draft))
  const message = await readMessage(ada, id)
  assert.equal(message.status, 'sent')
  assert.equal(message.errorCode, null)
})

test('what the provider has not taken waits for its next try', async () => {
  const { ada, id, finish, outbox } = await onItsWay()
  await finish({ kind: 'throttled', retryAfterSeconds: 60 })
  assert.equal((await readMessage(ada, id)).status, 'queued')
  const [row] = await outbox()
  assert.equal(row?.claimedBy, null)
  assert.equal(row?.tries, 1)
  assert.ok(row.dueAt > new Date())
})

test('after a day of tries it is given up, with a reason', async () => {
  const { ada, id, draft, thread, outbox } = await onItsWay()
  const old = { ...draft, queuedAt: new Date(Date.now() - 25 * 3_600_000), tries: 300 }
  await settle(db, thread, old, { kind: 'throttled' })
  assert.equal((await readMessage(ada, id)).errorCode, 'provider_unreachable')
  assert.deepEqual(await outbox(), [])
})

test('a message that was deleted while it was being sent is no trouble, whatever became of it', async () => {
  const outcomes: Array<(draft: Claimed) => Outcome> = [
    accepted,
    () => rejected,
    () => unknown,
    () => ({ kind: 'throttled' }),
  ]
  for (const outcome of outcomes) {
    const { ada, conversationId, finish, draft, send } = await onItsWay()
    await send('Another')
    await ada.call('DELETE', '/api/conversation', { conversationId })
    await finish(outcome(draft))
  }
})

test('outcomes of one batch are all written, though one of their messages is gone', async () => {
  const [gone, kept] = [await onItsWay(), await onItsWay()]
  await gone.ada.call('DELETE', '/api/conversation', { conversationId: gone.conversationId })
  const writer = new OutcomeWriter(db, createLog('silent'))
  for (const { ada, channel, draft } of [gone, kept]) {
    const key = { organizationId: ada.user.organizationId, channelId: channel._id }
    writer.write({ ...key, draft, outcome: accepted(draft) }, () => undefined)
  }
  await writer.flush()
  assert.equal((await readMessage(kept.ada, kept.id)).status, 'sent')
})

test('of two messages that got the same id from the provider, the second one is unknown', async () => {
  const one = await onItsWay()
  const { _id: second } = await (await newThreadOn(one)).send()
  const [other] = (await claimDue(db, one)) as [Claimed]
  const writer = new OutcomeWriter(db, createLog('silent'))
  const key = { organizationId: one.ada.user.organizationId, channelId: one.channel._id }
  const same: Outcome = { kind: 'accepted', providerMessageId: 'SM-same' }
  for (const draft of [one.draft, other]) writer.write({ ...key, draft, outcome: same }, () => undefined)
  await writer.flush()
  assert.equal((await readMessage(one.ada, one.id)).status, 'sent')
  const message = await readMessage(one.ada, second)
  assert.equal(message.status, 'unknown')
  assert.equal(message.errorCode, 'unreadable_answer')
})

test('trouble with a channel is told once, and again when it is over', async () => {
  const { ada, channel, thread, finish, draft, send } = await onItsWay()
  const error = { code: '20003', message: 'The auth token is refused.', isChannelTrouble: true } as const
  await finish({ kind: 'rejected', error })
  const trouble = async () => (await ada.call('GET', `/api/channels/${channel._id}`)).json().trouble
  assert.equal(await trouble(), 'The auth token is refused.')

  await send('Does it work again?')
  const [next] = (await claimDue(db, thread)) as [Claimed]
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  const writer = new OutcomeWriter(db, createLog('silent'))
  writer.write({ ...key, draft: next, outcome: accepted(next), wasTroubled: true }, () => undefined)
  await writer.flush()
  assert.equal(await trouble(), null)
  assert.equal((await eventsOf(ada, 'channel.troubled', 'channel.recovered')).length, 2)
  assert.notEqual(next.messageId, draft.messageId)
})

async function newThreadOn({ ada, channel }: Pick<Awaited<ReturnType<typeof onItsWay>>, 'ada' | 'channel'>) {
  const response = await ada.call('POST', '/api/contact', { phoneNumber: '+14155550199' })
  const { _id: contactId } = response.json().contact
  const send = async () =>
    (await ada.call('POST', '/api/messages/send', { contactId, channelId: channel._id, content: 'Hello' })).json()
  return { send }
}
