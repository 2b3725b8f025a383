import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'
import pg from 'pg'

import { startApp } from '../../test/app.ts'
import { newContact } from '../../test/factories.ts'
import { accepted, claimDue, eventsAbout, newThread, readMessage, receiptFor, settle } from '../../test/threads.ts'
import { settleAbandoned } from './abandoned.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'

const { app, db, databaseUrl } = await startApp()
const ours = 4711

async function claimedBy(workerId: number) {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread, workerId)) as [Claimed]
  return { ...thread, thread, id, draft }
}

/** A worker that lives: it holds the lock of its id. */
async function liveWorker(workerId: number): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('select pg_advisory_lock($1)', [workerId])
  return () => client.end()
}

test('what a dead worker had claimed becomes unknown, and is not sent again', async () => {
  const { ada, id } = await claimedBy(1001)
  await settleAbandoned(db, ours)
  const { status, errorCode } = await readMessage(ada, id)
  assert.equal(status, 'unknown')
  assert.equal(errorCode, 'server_stopped')
  const rows = await db.selectFrom('outbox').selectAll().where('organizationId', '=', ada.user.organizationId).execute()
  assert.deepEqual(rows, [])
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.unknown'])
})

test('what a living worker has claimed is left alone, also what is our own', async () => {
  const endOther = await liveWorker(1002)
  const [other, own] = [await claimedBy(1002), await claimedBy(ours)]
  await settleAbandoned(db, ours)
  assert.equal((await readMessage(other.ada, other.id)).status, 'queued')
  assert.equal((await readMessage(own.ada, own.id)).status, 'queued')
  await endOther()
  // The server ends the session a moment after the client is gone.
  await settleWhenDead(1002)
  assert.equal((await readMessage(other.ada, other.id)).status, 'unknown')
  assert.equal((await readMessage(own.ada, own.id)).status, 'queued')
})

test('many that find the same dead worker at once settle its messages once', async () => {
  const { ada, id } = await claimedBy(1003)
  await Promise.all([1, 2, 3, 4].map((workerId) => settleAbandoned(db, workerId)))
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.unknown'])
})

test('a receipt of the abandoned attempt tells what became of it', async () => {
  const { ada, id, channel, draft } = await claimedBy(1004)
  await settleAbandoned(db, ours)
  await applyReceipt(db, { organizationId: ada.user.organizationId, id: channel._id }, receiptFor(draft, 'delivered'))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
})

test('a worker that was taken for dead still writes down what it knows', async () => {
  const { ada, id, thread, draft } = await claimedBy(1005)
  await settleAbandoned(db, ours)
  await settle(db, thread, draft, accepted(draft))
  assert.equal((await readMessage(ada, id)).status, 'sent')
})

test('what nobody had claimed yet keeps waiting', async () => {
  const { ada, send } = await newThread(app)
  const { _id } = await send()
  await settleAbandoned(db, ours)
  assert.equal((await readMessage(ada, _id)).status, 'queued')
})

test('all that one worker had claimed in several organizations is settled', async () => {
  const [one, two] = [await claimedBy(1006), await claimedBy(1006)]
  const { _id: contactId } = await newContact(one.ada)
  const more = await one.ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  await claimDue(db, one, 1006)
  await settleAbandoned(db, ours)
  for (const [ada, id] of [
    [one.ada, one.id],
    [one.ada, more.json()._id],
    [two.ada, two.id],
  ] as const) {
    assert.equal((await readMessage(ada, id)).status, 'unknown')
  }
})

async function settleWhenDead(workerId: number): Promise<void> {
  for (;;) {
    const held = await sql<{ pid: number }>`
      select pid from pg_locks where locktype = 'advisory' and objid = ${workerId}
    `.execute(db)
    if (held.rows.length === 0) break
  }
  await settleAbandoned(db, ours)
}
