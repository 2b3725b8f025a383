import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newOrganization, until } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { beginAnew, rebuildReports } from './rebuilding.ts'

const { app, db } = await startApp()
const hour = 3_600_000

for (const [timeZone, from, to] of [
  ['Europe/Berlin', '2025-03-29', '2025-03-31'],
  ['Europe/Berlin', '2025-10-25', '2025-10-27'],
  ['America/Santiago', '2025-09-06', '2025-09-08'],
  ['Australia/Lord_Howe', '2025-04-05', '2025-04-07'],
  ['Asia/Kathmandu', '2025-03-29', '2025-03-31'],
] as const) {
  test(`days and hours are those on the wall, from ${from} in ${timeZone}`, async () => {
    const ada = await newOrganization(app)
    const { organizationId } = ada.user
    assert.equal((await ada.call('PUT', '/api/organizations/user', { timezone: timeZone })).statusCode, 200)
    const thread = await newThread(app, { ada })
    const [first, last] = [Date.parse(from) - 26 * hour, Date.parse(to) + 50 * hour]
    const moments = Array.from({ length: (last - first) / (hour / 2) }, (_, index) => first + (index * hour) / 2 + 7000)
    await insert(organizationId, thread, moments)
    await recount(organizationId)

    const query = `from=${from}&to=${to}`
    const daily = (await ada.call('GET', `/api/reports/messages?${query}&interval=day`)).json()
    const days = await byOwnSum(organizationId, timeZone, { from, to }, 'YYYY-MM-DD')
    assert.equal(daily.timeZone, timeZone)
    assert.deepEqual(
      daily.rows.map(({ start, received }: { start: string; received: number }) => [start, received]),
      days,
    )
    assert.equal(days.length, 3)
    const busy = (await ada.call('GET', `/api/reports/busy-hours?${query}`)).json()
    assert.deepEqual(
      busy.rows.map((row: Record<string, number>) => [`${row['weekday']} ${row['hour']}`, row['received']]),
      await byOwnSum(organizationId, timeZone, { from, to }, 'ID FMHH24'),
    )
    const file = (await ada.call('GET', `/api/reports/export?${query}&interval=day&report=messages`)).body
    const cells = file
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
    assert.deepEqual(
      cells.map(([start, , , received]) => [start, Number(received)]),
      days,
    )
  })
}

/** What PostgreSQL, which has a table of time zones of its own, makes of the messages themselves. */
async function byOwnSum(
  organizationId: string,
  timeZone: string,
  { from, to }: { from: string; to: string },
  pattern: string,
): Promise<Array<[string, number]>> {
  const found = await sql<{ label: string; total: number }>`
    select to_char(m.created_at at time zone ${timeZone}, ${pattern}) as label, count(*)::integer as total from messages m
    where m.organization_id = ${organizationId} and m.direction = 'inbound'
      and (m.created_at at time zone ${timeZone})::date between ${from}::date and ${to}::date
    group by 1
  `.execute(db)
  const order = (label: string) => label.split(' ').map(Number)
  const ordered = found.rows.toSorted((one, other) => {
    const [[day = 0, at = 0], [otherDay = 0, otherAt = 0]] = [order(one.label), order(other.label)]
    return pattern.startsWith('Y') ? one.label.localeCompare(other.label) : day - otherDay || at - otherAt
  })
  return ordered.map(({ label, total }) => [label, total])
}

async function insert(
  organizationId: string,
  { conversationId, contactId, channel }: Awaited<ReturnType<typeof newThread>>,
  moments: number[],
): Promise<void> {
  const rows = moments.map((moment) => ({
    organizationId,
    id: newId(new Date(moment)),
    conversationId,
    contactId,
    channelId: channel._id,
    channelType: 'sms',
    direction: 'inbound',
    status: 'delivered',
    content: 'Hello',
    createdAt: new Date(moment),
    updatedAt: new Date(moment),
  }))
  await db
    .insertInto('messages')
    .values(rows as never)
    .execute()
}

async function recount(organizationId: string): Promise<void> {
  await db.deleteFrom('dailySums').where('organizationId', '=', organizationId).execute()
  await transact(db, (trx) => beginAnew(trx, organizationId, new Date()))
  await until(async () => {
    await rebuildReports(db, organizationId)
    const row = await db
      .selectFrom('reportRebuilds')
      .select('finishedAt')
      .where('organizationId', '=', organizationId)
      .executeTakeFirst()
    return row?.finishedAt
  })
}
