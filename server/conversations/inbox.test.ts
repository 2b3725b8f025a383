import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

interface Row {
  _id: string
  contact: { _id: string; firstName: string | null; phoneNumber: string }
  [field: string]: unknown
}

test('a row of the inbox has all that a list shows', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada, { name: 'Sales' })
  const contact = await newContact(ada, { firstName: 'Grace', lastName: 'Hopper' })
  const { conversationId } = await newInbound(ada, channel, { from: contact.phoneNumber, body: 'Are you open?' })
  const [row, ...others] = await list(ada)
  assert.equal(others.length, 0)
  const { waitingSince, lastMessageTime, ...rest } = row!
  assert.equal(waitingSince, lastMessageTime)
  assert.deepEqual(
    pick(rest, 'latestMessage', 'lastDirection', 'unreadCount', 'isUnseen', 'state', 'optedOut', 'channelName', 'tags'),
    ['Are you open?', 'inbound', 1, true, 'open', false, 'Sales', []],
  )
  assert.equal(rest._id, conversationId)
  assert.deepEqual(rest.contact, {
    _id: contact._id,
    firstName: 'Grace',
    lastName: 'Hopper',
    phoneNumber: contact.phoneNumber,
  })
  assert.deepEqual(rest['assignees'], [{ _id: ada.user.id, fullName: ada.user.fullName, email: ada.user.email }])
})

test('the newest, the oldest or who waits longest comes first, page by page', async () => {
  const { ada, threads, write, answer } = await newInbox(4)
  await answer(threads[1]!)
  await write(threads[0]!)
  assert.deepEqual(await pages(ada, 'sort=newest'), [threads[0], threads[1], threads[3], threads[2]])
  assert.deepEqual(await pages(ada, 'sort=oldest'), [threads[2], threads[3], threads[1], threads[0]])
  // Writing again does not send to the end of the queue; who was answered does not wait.
  assert.deepEqual(await pages(ada, 'sort=waiting'), [threads[0], threads[2], threads[3]])
  await write(threads[1]!)
  assert.deepEqual(await pages(ada, 'sort=waiting'), [threads[0], threads[2], threads[3], threads[1]])
})

test('who is resolved and writes again waits anew', async () => {
  const { ada, threads, write } = await newInbox(2)
  await ada.call('PUT', `/api/conversation/${threads[0]}/resolve`, { isResolved: true })
  const [resolved] = await list(ada, 'state=resolved')
  assert.equal(resolved!['waitingSince'], null)
  await write(threads[0]!)
  assert.deepEqual(await ids(ada, 'sort=waiting'), [threads[1], threads[0]])
})

test('each filter keeps what it says, and all of them together', async () => {
  const { ada, threads, channel, contacts } = await newInbox(3)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const other = await newInbound(ada, await newChannel(ada), { body: 'On the other line' })
  await ada.call('POST', '/api/conversations/assign', { ids: [threads[0]], assignees: [rep.user.id] })
  await ada.call('POST', '/api/conversations/assign', { ids: [threads[1]], assignees: [] })
  await ada.call('POST', '/api/conversations/tag', { ids: [threads[0], threads[2]], add: [' VIP  Customer '] })
  await ada.call('POST', '/api/conversations/seen', { ids: [threads[0], threads[1]] })
  await newInbound(ada, channel, { from: contacts[2]!.phoneNumber, body: 'STOP' })

  const [a, b, c] = threads as [string, string, string]
  const expected: Record<string, string[]> = {
    '': [c, other.conversationId, b, a],
    [`channelId=${channel._id}`]: [c, b, a],
    'channelType=facebook': [],
    [`assignee=${rep.user.id}`]: [a],
    'assignee=me': [c, other.conversationId],
    'assignee=none': [b],
    'owner=me': [c, other.conversationId, b, a],
    [`owner=${rep.user.id}`]: [],
    'unread=true': [c, other.conversationId],
    'unread=false': [b, a],
    'optedOut=true': [c],
    'optedOut=false': [other.conversationId, b, a],
    'tag=vip%20customer': [c, a],
    'tag=vip': [],
    'search=contact2': [c],
    [`search=${encodeURIComponent(contacts[0]!.phoneNumber.slice(-7))}`]: [a],
    'text=other%20li': [other.conversationId],
    'text=%21%3F': [],
    'unread=true&optedOut=true&tag=vip%20customer&assignee=me': [c],
    'unread=true&assignee=none': [],
  }
  for (const [query, wanted] of Object.entries(expected)) assert.deepEqual(await ids(ada, query), wanted, query)
})

test('what is open, snoozed, resolved and all of them are lists of their own', async () => {
  const { ada, threads } = await newInbox(3)
  const [a, b, c] = threads as [string, string, string]
  await ada.call('POST', '/api/conversations/snooze', { ids: [a], until: new Date(Date.now() + 3_600_000) })
  await ada.call('POST', '/api/conversations/resolve', { ids: [b] })
  assert.deepEqual(await ids(ada), [c])
  assert.deepEqual(await ids(ada, 'state=snoozed'), [a])
  assert.deepEqual(await ids(ada, 'state=resolved'), [b])
  assert.deepEqual(await pages(ada, 'state=all'), [c, b, a])
})

test('a rep finds what is theirs, a head the department’s, and a stranger nothing', async () => {
  const { ada, threads } = await newInbox(3)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId })
  const other = await newColleague(app, ada, 'SALES_REP')
  await ada.call('POST', '/api/conversations/assign', { ids: [threads[0]], assignees: [rep.user.id] })
  await ada.call('POST', '/api/conversations/assign', { ids: [threads[1]], assignees: [other.user.id] })
  assert.deepEqual(await ids(rep), [threads[0]])
  assert.deepEqual(await ids(head), [threads[0]])
  assert.deepEqual(await ids(other, `assignee=${rep.user.id}`), [])
  assert.deepEqual(await ids(other, 'text=message'), [threads[1]])
  assert.deepEqual(await ids(await newOrganization(app)), [])
  const counts = (await rep.call('GET', '/api/conversations/counts')).json()
  assert.deepEqual(counts.counts, {
    mine: 1,
    unassigned: 0,
    all: 1,
    unread: 1,
    waiting: 1,
    snoozed: 0,
    resolved: 0,
    mentions: 0,
    following: 0,
  })
})

test('each count is the length of its list', async () => {
  const { ada, threads, answer } = await newInbox(5)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await answer(threads[0]!)
  await ada.call('POST', '/api/conversations/assign', { ids: threads.slice(0, 2), assignees: [] })
  await ada.call('POST', '/api/conversations/assign', { ids: [threads[2]], assignees: [rep.user.id] })
  await ada.call('POST', '/api/conversations/resolve', { ids: [threads[3]] })
  await ada.call('POST', '/api/conversations/seen', { ids: [threads[1]] })
  await ada.call('POST', '/api/conversations/views', {
    name: 'Unread of others',
    filters: { unread: true, assignee: rep.user.id },
  })
  const queries = {
    mine: 'assignee=me',
    unassigned: 'assignee=none',
    all: '',
    unread: 'unread=true',
    waiting: 'waiting=true',
    snoozed: 'state=snoozed',
    resolved: 'state=resolved',
    mentions: 'mentioned=true',
    following: 'followed=true',
  }
  for (const person of [ada, rep]) {
    const { counts, views } = (await person.call('GET', '/api/conversations/counts')).json()
    for (const [name, query] of Object.entries(queries)) {
      assert.equal(counts[name], (await ids(person, query)).length, `${person.user.accessRole} ${name}`)
    }
    assert.deepEqual(
      views.map(({ count }: { count: number }) => count),
      person === ada ? [1] : [],
    )
  }
  for (const within of ['unread=true', 'waiting=false', 'state=resolved']) {
    const { counts } = (await ada.call('GET', `/api/conversations/counts?${within}`)).json()
    for (const name of ['mine', 'unassigned', 'all'] as const) {
      assert.equal(counts[name], (await ids(ada, `${queries[name]}&${within}`)).length, `${name} ${within}`)
    }
  }
  const narrowed = (await ada.call('GET', '/api/conversations/counts?search=contact0')).json()
  assert.deepEqual(narrowed.counts, {
    mine: 0,
    unassigned: 1,
    all: 1,
    unread: 1,
    waiting: 0,
    snoozed: 0,
    resolved: 0,
    mentions: 0,
    following: 0,
  })
})

test('of some conversations those are listed that belong to the list', async () => {
  const { ada, threads } = await newInbox(4)
  const [a, b, c, d] = threads as [string, string, string, string]
  await ada.call('POST', '/api/conversations/resolve', { ids: [b] })
  await ada.call('POST', '/api/conversations/seen', { ids: [c] })
  assert.deepEqual(await ids(ada, `ids=${a}`), [a])
  assert.deepEqual(await ids(ada, `ids=${a}&ids=${b}&ids=${c}`), [c, a])
  assert.deepEqual(await ids(ada, `ids=${a}&ids=${b}&ids=${c}&state=all&unread=true`), [b, a])
  assert.deepEqual(await ids(ada, `ids=${b}&ids=${d}&state=resolved`), [b])
  const eve = await newOrganization(app)
  assert.deepEqual(await ids(eve, `ids=${a}&ids=${b}&state=all`), [])
  const many = Array.from({ length: 101 }, () => `ids=${a}`).join('&')
  assert.equal((await ada.call('GET', `/api/conversations?${many}`)).statusCode, 400)
})

test('a note that mentions somebody puts the conversation among their mentions, and nobody else’s', async () => {
  const { ada, threads } = await newInbox(3)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [a, b] = threads as [string, string]
  await ada.call('POST', '/api/conversations/assign', { ids: [a, b], assignees: [rep.user.id] })
  const note = { content: 'Can you look?', mentions: [rep.user.id] }
  for (const id of [a, a, b]) await ada.call('POST', `/api/conversation/${id}/notes`, note)
  assert.deepEqual(await ids(rep, 'mentioned=true'), [b, a])
  assert.deepEqual(await ids(ada, 'mentioned=true'), [])
  assert.deepEqual(await ids(rep, 'mentioned=false'), [])
  assert.equal((await rep.call('GET', '/api/conversations/counts')).json().counts.mentions, 2)
  await ada.call('POST', '/api/conversations/resolve', { ids: [b] })
  assert.deepEqual(await ids(rep, 'mentioned=true'), [a])
})

test('the stage of the contact narrows the list', async () => {
  const { ada, threads, contacts } = await newInbox(3)
  const qualified = { contactIds: [contacts[1]!._id], status: 'Qualified' }
  await ada.call('PUT', '/api/contacts/bulk-update-status', qualified)
  assert.deepEqual(await ids(ada, 'status=Qualified'), [threads[1]])
  assert.deepEqual(await ids(ada, 'status=Lost'), [])
})

test('a row says what became of the latest message, if it is ours', async () => {
  const { ada, threads, write, answer } = await newInbox(1)
  assert.equal((await list(ada))[0]!['lastStatus'], null)
  await answer(threads[0]!)
  assert.equal((await list(ada))[0]!['lastStatus'], 'queued')
  await write(threads[0]!)
  assert.equal((await list(ada))[0]!['lastStatus'], null)
})

/** Conversations with contacts named contact0, contact1, … that wrote one after the other. */
async function newInbox(size: number) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const contacts: Array<{ _id: string; phoneNumber: string }> = []
  const threads: string[] = []
  for (let index = 0; index < size; index++) {
    const contact = await newContact(ada, { firstName: `contact${index}` })
    contacts.push(contact)
    const body = `My message ${index}`
    threads.push((await newInbound(ada, channel, { from: contact.phoneNumber, body })).conversationId)
  }
  const write = (id: string) => newInbound(ada, channel, { from: contacts[threads.indexOf(id)]!.phoneNumber })
  const answer = (conversationId: string) => ada.call('POST', '/api/messages/send', { conversationId, content: 'Yes' })
  return { ada, channel, contacts, threads, write, answer }
}

async function list(person: Person, query = ''): Promise<Row[]> {
  const response = await person.call('GET', `/api/conversations?${query}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json().conversations
}

async function ids(person: Person, query = ''): Promise<string[]> {
  return (await list(person, query)).map(({ _id }) => _id)
}

/** All of them, two at a time. */
async function pages(person: Person, query: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { conversations: Row[]; nextCursor: string | null } = (
      await person.call('GET', `/api/conversations?${query}&size=2${cursor && `&cursor=${cursor}`}`)
    ).json()
    found.push(...page.conversations.map(({ _id }: Row) => _id))
    cursor = page.nextCursor
  }
  return found
}

function pick(row: Record<string, unknown>, ...names: string[]): unknown[] {
  return names.map((name) => row[name])
}
