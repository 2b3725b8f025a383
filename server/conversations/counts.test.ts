import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { sql } from 'kysely'

import { atOnce, eventsOf, newInbound, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { act, drawn, newInbox } from '../../test/inbox-acts.ts'
import { foldCounts, recountInbox } from './count-folding.ts'

const { app, db } = await startApp({ worker: true })

const standing = {
  mine: 'assignee=me',
  unassigned: 'assignee=none',
  all: '',
  unread: 'unread=true',
  waiting: 'waiting=true',
  snoozed: 'state=snoozed',
  resolved: 'state=resolved',
  mentions: 'mentioned=true',
}

const expected = 'opened assigned resolved reopened seen unseen snoozed unsnoozed deleted moved merged parted'
  .split(' ')
  .map((done) => `conversation.${done}`)

test('whatever is done in whatever order, each count is the length of its list', async () => {
  const inbox = await newInbox(app, 14)
  const draw = drawn(20_290_029)
  for (let round = 0; round < 4; round++) {
    for (let step = 0; step < 50; step++) await act(inbox, draw)
    if (round === 2) await inbox.leave()
    if (round % 2 === 1) await foldCounts(db, inbox.ada.user.organizationId)
    for (const person of inbox.people) await untilEqual(person, [''])
  }
  await foldCounts(db, inbox.ada.user.organizationId)
  for (const person of [inbox.ada, inbox.people[2]!]) await untilNoDifference(() => shareDifference(person))
  const narrowed = [`channelId=${inbox.channels[1]!._id}`, 'channelType=sms', `owner=${inbox.ada.user.id}`]
  for (const person of inbox.people) await untilEqual(person, narrowed)
  assert.equal(await recountInbox(db, inbox.ada.user.organizationId), 0)
  const happened = new Set((await eventsOf(inbox.ada)).map(({ type }) => type))
  assert.deepEqual(
    expected.filter((type) => !happened.has(type)),
    [],
  )
})

test('what many do at once is counted once each, while others add it up', async () => {
  const { ada, threads, channels, contacts } = await newInbox(app, 6)
  const { organizationId } = ada.user
  await atOnce(24, async (index) => {
    const id = threads[index % threads.length]!
    if (index % 4 === 0) await foldCounts(db, organizationId)
    if (index % 4 === 1) await newInbound(ada, channels[0]!, { from: contacts[index % 6]!.phoneNumber })
    if (index % 4 === 2) await ada.call('POST', '/api/conversations/resolve', { ids: [id] })
    if (index % 4 === 3) await ada.call('POST', '/api/conversations/seen', { ids: threads })
  })
  assert.equal(await recountInbox(db, organizationId), 0)
})

test('what is counted alike is one row when it is added up, and what is nothing is none', async () => {
  const { ada, threads } = await newInbox(app, 5)
  const { organizationId } = ada.user
  await foldCounts(db, organizationId)
  assert.deepEqual(await rowsOf('conversationTallyChanges', organizationId), 0)
  assert.deepEqual(await rowsOf('conversationTallies', organizationId), 1)
  for (const id of threads) await ada.call('DELETE', `/api/conversation/${id}`)
  await foldCounts(db, organizationId)
  assert.deepEqual(await rowsOf('conversationTallies', organizationId), 0)
})

test('a message leaves one change at most, and one that changes no list leaves none', async () => {
  const { ada, channels, contacts } = await newInbox(app, 1)
  const { organizationId } = ada.user
  const written = async (work: () => Promise<unknown>) => {
    const before = await rowsOf('conversationTallyChanges', organizationId)
    await work()
    return (await rowsOf('conversationTallyChanges', organizationId)) - before
  }
  const write = () => newInbound(ada, channels[0]!, { from: contacts[0]!.phoneNumber })
  const [{ _id }] = (await ada.call('GET', '/api/conversations')).json().conversations
  assert.equal(await written(() => newInbound(ada, channels[0]!)), 1)
  assert.equal(await written(write), 0)
  assert.equal(await written(() => ada.call('POST', '/api/conversations/resolve', { ids: [_id] })), 1)
  assert.equal(await written(write), 1)
  const answer = { conversationId: _id, content: 'Yes' }
  assert.equal(await written(() => ada.call('POST', '/api/messages/send', answer)), 1)
  assert.equal(await written(() => ada.call('POST', '/api/messages/send', answer)), 0)
})

test('what was written past the verbs is counted again at night', async () => {
  const { ada } = await newInbox(app, 3)
  const { organizationId } = ada.user
  await db
    .updateTable('conversations')
    .set({ resolvedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .execute()
  assert.equal((await countsOf(ada)).counts.all, 3)
  assert.equal(await recountInbox(db, organizationId), 1)
  const { counts } = await countsOf(ada)
  assert.deepEqual([counts.all, counts.resolved], [0, 3])
})

test('what is kept is exact at any length; what must be counted says where it stopped', async () => {
  const { ada, channels } = await newInbox(app, 1)
  const { organizationId } = ada.user
  const many = { organizationId, channelId: channels[0]!._id, userId: ada.user.id }
  await addMany(10_050, many)
  await recountInbox(db, organizationId)
  const view = { name: 'Tagged', filters: { tag: 'many' } }
  await ada.call('POST', '/api/conversations/views', view)
  const all = await countsOf(ada)
  assert.deepEqual([all.counts.all, all.isExact.all], [10_051, true])
  assert.deepEqual([all.views[0].count, all.views[0].isExact], [10_000, false])
  const narrowed = await countsOf(ada, 'tag=many')
  assert.deepEqual([narrowed.counts.all, narrowed.isExact.all, narrowed.isExact.resolved], [10_000, false, true])
  const owned = await countsOf(ada, `owner=${ada.user.id}&channelType=sms`)
  assert.deepEqual([owned.counts.all, owned.isExact.all], [10_051, true])
})

/** The worker may still be handing on what was done: until it has, and then they are to stay equal. */
async function untilEqual(person: Person, narrowings: string[]): Promise<void> {
  const compare = async () => {
    for (const within of narrowings) {
      const { counts, isExact } = await countsOf(person, within)
      for (const [name, query] of Object.entries(standing)) {
        const listed = await lengthOf(person, `${query}&${within}`)
        const who = person.user.accessRole
        if (counts[name] !== listed) return `${who} ${name} ${within}: ${counts[name]} counted, ${listed} listed`
        assert.ok(isExact[name])
      }
    }
    return ''
  }
  await untilNoDifference(compare)
}

/** Until those who were snoozed for a moment are awake. */
async function untilNoDifference(compare: () => Promise<string>): Promise<void> {
  let difference = ''
  await until(async () => (difference = await compare()) === '', 'counts to equal their lists').catch(
    (error: unknown) => {
      throw new Error(difference, { cause: error })
    },
  )
}

/** Each share is what is listed by it. */
async function shareDifference(person: Person): Promise<string> {
  for (const [dimension, filter] of Object.entries({ channel: 'channelId', owner: 'owner', assignee: 'assignee' })) {
    const { shares } = (await person.call('GET', `/api/conversations/counts/by/${dimension}`)).json()
    for (const { value, ...share } of shares) {
      const lists = {
        open: '',
        snoozed: 'state=snoozed',
        resolved: 'state=resolved',
        waiting: 'waiting=true',
        unread: 'unread=true',
      }
      for (const [name, query] of Object.entries(lists)) {
        const listed = await lengthOf(person, `${query}&${filter}=${value ?? 'none'}`)
        const where = `${person.user.accessRole} ${name} by ${dimension}`
        if (share[name] !== listed) return `${where}: ${share[name]} counted, ${listed} listed`
      }
    }
  }
  return ''
}

async function countsOf(person: Person, query = '') {
  const response = await person.call('GET', `/api/conversations/counts?${query}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

async function lengthOf(person: Person, query: string): Promise<number> {
  const response = await person.call('GET', `/api/conversations?size=200&${query}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().conversations.length
}

async function rowsOf(table: 'conversationTallies' | 'conversationTallyChanges', organizationId: string) {
  const rows = await db.selectFrom(table).select('id').where('organizationId', '=', organizationId).execute()
  return rows.length
}

interface Alike {
  organizationId: string
  channelId: string
  userId: string
}

async function addMany(number: number, { organizationId, channelId, userId }: Alike): Promise<void> {
  const ids = Array.from({ length: number }, (_, index) => index.toString(16).padStart(24, '0'))
  const at = new Date()
  await sql`
    insert into contacts (organization_id, id, user_id, created_by_id, status, process, source, last_activity_at, created_at, updated_at)
    select ${organizationId}, n.id, ${userId}, ${userId}, 'New Lead', '', 'API', ${at}, ${at}, ${at} from unnest(${ids}::text[]) as n (id)
  `.execute(db.withoutPlugins())
  await sql`
    insert into conversations (organization_id, id, contact_id, channel_id, channel_type, channel_identifier, user_id, tags, created_at, updated_at)
    select ${organizationId}, n.id, n.id, ${channelId}, 'sms', '', ${userId}, '{many}', ${at}, ${at} from unnest(${ids}::text[]) as n (id)
  `.execute(db.withoutPlugins())
}
