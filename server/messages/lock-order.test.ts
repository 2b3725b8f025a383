import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newColleague, newInbound, untilBlocked } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { merge, newPair } from '../../test/merges.ts'
import { claimDue, newThread, receiptFor, settle, someError } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import { transact } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { claim } from './claim.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'
import { sendScheduled } from './scheduled-sending.ts'

const { app, db, tools } = await startApp()

interface Row {
  table: string
  id: string
  /** What it is called by, where that is no id of its own. */
  key?: string
}

/** Whoever waits for the one must not have the other already: who takes them in the right order would wait for them. */
async function waitsWithout(person: Person, first: Row, later: Row, start: () => Promise<unknown>): Promise<void> {
  const [started] = await transact(db, async (trx) => {
    await hold(trx, person, first)
    const waiting = start()
    waiting.catch(() => undefined)
    await untilBlocked(db)
    await hold(trx, person, later, sql`nowait`)
    return [waiting]
  })
  await started
}

async function hold(trx: Trx, { user }: Person, { table, id, key = 'id' }: Row, wait = sql``): Promise<void> {
  const held = await sql`
    select from ${sql.table(table)} where organization_id = ${user.organizationId} and ${sql.ref(key)} = ${id} for update ${wait}
  `.execute(trx)
  assert.equal(held.rows.length, 1, table)
}

const contactOf = ({ contactId }: Thread): Row => ({ table: 'contacts', id: contactId })
const conversationOf = ({ conversationId }: Thread): Row => ({ table: 'conversations', id: conversationId })
const messageOf = (id: string): Row => ({ table: 'messages', id })
const outboxOf = (id: string): Row => ({ table: 'outbox', id, key: 'message_id' })

test('whoever assigns a conversation, one or many, holds its contact before', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const rep = await newColleague(app, ada, 'SALES_REP')
  const assign = (url: string, payload: object) => () =>
    ada.call(url.startsWith('/api/conversations') ? 'POST' : 'PUT', url, payload)
  const [contact, conversation] = [contactOf(thread), conversationOf(thread)]
  const many = { ids: [conversationId], assignees: [rep.user.id] }
  await waitsWithout(ada, contact, conversation, assign('/api/conversations/assign', many))
  const one = { assignees: [ada.user.id] }
  await waitsWithout(ada, contact, conversation, assign(`/api/conversation/${conversationId}`, one))
  const { assignees } = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.deepEqual(
    assignees.map((each: { _id: string }) => each._id ?? each),
    [ada.user.id],
  )
})

test('whoever deletes a conversation holds its contact before', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const remove = () => ada.call('DELETE', `/api/conversation/${conversationId}`)
  await waitsWithout(ada, contactOf(thread), conversationOf(thread), remove)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
})

test('a scheduled message, when it leaves or is changed, is held after its contact', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const { organizationId } = ada.user
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
  const payload = { conversationId, content: 'Tomorrow', scheduledAt }
  const { _id: id } = (await ada.call('POST', '/api/messages/send', payload)).json()
  const scheduled = { table: 'scheduled_messages', id }
  const url = `/api/messages/scheduled/${id}`
  await waitsWithout(ada, contactOf(thread), scheduled, () => ada.call('PATCH', url, { content: 'Changed' }))
  const comeTrue = () => sendScheduled(db, tools, { organizationId, id, scheduledAt })
  await waitsWithout(ada, contactOf(thread), scheduled, comeTrue)
  const { status, content } = (await ada.call('GET', url)).json()
  assert.deepEqual([status, content], ['sent', 'Changed'])
})

test('a merge that is undone is held after the contact that was left', async () => {
  const { ada, source, target } = await newPair(app)
  const { mergeId } = await merge(ada, source._id, target._id)
  const undo = () => ada.call('POST', `/api/contacts/merges/${mergeId}/undo`)
  const mergeRow = { table: 'contact_merges', id: mergeId }
  await waitsWithout(ada, { table: 'contacts', id: target._id }, mergeRow, undo)
  assert.equal((await ada.call('GET', `/api/contacts/${source._id}`)).statusCode, 200)
})

test('two who may be one are held before what was found of them', async () => {
  const { ada, source, target } = await newPair(app)
  const review = {
    organizationId: ada.user.organizationId,
    id: newId(),
    sourceContactId: source._id,
    candidateContactId: target._id,
    status: 'needs_review',
    score: 1,
    reasons: ['name'],
    createdAt: new Date(),
  }
  await db.insertInto('dedupReviews').values(review).execute()
  const decide = () => ada.call('PATCH', `/api/contacts/dedup-reviews/${review.id}/merge`, {})
  await waitsWithout(ada, { table: 'contacts', id: source._id }, { table: 'dedup_reviews', id: review.id }, decide)
  assert.equal((await ada.call('GET', `/api/contacts/${source._id}`)).statusCode, 404)
})

test('whoever cancels a message holds it before it leaves the outbox', async () => {
  const { ada, send } = await newThread(app)
  const { _id } = await send()
  await waitsWithout(ada, messageOf(_id), outboxOf(_id), () => ada.call('POST', `/api/messages/${_id}/cancel`))
  assert.equal((await ada.call('GET', `/api/messages/${_id}`)).json().status, 'canceled')
})

test('a STOP holds what waits before it leaves the outbox', async () => {
  const { ada, send, write } = await newThread(app)
  const { _id } = await send()
  await waitsWithout(ada, messageOf(_id), outboxOf(_id), () => write('STOP'))
  assert.equal((await ada.call('GET', `/api/messages/${_id}`)).json().errorCode, 'opted_out')
})

test('an outcome holds its message before that leaves the outbox', async () => {
  for (const outcome of [
    { kind: 'rejected', error: someError },
    { kind: 'unknown', error: someError },
    { kind: 'accepted', providerMessageId: 'SM1' },
  ] as const) {
    const thread = await newThread(app)
    const { _id } = await thread.send()
    const [draft] = (await claimDue(db, thread)) as [Claimed]
    await waitsWithout(thread.ada, messageOf(_id), outboxOf(_id), () => settle(db, thread, draft, outcome))
  }
})

test('a merge holds what waits before it says where that goes', async () => {
  const { ada, contactId, channel, send } = await newThread(app)
  const { _id } = await send()
  const other = await newInbound(ada, channel)
  await waitsWithout(ada, messageOf(_id), outboxOf(_id), () => merge(ada, contactId, other.contactId))
})

test('a provider’s opt-out holds the conversation before its message', async () => {
  const thread = await newThread(app)
  const { ada, channel } = thread
  const error = { code: '21610', message: 'Opted out.', isOptOut: true } as const
  const key = { organizationId: ada.user.organizationId, id: channel._id }
  const [first, second] = [await thread.send(), await thread.send()]
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  const refuse = () => settle(db, thread, draft, { kind: 'rejected', error })
  await waitsWithout(ada, conversationOf(thread), messageOf(first._id), refuse)
  assert.equal((await ada.call('GET', `/api/messages/${second._id}`)).json().errorCode, 'opted_out')
  const told = () => applyReceipt(db, key, receiptFor(draft, 'failed', { error }))
  await waitsWithout(ada, conversationOf(thread), messageOf(first._id), told)
})

test('a worker leaves what is being deleted, and does not wait for it', async () => {
  const thread = await newThread(app)
  const { ada, channel } = thread
  const { _id } = await thread.send()
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  const worker = { workerId: 1, limit: 10, perSecond: 1_000_000 }
  await transact(db, async (trx) => {
    await hold(trx, ada, messageOf(_id))
    const claimed = claim(db, key, worker).then(({ drafts }) => drafts)
    const hasWaited = untilBlocked(db).then(
      () => 'it waited',
      () => 'it never waited',
    )
    assert.deepEqual(await Promise.race([claimed, hasWaited]), [])
  })
  const [draft] = await claimDue(db, thread)
  assert.equal(draft?.messageId, _id)
})
