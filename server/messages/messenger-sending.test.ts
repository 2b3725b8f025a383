import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, until } from '../../test/factories.ts'
import { startFakeMeta } from '../../test/fake-meta.ts'
import type { Behaviour, FakeMessage } from '../../test/fake-meta.ts'
import { picture, upload } from '../../test/files.ts'
import { echoOf, from, newPage } from '../../test/pages.ts'
import type { Page } from '../../test/pages.ts'
import { untilStatus } from '../../test/threads.ts'

const { app, db } = await startApp({ worker: true })
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
  const link = new URL(image?.attachment?.payload.url ?? '')
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
    await page.write('Still here')
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

test('who cannot be reached at the moment has not opted out: the next message is tried', async () => {
  const page = await newWritten()
  fates.set(page.person, [{ kind: 'refuse', status: 400, code: 551 }, undefined])
  const { errorMessage } = await untilStatus(page.ada, await sent(page), 'failed')
  assert.match(errorMessage ?? '', /at the moment/)
  await untilStatus(page.ada, await sent(page), 'sent')
})

test('once Meta says that the window is over it is, until they write again', async () => {
  const page = await newWritten()
  fates.set(page.person, [{ kind: 'refuse', status: 400, code: 10, subcode: 2_018_278 }, undefined])
  await untilStatus(page.ada, await sent(page), 'failed')
  assert.ok(Date.parse((await page.thread()).window.closesAt) <= Date.now())
  assert.equal((await page.send()).json().error.code, 'window_closed')
  await page.write('Still here')
  assert.ok(Date.parse((await page.thread()).window.closesAt) > Date.now())
  await untilStatus(page.ada, await sent(page), 'sent')
})

test('a new token alone is enough, unless it is to go to a new address', async () => {
  const page = await newWritten()
  const url = `/api/channels/${page.channel._id}`
  const credentials = { pageToken: fake.addPage(page.pageId) }
  const settings = { ...page.settings, apiBaseUrl: 'https://elsewhere.example.com' }
  assert.equal((await page.ada.call('PUT', url, { settings, credentials })).statusCode, 400)
  const changed = await page.ada.call('PUT', url, { credentials })
  assert.equal(changed.statusCode, 200, changed.body)
  await page.write('The signature is still ours')
  await untilStatus(page.ada, await sent(page), 'sent')
})

test('while the page needs a new token its messages wait, and leave in their order when it has one', async () => {
  const page = await newWritten()
  fake.addPage(page.pageId)
  const ids = [await sent(page, 'One'), await sent(page, 'Two')]
  await until(async () => /new token/.test((await channelOf(page)).trouble ?? ''), 'the trouble')
  ids.push(await sent(page, 'Three'))
  const check = async () => (await page.ada.call('POST', `/api/channels/${page.channel._id}/test`)).json()
  assert.equal((await check()).success, false)
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
  assert.equal((await check()).success, true)
  assert.equal((await eventsOf(page.ada, 'channel.troubled')).length, 1)
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

test('what is wrong with one person does not stop the page', async () => {
  const page = await newWritten()
  for (const [code, subcode] of [
    [10, 2_018_108],
    [200, 2_018_108],
    [200, 1_545_041],
    [10, 2_018_065],
  ] as const) {
    fates.set(page.person, [{ kind: 'refuse', status: 400, code, subcode }, undefined])
    await untilStatus(page.ada, await sent(page), 'failed')
    await page.write('I am back')
    await untilStatus(page.ada, await sent(page), 'sent')
    assert.equal((await channelOf(page)).trouble, null, `${code}/${subcode}`)
  }
})

test('a channel that came to a halt goes on once its test succeeds', async () => {
  const page = await newWritten()
  fates.set(page.person, [{ kind: 'refuse', status: 400, code: 368 }, undefined])
  const id = await sent(page)
  await until(async () => (await channelOf(page)).trouble, 'the trouble')
  const tested = await page.ada.call('POST', `/api/channels/${page.channel._id}/test`)
  assert.equal(tested.json().success, true)
  await untilStatus(page.ada, id, 'sent')
  assert.equal((await channelOf(page)).trouble, null)
  assert.equal((await eventsOf(page.ada, 'channel.recovered')).length, 1)
})
