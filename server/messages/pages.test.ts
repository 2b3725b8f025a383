import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newContact, newInbound, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { findChannel } from '../channels/channels.ts'
import { applyWatermark } from './watermarks.ts'

const { app, db } = await startApp({ worker: true })

let lastPage = 100_000

async function newPage(ada: Person): Promise<{ _id: string; identifier: string }> {
  lastPage += 1
  return newChannel(ada, { type: 'facebook', identifier: String(lastPage) })
}

test('a person of a page becomes a contact without a number, once', async () => {
  const ada = await newOrganization(app)
  const page = await newPage(ada)
  const [first, second] = await Promise.all([
    newInbound(ada, page, { from: '7000001', body: 'Hi' }),
    newInbound(ada, page, { from: '7000001', body: 'Anybody there?' }),
  ])
  assert.equal(first.contactId, second.contactId)
  assert.equal(first.conversationId, second.conversationId)
  const contact = (await ada.call('GET', `/api/contacts/${first.contactId}`)).json().data
  assert.equal(contact.phoneNumber, null)
})

test('the same id on another page is another person', async () => {
  const ada = await newOrganization(app)
  const [one, other] = [await newPage(ada), await newPage(ada)]
  const here = await newInbound(ada, one, { from: '7000002' })
  const there = await newInbound(ada, other, { from: '7000002' })
  assert.notEqual(here.contactId, there.contactId)
})

test('an answer goes to where the person writes from', async () => {
  const ada = await newOrganization(app)
  const page = await newPage(ada)
  const { contactId } = await newInbound(ada, page, { from: '7000003' })
  const sent = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello back' })
  assert.equal(sent.statusCode, 200, sent.body)
  const phone = await until(async () => {
    const { messages } = (await ada.call('GET', '/api/simulator/messages?to=7000003')).json()
    return messages[0] as { body: string } | undefined
  })
  assert.equal(phone.body, 'Hello back')
})

test('who was merged writes as the one who was left, until the merge is undone', async () => {
  const ada = await newOrganization(app)
  const page = await newPage(ada)
  const { contactId } = await newInbound(ada, page, { from: '7000004' })
  const jane = await newContact(ada)
  const merged = await ada.call('POST', '/api/contacts/merge', { sourceId: contactId, targetId: jane._id })
  assert.equal(merged.statusCode, 200, merged.body)
  assert.equal((await newInbound(ada, page, { from: '7000004' })).contactId, jane._id)
  const { mergeId } = merged.json().data
  const undone = await ada.call('POST', `/api/contacts/merges/${mergeId}/undo`)
  assert.equal(undone.statusCode, 200, undone.body)
  assert.equal((await newInbound(ada, page, { from: '7000004' })).contactId, contactId)
})

test('a watermark moves all that was sent until then, once, and nothing of another thread', async () => {
  const ada = await newOrganization(app)
  const page = await newPage(ada)
  const [here, there] = [
    await newInbound(ada, page, { from: '7000005' }),
    await newInbound(ada, page, { from: '7000006' }),
  ]
  for (const { contactId } of [here, here, there]) {
    await ada.call('POST', '/api/messages/send', { contactId, content: 'Look' })
  }
  const statuses = async (id: string): Promise<string[]> => {
    const { messages } = (await ada.call('GET', `/api/conversation/${id}/messages`)).json()
    return messages
      .filter((each: { direction: string }) => each.direction === 'outbound')
      .map((each: { status: string }) => each.status)
  }
  const all = (status: string) => async () =>
    [...(await statuses(here.conversationId)), ...(await statuses(there.conversationId))].every(
      (each) => each === status,
    )
  await until(all('delivered'))
  const channel = await findChannel(db, { organizationId: ada.user.organizationId }, page._id)
  const watermark = { kind: 'watermark', from: '7000005', status: 'read', until: new Date() } as const
  await Promise.all([applyWatermark(db, channel, watermark), applyWatermark(db, channel, watermark)])
  assert.deepEqual(await statuses(here.conversationId), ['read', 'read'])
  assert.deepEqual(await statuses(there.conversationId), ['delivered'])
  const read = await db
    .selectFrom('events')
    .select('id')
    .where('organizationId', '=', ada.user.organizationId)
    .where('type', '=', 'message.read')
    .execute()
  assert.equal(read.length, 2)
})
