import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import type { Response } from 'light-my-request'
import pg from 'pg'

import { startApp } from '../../test/app.ts'
import {
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { tooMany } from './errors.ts'
import { once } from './idempotency.ts'

const { app, db, databaseUrl } = await startApp()

const withKey = (key = randomUUID()) => ({ 'idempotency-key': key })
const isReplay = (answer: Response) => answer.headers['idempotent-replayed'] === 'true'

test('the first answer is given again, and nothing is done again', async () => {
  const ada = await newOrganization(app)
  const [key, contact] = [withKey(), { phoneNumber: newNumber(), firstName: 'Jane' }]
  const first = await ada.call('POST', '/api/contact', contact, key)
  const second = await ada.call('POST', '/api/contact', contact, key)
  assert.deepEqual([first.statusCode, second.statusCode], [201, 201])
  assert.equal(second.body, first.body)
  assert.equal(second.headers['content-type'], first.headers['content-type'])
  assert.deepEqual([isReplay(first), isReplay(second)], [false, true])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
})

test('POST, PUT, PATCH and DELETE honour the key alike', async () => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada)
  const calls: Array<[string, string, object?]> = [
    ['POST', '/api/departments', { name: 'Sales' }],
    ['PUT', '/api/contact', { _id: contact._id, lastName: 'Smith' }],
    ['PATCH', `/api/contacts/${contact._id}`, { lastName: 'Doe' }],
    ['DELETE', `/api/contacts/${contact._id}`],
  ]
  for (const [method, url, body] of calls) {
    const key = withKey()
    const first = await ada.call(method, url, body, key)
    const second = await ada.call(method, url, body, key)
    assert.equal(Math.floor(first.statusCode / 100), 2, first.body)
    assert.deepEqual([second.statusCode, second.body, isReplay(second)], [first.statusCode, first.body, true])
  }
})

test('another body, another address or another method under the same key is refused', async () => {
  const ada = await newOrganization(app)
  const key = withKey()
  const { contact } = (await ada.call('POST', '/api/contact', { phoneNumber: newNumber() })).json()
  await ada.call('POST', '/api/departments', { name: 'Sales' }, key)
  const others = [
    await ada.call('POST', '/api/departments', { name: 'Support' }, key),
    await ada.call('POST', '/api/contact', { phoneNumber: newNumber() }, key),
    await ada.call('PATCH', `/api/contacts/${contact._id}`, { firstName: 'Sales' }, key),
  ]
  for (const { statusCode, body } of others)
    assert.deepEqual([statusCode, codeOf(body)], [422, 'idempotency_key_reused'])
  const { departments } = (await ada.call('GET', '/api/departments')).json()
  assert.equal(departments.length, 1)
})

test(
  'a second request while the first still runs is told to ask again, and then gets its answer',
  { timeout: 20_000 },
  async (t) => {
    const { ada, conversationId, url } = await newConversation()
    const key = withKey()
    const release = await hold(conversationId, t)
    const first = ada.call('PUT', url, { isResolved: true }, key)
    await until(isSomebodyWaiting, 'the first request to wait')
    const second = await ada.call('PUT', url, { isResolved: true }, key)
    assert.deepEqual([second.statusCode, codeOf(second.body)], [409, 'request_in_progress'])
    await release()
    assert.equal((await first).statusCode, 200)
    const third = await ada.call('PUT', url, { isResolved: true }, key)
    assert.deepEqual([third.statusCode, third.body, isReplay(third)], [200, (await first).body, true])
  },
)

test('what fails in the middle leaves nothing, and the same request does it all later', async () => {
  const { ada, conversationId } = await newConversation()
  const [key, message] = [withKey(), { conversationId, content: 'Hello' }]
  const before = await messageCount(ada, conversationId)
  await run('alter table outbox add constraint broken check (message_id is null) not valid')
  const failed = await ada.call('POST', '/api/messages/send', message, key)
  await run('alter table outbox drop constraint broken')
  assert.equal(failed.statusCode, 500)
  assert.equal(await messageCount(ada, conversationId), before)

  const again = await ada.call('POST', '/api/messages/send', message, key)
  assert.deepEqual([again.statusCode, isReplay(again)], [200, false])
  assert.equal(await messageCount(ada, conversationId), before + 1)
})

test('a connection that breaks in the middle does not make it happen twice', { timeout: 20_000 }, async (t) => {
  const { ada, conversationId, url } = await newConversation()
  const release = await hold(conversationId, t)
  const asked = ada.call('PUT', url, {}, withKey())
  await run(`select pg_terminate_backend(${await until(isSomebodyWaiting, 'the request to wait')})`)
  await until(isSomebodyWaiting, 'the request to wait again')
  await release()
  assert.deepEqual([(await asked).statusCode, (await asked).json().isResolved], [200, true])
})

test('the same key of another user, or in another organization, is another key', async () => {
  const ada = await newOrganization(app)
  const people = [ada, await newColleague(app, ada, 'SALES_REP'), await newOrganization(app)]
  const key = withKey()
  for (const person of people) {
    const answer = await person.call('POST', '/api/contact', { phoneNumber: newNumber() }, key)
    assert.deepEqual([answer.statusCode, isReplay(answer)], [201, false])
  }
})

test('an answer is kept for 24 hours, and the key is then free for anything', async () => {
  const ada = await newOrganization(app)
  const [key, sales] = [withKey(), { name: 'Sales' }]
  await ada.call('POST', '/api/departments', sales, key)
  await age(ada, 24 * 60 - 1)
  assert.ok(isReplay(await ada.call('POST', '/api/departments', sales, key)))
  await age(ada, 2)
  const later = await ada.call('POST', '/api/departments', { name: 'Support' }, key)
  assert.deepEqual([later.statusCode, isReplay(later)], [201, false])
  assert.ok(isReplay(await ada.call('POST', '/api/departments', { name: 'Support' }, key)))
})

test('a refusal is given again as well, even when the reason is gone', async () => {
  const ada = await newOrganization(app)
  const [key, taken] = [withKey(), await newContact(ada)]
  const contact = { phoneNumber: taken.phoneNumber }
  const first = await ada.call('POST', '/api/contact', contact, key)
  await ada.call('DELETE', `/api/contacts/${taken._id}`)
  const second = await ada.call('POST', '/api/contact', contact, key)
  assert.deepEqual([first.statusCode, second.statusCode, isReplay(second)], [409, 409, true])
  assert.deepEqual(second.json(), first.json())
})

test('what was refused before it was understood is not kept: mended, it may come under the same key', async () => {
  const ada = await newOrganization(app)
  const key = withKey()
  assert.equal((await ada.call('POST', '/api/departments', { name: 12 }, key)).statusCode, 400)
  const headers = { ...key, authorization: 'Bearer nonsense' }
  assert.equal((await app.inject({ method: 'POST', url: '/api/departments', headers })).statusCode, 401)
  assert.equal((await ada.call('POST', '/api/departments', { name: 'Sales' }, key)).statusCode, 201)
})

test('what was refused only because of the moment is not kept', async () => {
  const { user } = await newOrganization(app)
  const ownerOf = () => ({ organizationId: user.organizationId, actorId: user.id })
  let calls = 0
  const busy = once(
    () => {
      calls++
      throw tooMany('too_many_requests', 'Not so fast.', 1)
    },
    { ownerOf, secret: 'a secret' },
  )
  const request = { db, method: 'POST', url: '/', headers: withKey() }
  for (const expected of [1, 2]) {
    await assert.rejects(async () => busy.call(app as never, request as never, {} as never), { statusCode: 429 })
    assert.equal(calls, expected)
  }
})

test('two hundred at once under one key send one message', async () => {
  const { ada, conversationId } = await newConversation()
  const [key, message] = [withKey(), { conversationId, content: 'Just once' }]
  const before = await messageCount(ada, conversationId)
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => ada.call('POST', '/api/messages/send', message, key)),
  )
  const ids = new Set(answers.filter(({ statusCode }) => statusCode === 200).map((answer) => answer.json()._id))
  assert.equal(ids.size, 1)
  assert.ok(answers.every(({ statusCode, body }) => statusCode === 200 || codeOf(body) === 'request_in_progress'))
  assert.equal(await messageCount(ada, conversationId), before + 1)
  const waiting = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(waiting, [{ messageId: [...ids][0] }])
})

test('what is kept holds nothing that was not answered', async () => {
  const ada = await newOrganization(app)
  const colleague = { email: `${randomUUID()}@example.com`, password: 'a new password', fullName: 'Bob' }
  await ada.call('POST', '/api/auth/register', colleague, withKey())
  const kept = await db
    .selectFrom('idempotencyKeys')
    .selectAll()
    .where('organizationId', '=', ada.user.organizationId)
    .executeTakeFirstOrThrow()
  assert.match(JSON.stringify(kept.body), /"fullName":"Bob"/)
  assert.doesNotMatch(JSON.stringify(kept.body), /argon2|password/)
})

async function newConversation() {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada))
  return { ada, conversationId, url: `/api/conversation/${conversationId}/resolve` }
}

/** Stops whoever wants to change the conversation, until it is released. */
async function hold(conversationId: string, t: TestContext): Promise<() => Promise<unknown>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query('select from conversations where id = $1 for update', [conversationId])
  t.after(() => client.end())
  return () => client.query('commit')
}

async function isSomebodyWaiting(): Promise<number | undefined> {
  const rows = await run(
    `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.['pid'] as number | undefined
}

async function age(ada: Person, minutes: number): Promise<void> {
  await run(
    `update idempotency_keys set created_at = created_at - interval '${minutes} minutes'
     where organization_id = '${ada.user.organizationId}'`,
  )
}

async function messageCount(ada: Person, conversationId: string): Promise<number> {
  return (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json().messages.length
}

async function run(text: string): Promise<Array<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

function codeOf(body: string): string {
  return (JSON.parse(body) as { error: { code: string } }).error.code
}
