import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { atOnce, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import { foundDemo } from '../demo/demo.ts'
import { transact } from '../platform/database.ts'
import { beginAnew, rebuildReports } from './rebuilding.ts'

const { app, db, config } = await startApp({ worker: true })

test('what was there before is counted as it was when it happened', async () => {
  const { ada, conversationId, write, send } = await newThread(app)
  await write('Hello?')
  await send()
  await write('Thanks')
  await ada.call('POST', '/api/conversations/resolve', { ids: [conversationId] })
  await until(async () => (await sumsOf(ada)).some(([measure]) => measure === 'resolution'))
  await until(async () => (await sumsOf(ada)).some(([measure]) => measure === 'sent'))
  const heard = await sumsOf(ada)
  await forget(ada)
  assert.deepEqual(await rebuilt(ada), heard)
})

test('a piece that is tried several times at once counts once', async () => {
  const { ada, send } = await newThread(app)
  await send()
  await until(async () => (await sumsOf(ada)).some(([measure]) => measure === 'sent'))
  const heard = await sumsOf(ada)
  await forget(ada)
  await transact(db, (trx) => beginAnew(trx, ada.user.organizationId, new Date()))
  await atOnce(4, () => rebuildReports(db, ada.user.organizationId))
  assert.deepEqual(await rebuilt(ada), heard)
})

test('who waits through thousands of messages is answered after the first of them', async () => {
  const { ada, channel, contactId, conversationId } = await newThread(app)
  await until(async () => (await sumsOf(ada)).length > 0)
  const since = Date.now() - 5 * 86_400_000
  const inbound = { direction: 'inbound', status: 'delivered', sentById: null }
  const outbound = { direction: 'outbound', status: 'sent', sentById: ada.user.id }
  await insert(ada, { channel, contactId, conversationId, since }, [
    ...Array.from({ length: 4500 }, () => inbound),
    outbound,
  ])
  await forget(ada)
  const sums = await rebuilt(ada)
  const answered = sums.find(([measure]) => measure === 'firstResponse')
  assert.deepEqual(answered?.slice(-2), [1, 4500])
  const received = sums.filter(([measure]) => measure === 'received')
  assert.equal(
    received.reduce((all, sum) => all + Number(sum.at(-2)), 0),
    4501,
  )
})

test('the demo has a history in its reports', async () => {
  const logIn = (await foundDemo(db, config))!
  const login = await db.selectFrom('logins').selectAll().where('email', '=', logIn.email).executeTakeFirstOrThrow()
  const { organizationId } = login
  const sums = await until(async () => {
    await rebuildReports(db, organizationId)
    const found = await sumsIn(organizationId)
    return found.some(([measure]) => measure === 'received') && found
  })
  const days = new Set(sums.map(([, day]) => day))
  assert.ok(days.size > 20)
  for (const measure of ['opened', 'resolved', 'received', 'sent', 'firstResponse', 'resolution'])
    assert.ok(
      sums.some(([each]) => each === measure),
      measure,
    )
  const messages = await db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .where('direction', '=', 'inbound')
    .executeTakeFirstOrThrow()
  const received = sums.filter(([measure]) => measure === 'received')
  assert.equal(
    received.reduce((all, sum) => all + Number(sum.at(-2)), 0),
    messages.total,
  )
})

type Sum = Array<string | number>

function sumsOf(ada: Person): Promise<Sum[]> {
  return sumsIn(ada.user.organizationId)
}

async function sumsIn(organizationId: string): Promise<Sum[]> {
  const found = await sql<Record<string, string | number>>`
    select measure, day::text as day, channel_id, user_id, bucket, total, seconds from daily_sums
    where organization_id = ${organizationId} and total <> 0 order by measure, day, channel_id, user_id, bucket
  `.execute(db)
  return found.rows.map((row) => Object.values(row))
}

async function forget(ada: Person): Promise<void> {
  const { organizationId } = ada.user
  await db.deleteFrom('dailySums').where('organizationId', '=', organizationId).execute()
}

async function rebuilt(ada: Person): Promise<Sum[]> {
  const { organizationId } = ada.user
  const begun = await sumsOf(ada)
  if (begun.length === 0) await transact(db, (trx) => beginAnew(trx, organizationId, new Date()))
  await until(async () => {
    await rebuildReports(db, organizationId)
    const row = await db
      .selectFrom('reportRebuilds')
      .select('finishedAt')
      .where('organizationId', '=', organizationId)
      .executeTakeFirst()
    return row?.finishedAt
  })
  return sumsOf(ada)
}

interface Place {
  channel: { _id: string }
  contactId: string
  conversationId: string
  since: number
}

/** A second apart from each other. */
async function insert(
  ada: Person,
  { channel, contactId, conversationId, since }: Place,
  said: object[],
): Promise<void> {
  const rows = said.map((each, index) => {
    const at = new Date(since + index * 1000)
    return {
      organizationId: ada.user.organizationId,
      id:
        Math.floor(at.getTime() / 1000)
          .toString(16)
          .padStart(8, '0') + index.toString(16).padStart(16, '0'),
      conversationId,
      contactId,
      channelId: channel._id,
      channelType: 'sms',
      content: 'Hello',
      createdAt: at,
      updatedAt: at,
      ...each,
    }
  })
  for (let start = 0; start < rows.length; start += 1000)
    await db
      .insertInto('messages')
      .values(rows.slice(start, start + 1000) as never)
      .execute()
}
