import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { contradictions } from '../../test/contradictions.ts'
import { bring, exportText, toLines } from '../../test/transfers.ts'
import type { ExportLine } from '../../test/transfers.ts'
import { newWholeOrganization } from '../../test/whole-organization.ts'
import { breakDown, dimensions } from '../conversations/breakdown.ts'
import type { Share } from '../conversations/breakdown.ts'
import { foldCounts, recountInbox } from '../conversations/count-folding.ts'
import { countInbox, standingViews } from '../conversations/counts.ts'
import { userActor } from '../identity/actor.ts'
import { Ids } from './arrival/ids.ts'
import { sections } from './tables.ts'

const server = await startApp()
const { app, config } = server

const { people, things } = await newWholeOrganization(server)
const { admin } = people
const origin = await exportText(admin)

const target = await newOrganization(app, { organizationName: 'Elsewhere' })
const imported = await bring(server, target, origin)

test('what was brought is what was taken along, but for ids and what must not happen twice', async () => {
  assert.equal(imported.status, 'completed', JSON.stringify(imported.error))
  const again = toLines(await exportText(target))
  const byId = new Map(again.map(({ row }) => [row?.['id'], row ?? {}]))
  const expected = bySection(toLines(origin), (table, row) =>
    arrivedAs(table, ids().within(row) as Row, ({ id }) => byId.get(id) ?? {}),
  )
  const found = bySection(again, (_table, row) => row)
  assert.deepEqual(emptySections(found), [])
  for (const { name } of sections) {
    const left = found[name]!.filter((row) => !expected[name]!.includes(row))
    const missing = expected[name]!.filter((row) => !found[name]!.includes(row))
    assert.deepEqual(missing, [], name)
    assert.ok(left.every(isOfTarget), `${name}: ${left.join('\n')}`)
  }
})

const ids = () => new Ids(config.encryptionKey, target.user.organizationId, things.organization)
const elsewhere = (id: string) => ids().of(id)

/** The same list of both, theirs in the words of the other. */
async function both(url: (id: (id: string) => string) => string): Promise<[unknown, unknown]> {
  const theirs = await admin.call(
    'GET',
    url((id) => id),
  )
  const ours = await target.call('GET', url(elsewhere))
  assert.deepEqual([theirs.statusCode, ours.statusCode], [200, 200], ours.body)
  return [ids().within(shown(theirs)), shown(ours)]
}

/** Links are keyed anew each time. */
function shown({ body }: { body: string }): unknown {
  return JSON.parse(body, (key, value) => (key === 'signedUrl' ? undefined : value))
}

test('lists, their counts, the search and the reports say the same', async () => {
  for (const url of [
    () => '/api/contacts?size=100',
    () => '/api/contacts?search=Jane',
    () => '/api/contacts/tags',
    () => '/api/reports/daily-messages?from=2000-01-01&to=2999-12-31',
    () => '/api/reports/conversations?from=2025-01-01&to=2025-02-01&by=user',
    (id: (id: string) => string) => `/api/contact-notes?contactId=${id(things.contact)}`,
  ]) {
    const [theirs, ours] = await both(url)
    assert.deepEqual(
      ours,
      theirs,
      url((id) => id),
    )
  }
  const found = await target.call('GET', '/api/messages/search?q=secret')
  assert.ok(found.json().messages.length > 0)
})

test('the totals that lists show are those of the rows', async () => {
  const { organizationId } = target.user
  const sums = await sql<{ counted: number; tallied: number; rows: number }>`
    select
      (select sum(c.contacts)::bigint from contact_counts c where c.organization_id = ${organizationId}) as counted,
      (select sum(t.contacts)::bigint from contact_tallies t where t.organization_id = ${organizationId}) as tallied,
      (select count(*) from contacts k where k.organization_id = ${organizationId}) as rows
  `.execute(server.db)
  const { counted, tallied, rows } = sums.rows[0]!
  assert.ok(rows > 0)
  assert.deepEqual([counted, tallied], [rows, rows])
})

test('the counts of the inbox are those of the origin, for whoever looks, before and after they are added up', async () => {
  const { organizationId } = target.user
  const found = await server.db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', things.organization)
    .execute()
  const seen = new Set<string>()
  for (const isAddedUp of [false, true]) {
    if (isAddedUp) await foldCounts(server.db, organizationId)
    for (const user of found) {
      const theirs = userActor(user)
      const ours = userActor({ ...(ids().within(user) as typeof user), accessRole: user.accessRole })
      const counts = await countInbox(server.db, theirs, {})
      assert.deepEqual(await countInbox(server.db, ours, {}), ids().within(counts))
      for (const dimension of dimensions) {
        const shares = await breakDown(server.db, theirs, dimension)
        assert.deepEqual(byValue(await breakDown(server.db, ours, dimension)), byValue(ids().within(shares) as Share[]))
      }
      for (const [name, { count }] of Object.entries(counts.standing)) if (count > 0) seen.add(name)
    }
    assert.equal(await recountInbox(server.db, organizationId), 0)
  }
  assert.deepEqual([...seen].toSorted(), Object.keys(standingViews).toSorted(), 'there was something to count in each')
})

function byValue(shares: Share[]): Share[] {
  return shares.toSorted((one, other) => String(one.value).localeCompare(String(other.value)))
}

test('no counter and no copy contradicts the rows that it is made from more than in the origin', async () => {
  const [theirs, ours] = await Promise.all(
    [things.organization, target.user.organizationId].map((id) => contradictions(server.db, id)),
  )
  // What waited has failed, without a word of its delivery.
  const different = /^(a message is as far as any|nothing waits to be sent)/
  const rules = (found: string[]) =>
    found
      .map((each) => each.split(': ')[0]!)
      .filter((each) => !different.test(each))
      .toSorted()
  assert.deepEqual(rules(ours!), rules(theirs!), ours!.join('\n'))
  assert.ok(!rules(ours!).some((rule) => /seen|counted by|pipeline/.test(rule)), ours!.join('\n'))
})

test('contacts stand in their pipelines, and each pipeline counts its own', async () => {
  const [, ours] = await both(() => '/api/pipelines/list')
  const pipelines = (ours as { data: Array<{ _id: string; isDefault: boolean }> }).data
  assert.deepEqual(
    pipelines.map(({ isDefault }) => isDefault),
    [true, false],
  )
  for (const { _id } of pipelines) {
    const former = await server.db
      .selectFrom('pipelines')
      .select('id')
      .where('organizationId', '=', things.organization)
      .execute()
    const { id } = former.find((each) => elsewhere(each.id) === _id)!
    const [counts, theirs] = await Promise.all([
      target.call('POST', '/api/contacts/counts', { pipelineId: _id }),
      admin.call('POST', '/api/contacts/counts', { pipelineId: id }),
    ])
    assert.equal(theirs.statusCode, 200, theirs.body)
    assert.ok(Object.values(theirs.json()).some((count) => Number(count) > 0))
    assert.deepEqual(counts.json(), ids().within(theirs.json()))
  }
})

test('files hold what they held, under names that lead nowhere', async () => {
  const files = await server.db
    .selectFrom('files')
    .select(['id', 'size'])
    .where('organizationId', '=', things.organization)
    .where('storedAt', 'is not', null)
    .execute()
  assert.ok(files.length > 1)
  for (const { id, size } of files) {
    const [theirs, ours] = await Promise.all([
      server.storage.read(`${things.organization}/${id}`),
      server.storage.read(`${target.user.organizationId}/${elsewhere(id)}`),
    ])
    assert.equal(theirs.length, size)
    assert.deepEqual(ours, theirs)
  }
})

test('nothing waits to be sent, and nothing is heard of', async () => {
  const { organizationId } = target.user
  for (const table of ['outbox', 'mails', 'apiKeys', 'authenticators', 'eventCursors', 'channelRoutes'] as const) {
    const rows = await server.db
      .selectFrom(table)
      .select('organizationId')
      .where('organizationId', '=', organizationId)
      .execute()
    assert.deepEqual(rows, [], table)
  }
  const queued = await target.call('GET', '/api/messages?status=queued')
  assert.deepEqual(queued.json().messages, [])
})

test('a channel is in use again once it is enabled, and its number free', async () => {
  const id = elsewhere(things.channel)
  const taken = await target.call('PUT', `/api/channels/${id}`, { isDisabled: false })
  assert.equal(taken.json().error.code, 'address_taken')
  await admin.call('DELETE', `/api/channels/${things.channel}`)
  const enabled = await target.call('PUT', `/api/channels/${id}`, { isDisabled: false })
  assert.equal(enabled.statusCode, 200, enabled.body)
})

function emptySections(rows: Record<string, string[]>): string[] {
  return Object.keys(rows).filter((name) => rows[name]!.length === 0)
}

type Row = Record<string, unknown>

function bySection(lines: ExportLine[], change: (table: string, row: Row) => Row): Record<string, string[]> {
  const rows = Object.fromEntries(sections.map(({ name }): [string, string[]] => [name, []]))
  for (const { table, row } of lines) if (table && row) rows[table]!.push(JSON.stringify(change(table, row)))
  return rows
}

/** What the organization had before: its admin, and a log of its own. */
function isOfTarget(row: string): boolean {
  return row.includes(target.user.id) || row.includes('"type":"organization.')
}

/** Nothing leaves twice, nobody reaches further than before, and what was under way is said to have ended. */
function arrivedAs(table: string, row: Row, at: (row: Row) => Row): Row {
  const here = at(row)
  if (table === 'users' && row['accessRole'] === 'SUPERADMIN') return { ...row, accessRole: 'ADMIN' }
  if (table === 'messages' && row['status'] === 'queued') {
    return { ...row, status: 'failed', errorCode: 'taken_along', errorMessage: here['errorMessage'] }
  }
  if (table === 'conversations') return { ...row, readerIds: (row['readerIds'] as string[]).toSorted() }
  if (table === 'channels') return { ...row, trouble: here['trouble'], disabledAt: here['disabledAt'] }
  if (table === 'webhooks') return { ...row, disabledAt: here['disabledAt'], disabledReason: 'moved' }
  if (table === 'scheduled_messages' && !row['sentAt'] && !row['canceledAt'] && !row['failedAt']) {
    const { failedAt, errorMessage } = here
    return { ...row, failedAt, errorCode: 'taken_along', errorMessage }
  }
  if (table === 'attachments' && row['storedAt'] === null) {
    return { ...row, failedAt: here['failedAt'], errorMessage: here['errorMessage'] }
  }
  return row
}
