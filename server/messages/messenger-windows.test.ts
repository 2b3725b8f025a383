import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { startFakeMeta } from '../../test/fake-meta.ts'
import { age, from, newPage } from '../../test/pages.ts'
import type { Page } from '../../test/pages.ts'
import { untilStatus } from '../../test/threads.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import { queueMessage } from './queueing.ts'
import { findThread } from './thread.ts'

const { app, db, tools } = await startApp({ worker: true })
const fake = await startFakeMeta()
after(() => fake.close())
after(() => assert.deepEqual(fake.mistakes, []))

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
