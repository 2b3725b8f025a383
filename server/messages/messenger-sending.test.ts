import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, until } from '../../test/factories.ts'
import { startFakeMeta } from '../../test/fake-meta.ts'
import type { Behaviour, FakeMessage } from '../../test/fake-meta.ts'
import { picture, upload } from '../../test/files.ts'
import { age, echoOf, from, newPage } from '../../test/pages.ts'
import type { Page } from '../../test/pages.ts'
import { untilStatus } from '../../test/threads.ts'
import { channelTools } from '../surroundings.ts'
import { queueMessage } from './queueing.ts'
import { findThread } from './thread.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'

const surroundings = await startApp({ worker: true })
const { app, db } = surroundings
const tools = channelTools(surroundings)
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

/** What Meta does with the messages to a person, call by call; the last of them again and again. */
const fates = new Map<string, Array<Behaviour | undefined>>()
/** What happens before Meta answers. */
const before = new Map<string, (taken: FakeMessage) => Promise<unknown>>()
fake.behave(async (taken) => {
  const { to } = taken
  await before.get(to)?.(taken)
  const fate = fates.get(to)
  return fate && fate.length > 1 ? fate.shift() : fate?.[0]
})

async function newWritten(fields: { settings?: object } = {}): Promise<Page> {
  const page = await newPage(app, fake, fields)
  await page.write()
  return page
}

async function sent(page: Page, content?: string): Promise<string> {
  const response = await page.send(content)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()._id
}

const channelOf = async ({ ada, channel }: Page) => (await ada.call('GET', `/api/channels/${channel._id}`)).json()

test('an answer leaves as a response, and what Meta tells of it moves it forward', async () => {
  const page = await newWritten()
  const id = await sent(page)
  await untilStatus(page.ada, id, 'sent')
  const [taken] = page.taken()
  assert.deepEqual([taken!.to, taken!.text, taken!.messagingType], [page.person, 'Good day', 'RESPONSE'])
  const told = (what: object) => page.tell(from(page.pageId, page.person, what))
  await told({ delivery: { mids: [taken!.mid], watermark: 1 } })
  await untilStatus(page.ada, id, 'delivered')
  await told({ read: { watermark: Date.now() } })
  await told({ delivery: { watermark: Date.now() } })
  await untilStatus(page.ada, id, 'read')
  assert.equal((await page.list()).length, 2)
})

test('a text with files leaves as several messages, in their order', async () => {
  const page = await newWritten()
  const files = [
    await upload(page.ada, await picture(), 'car.png'),
    await upload(page.ada, Buffer.from('%PDF-1.4 x'), 'offer.pdf'),
  ]
  const response = await page.send('Here they are', { attachments: files.map(({ key }) => key) })
  assert.equal(response.statusCode, 200, response.body)
  assert.equal(response.json().content, 'Here they are')
  await until(async () => page.taken().length === 3, 'three messages')
  const [text, image, document] = page.taken()
  assert.equal(text!.text, 'Here they are')
  assert.equal(image!.attachment?.type, 'image')
  assert.equal(document!.attachment?.type, 'file')
  const link = new URL(image!.attachment!.payload.url)
  const read = await app.inject({ method: 'GET', url: link.pathname + link.search })
  assert.deepEqual(read.rawPayload, await picture())
})

test('what is scheduled is a text or a file', async () => {
  const page = await newWritten()
  const file = await upload(page.ada, await picture(), 'car.png')
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
  const both = await page.send('Later', { attachments: [file.key], scheduledAt })
  assert.equal(both.statusCode, 400, both.body)
  assert.equal((await page.send('Later', { scheduledAt })).statusCode, 200)
})

test('the echo repairs a lost answer, once', async () => {
  const page = await newPage(app, fake)
  await page.write()
  fates.set(page.person, [{ kind: 'take-then-reset' }])
  const id = await sent(page)
  await untilStatus(page.ada, id, 'unknown')
  const [taken] = page.taken()
  await Promise.all([page.tell(echoOf(taken!)), page.tell(echoOf(taken!))])
  await untilStatus(page.ada, id, 'sent')
  await page.tell(from(page.pageId, page.person, { delivery: { mids: [taken!.mid], watermark: 1 } }))
  await untilStatus(page.ada, id, 'delivered')
  assert.equal((await page.list()).length, 2)
  assert.equal(page.taken().length, 1)
})

test('an echo that comes before the answer makes no second message', async () => {
  const page = await newWritten()
  before.set(page.person, (taken) => page.tell(echoOf(taken)))
  const id = await sent(page)
  const { history } = await untilStatus(page.ada, id, 'sent')
  await until(async () => (await queuedIn(page)) === 0, 'the outbox to be empty')
  assert.ok(history.some(({ providerStatus }) => providerStatus === 'echo'))
  assert.equal((await page.list()).length, 2)
  assert.equal((await eventsOf(page.ada, 'message.sent')).length, 1)
})

async function queuedIn({ ada }: Page): Promise<number> {
  const rows = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  return rows.length
}

const uncertain: Array<[string, Behaviour]> = [
  ['code 1', { kind: 'refuse', status: 400, code: 1 }],
  ['code 2', { kind: 'refuse', status: 400, code: 2 }],
  ['503', { kind: 'answer', status: 503, body: 'Oops' }],
  ['an answer that cannot be read', { kind: 'answer', status: 200, body: '<html>' }],
]
for (const [name, behaviour] of uncertain) {
  test(`after ${name} nobody knows what became of the message, and it is not sent again by itself`, async () => {
    const page = await newWritten()
    fates.set(page.person, [behaviour, undefined])
    const id = await sent(page)
    await untilStatus(page.ada, id, 'unknown')
    await untilStatus(page.ada, await sent(page, 'The next one'), 'sent')
    assert.deepEqual(
      page.taken().map(({ text }) => text),
      ['The next one'],
    )
  })
}

for (const code of [613, 4, 17, 32, 80002]) {
  test(`code ${code} is tried again, and the message leaves once`, async () => {
    const page = await newWritten()
    fates.set(page.person, [{ kind: 'refuse', status: 400, code, retryAfter: '0' }, undefined])
    await untilStatus(page.ada, await sent(page), 'sent')
    assert.equal(page.taken().length, 1)
  })
}

const refusals: Array<[code: number, subcode: number, words: RegExp]> = [
  [10, 2018278, /time in which one may write/],
  [100, 2018001, /no such person/],
  [100, 0, /refused/],
]
for (const [code, subcode, words] of refusals) {
  test(`code ${code}/${subcode} fails in words, and the channel goes on`, async () => {
    const page = await newWritten()
    fates.set(page.person, [{ kind: 'refuse', status: 400, code, ...(subcode ? { subcode } : {}) }, undefined])
    const { errorMessage } = await untilStatus(page.ada, await sent(page), 'failed')
    assert.match(errorMessage ?? '', words)
    await untilStatus(page.ada, await sent(page), 'sent')
    assert.equal((await channelOf(page)).trouble, null)
  })
}

test('whoever has blocked the page is not written to again before they write', async () => {
  const page = await newWritten()
  fates.set(page.person, [{ kind: 'refuse', status: 400, code: 551, subcode: 1_545_041 }, undefined])
  await untilStatus(page.ada, await sent(page), 'failed')
  assert.equal((await page.send()).json().error.code, 'opted_out')
  await page.write('I am back')
  await untilStatus(page.ada, await sent(page), 'sent')
})

test('while the page needs a new token its messages wait, and leave in their order when it has one', async () => {
  const page = await newWritten()
  fake.addPage(page.pageId)
  const ids = [await sent(page, 'One'), await sent(page, 'Two')]
  await until(async () => /new token/.test((await channelOf(page)).trouble ?? ''), 'the trouble')
  ids.push(await sent(page, 'Three'))
  const test = async () => (await page.ada.call('POST', `/api/channels/${page.channel._id}/test`)).json()
  assert.equal((await test()).success, false)
  const calls = () => fake.asked.filter((each) => each.endsWith(`${page.pageId}/messages`)).length
  const asked = calls()
  await new Promise((resolve) => setTimeout(resolve, 1100))
  assert.deepEqual(page.taken(), [])
  assert.equal(calls(), asked)

  const pageToken = fake.addPage(page.pageId)
  const credentials = { ...page.credentials, pageToken }
  const changed = await page.ada.call('PUT', `/api/channels/${page.channel._id}`, { credentials })
  assert.equal(changed.json().trouble, null)
  for (const id of ids) await untilStatus(page.ada, id, 'sent')
  assert.deepEqual(
    page.taken().map(({ text }) => text),
    ['One', 'Two', 'Three'],
  )
  assert.equal((await test()).success, true)
  assert.equal((await eventsOf(page.ada, 'channel.troubled')).length, 1)
})

test('what is over the window is refused before Meta is asked, and what a program or many wrote as well', async () => {
  const page = await newWritten()
  await age(db, page, 25)
  const refused = await page.send()
  assert.equal(refused.statusCode, 409)
  assert.equal(refused.json().error.code, 'window_closed')
  const { _id: conversationId, contact } = await page.thread()
  const many = await page.ada.call('POST', '/api/messages/quick-bulk-send', {
    contactIds: [contact._id],
    channelId: page.channel._id,
    content: 'Sale',
  })
  assert.equal(many.json().results[0].code, 'window_closed')
  assert.equal(
    (
      await page.ada.call('POST', '/api/messages/send', {
        conversationId,
        content: 'x',
        scheduledAt: new Date(Date.now() + 60_000).toISOString(),
      })
    ).statusCode,
    409,
  )
  assert.deepEqual(page.taken(), [])
  await page.write('Hello again')
  assert.equal((await page.send()).statusCode, 200)
})

test('a message whose window closed while it waited fails in words, and Meta is not asked', async () => {
  const page = await newWritten()
  const held = await page.send('Good day', { undoSeconds: 1 })
  await age(db, page, 25)
  const { errorCode } = await untilStatus(page.ada, held.json()._id, 'failed')
  assert.equal(errorCode, 'window_closed')
  assert.deepEqual(page.taken(), [])
})

test('with the permission a person may answer for a week, marked as what it is', async () => {
  const page = await newWritten({ settings: { hasHumanAgent: true } })
  await age(db, page, 25)
  const { window } = await page.thread()
  assert.ok(Date.parse(window.closesAt) < Date.now() && Date.parse(window.humanAgentUntil) > Date.now())
  await untilStatus(page.ada, await sent(page), 'sent')
  const [taken] = page.taken()
  assert.deepEqual([taken!.messagingType, taken!.tag], ['MESSAGE_TAG', 'HUMAN_AGENT'])
  await age(db, page, 7 * 24 + 1)
  assert.equal((await page.send()).statusCode, 409)
})

test('neither machines nor keys nor sends to many answer as a person', async () => {
  const page = await newWritten({ settings: { hasHumanAgent: true } })
  await age(db, page, 25)
  const { _id: conversationId, contact } = await page.thread()
  const { organizationId } = page.ada.user
  for (const type of ['autopilot', 'automation', 'system'] as const) {
    const actor = { ...systemActor(organizationId), type }
    const queueing = transact(db, async (trx) => {
      const to = { ...(await findThread(trx, actor, conversationId)), contactId: contact._id }
      return queueMessage(trx, actor, tools, { to, content: 'Beep' })
    })
    await assert.rejects(queueing, { code: 'window_closed' })
  }
  const many = await page.ada.call('POST', '/api/messages/quick-bulk-send', {
    contactIds: [contact._id],
    content: 'Sale',
  })
  assert.equal(many.json().results[0].code, 'window_closed')
  const { apiKey } = (await page.ada.call('POST', '/api/user/api-key/regenerate')).json().data
  const headers = { authorization: `Bearer ${apiKey}` }
  const byKey = await app.inject({
    method: 'POST',
    url: '/api/messages/send',
    headers,
    payload: { conversationId, content: 'x' },
  })
  assert.equal(byKey.statusCode, 409, byKey.body)
  assert.deepEqual(page.taken(), [])
})

test('neither a reaction nor that something was read opens the window, but a button does', async () => {
  const page = await newPage(app, fake)
  const mid = await page.write()
  await age(db, page, 25)
  const told = (what: object) => page.tell(from(page.pageId, page.person, what))
  await told({ reaction: { mid, action: 'react', emoji: '\u{2764}' } })
  await told({ read: { watermark: Date.now() } })
  assert.equal((await page.send()).statusCode, 409)
  await told({ postback: { mid: 'm_button', title: 'Yes', payload: 'YES' } })
  assert.equal((await page.send()).statusCode, 200)
})

test('a stranger sees nothing of a thread of a page, and cannot answer there', async () => {
  const page = await newWritten()
  const rep = await newColleague(app, page.ada, 'SALES_REP')
  const { _id: conversationId } = await page.thread()
  assert.equal((await rep.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
  assert.equal((await page.send('Hi', {}, rep)).statusCode, 404)
  const other = await newPage(app, fake)
  assert.equal((await other.ada.call('POST', '/api/messages/send', { conversationId, content: 'Hi' })).statusCode, 404)
})

test('a text of more than 2,000 characters is refused', async () => {
  const page = await newWritten()
  assert.equal((await page.send('x'.repeat(2001))).statusCode, 400)
  assert.equal((await page.send('x'.repeat(2000))).statusCode, 200)
})
