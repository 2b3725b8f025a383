import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newContact, newInbound, newOrganization, whileHeld } from '../../test/factories.ts'
import { accepted, claimDue, eventsAbout, newThread, readMessage, settle } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import { claim } from './claim.ts'
import type { Claimed } from './claim.ts'
import { receive } from './receiving.ts'
import { findChannel } from '../channels/channels.ts'

const { app, db } = await startApp()

async function optedOut({ ada, contactId }: Thread): Promise<string[]> {
  return (await ada.call('GET', `/api/contacts/${contactId}`)).json().data.optedOut
}

async function refusal({ ada, conversationId }: Thread): Promise<string | undefined> {
  const response = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
  return response.statusCode === 422 ? response.json().error.code : undefined
}

test('STOP opts the contact out, and every later send is refused', async () => {
  const thread = await newThread(app)
  const { ada, contactId } = thread
  await thread.write('Stop.')
  assert.deepEqual(await optedOut(thread), ['sms'])
  assert.equal(await refusal(thread), 'opted_out')
  const toContact = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(toContact.json().error.code, 'opted_out')
  const [event, ...others] = await eventsOf(ada, 'contact.optedOut')
  assert.deepEqual(others, [])
  assert.equal(event?.subjectId, contactId)
})

test('an opt-out holds on every channel of the type, and for a contact made anew', async () => {
  const thread = await newThread(app)
  const { ada, number, contactId } = thread
  const second = await newThread(app, { ada, number })
  await thread.write('STOP')
  assert.equal(await refusal(second), 'opted_out')
  await ada.call('DELETE', `/api/contacts/${contactId}`)
  const anew = await newContact(ada, { phoneNumber: number })
  const response = await ada.call('POST', '/api/messages/send', { contactId: anew._id, content: 'Hello' })
  assert.equal(response.json().error.code, 'opted_out')
})

test('STOP ten times at once leaves one event, and START lifts it once', async () => {
  const thread = await newThread(app)
  await atOnce(10, () => thread.write('STOP'))
  assert.equal((await eventsOf(thread.ada, 'contact.optedOut')).length, 1)
  await atOnce(5, () => thread.write('START'))
  assert.equal((await eventsOf(thread.ada, 'contact.optedIn')).length, 1)
  assert.deepEqual(await optedOut(thread), [])
  assert.equal(await refusal(thread), undefined)
})

test('HELP and a polite wish to stop change nothing', async () => {
  const thread = await newThread(app)
  await thread.write('HELP')
  await thread.write('STOP PLEASE')
  await thread.write('START')
  assert.deepEqual(await optedOut(thread), [])
  assert.deepEqual(await eventsOf(thread.ada, 'contact.optedOut', 'contact.optedIn'), [])
})

test('an opt-out in one organization is none in another', async () => {
  const [ours, theirs] = [await newThread(app), await newThread(app, { number: '+14155552671' })]
  const same = await newThread(app, { ada: ours.ada, number: '+14155552671' })
  await theirs.write('STOP')
  assert.equal(await refusal(same), undefined)
})

test('a STOP fails what is still queued, in all conversations with the contact', async () => {
  const thread = await newThread(app)
  const { ada, number } = thread
  const second = await newThread(app, { ada, number })
  const other = await newThread(app, { ada })
  const [here, there, elsewhere] = [await thread.send(), await second.send(), await other.send()]
  await thread.write('STOP')
  for (const { _id } of [here, there]) {
    const message = await readMessage(ada, _id)
    assert.equal(message.status, 'failed')
    assert.equal(message.errorCode, 'opted_out')
    assert.equal(message.history.at(-1)?.errorCode, 'opted_out')
    assert.deepEqual(await eventsAbout(ada, _id), ['message.queued', 'message.failed'])
  }
  assert.equal((await readMessage(ada, elsewhere._id)).status, 'queued')
  const rows = await db
    .selectFrom('outbox')
    .select('messageId')
    .where('organizationId', '=', ada.user.organizationId)
    .execute()
  assert.deepEqual(rows, [{ messageId: elsewhere._id }])
})

test('what a worker had begun to send before the STOP is what it becomes', async () => {
  const thread = await newThread(app)
  const { _id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await thread.write('STOP')
  assert.equal((await readMessage(thread.ada, _id)).status, 'queued')
  await settle(db, thread, draft, accepted(draft))
  assert.equal((await readMessage(thread.ada, _id)).status, 'sent')
})

test('what was put back for another try is not tried after a STOP', async () => {
  const thread = await newThread(app)
  const { _id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await settle(db, thread, draft, { kind: 'throttled', retryAfterSeconds: 60 })
  await thread.write('STOP')
  assert.equal((await readMessage(thread.ada, _id)).errorCode, 'opted_out')
})

test('a send that waits for a STOP to end is refused', async () => {
  const thread = await newThread(app)
  const { ada, channel, number: from } = thread
  const { organizationId } = ada.user
  const found = await findChannel(db, { organizationId }, channel._id)
  const inbound = { kind: 'inbound', providerMessageId: 'SM-stop', from, to: channel.identifier } as const
  const refused = await whileHeld(
    db,
    (trx) => receive(trx, found, { ...inbound, content: 'STOP', attachments: [] }),
    () => refusal(thread),
  )
  assert.equal(refused, 'opted_out')
})

test('what lies in the outbox of somebody opted out is claimed for failing, not for sending', async () => {
  const thread = await newThread(app)
  const { ada, channel, number: address } = thread
  const { organizationId } = ada.user
  const { _id } = await thread.send()
  const values = { organizationId, channelType: 'sms', address, source: 'user', optedOutAt: new Date() } as const
  await db.insertInto('optOuts').values(values).execute()
  const key = { organizationId, channelId: channel._id }
  const { drafts, optedOut: refused } = await claim(db, key, { workerId: 1, limit: 10, perSecond: 1000 })
  assert.deepEqual(drafts, [])
  assert.deepEqual(
    refused.map((draft) => draft.messageId),
    [_id],
  )
})

test('messages and STOPs at once leave nothing in the outbox, and each message sent or refused', async () => {
  const thread = await newThread(app)
  const { ada, channel, number: from, conversationId } = thread
  const send = (index: number) =>
    ada.call('POST', '/api/messages/send', { conversationId, content: `Message ${index}` })
  const [answers] = await Promise.all([
    atOnce(12, send),
    atOnce(2, () => newInbound(ada, channel, { from, body: 'STOP' })),
  ])
  for (const answer of answers) {
    if (answer.statusCode === 422) continue
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal((await readMessage(ada, answer.json()._id)).errorCode, 'opted_out')
  }
  const rows = await db.selectFrom('outbox').selectAll().where('organizationId', '=', ada.user.organizationId).execute()
  assert.deepEqual(rows, [])
})

test('the provider’s opt-out is ours', async () => {
  const thread = await newThread(app)
  const { _id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  const error = { code: '21610', message: 'This person has opted out.', isOptOut: true } as const
  await settle(db, thread, draft, { kind: 'rejected', error })
  assert.equal((await readMessage(thread.ada, _id)).errorMessage, 'This person has opted out.')
  assert.deepEqual(await optedOut(thread), ['sms'])
  assert.equal(await refusal(thread), 'opted_out')
  const eve = await newOrganization(app)
  assert.deepEqual(await eventsOf(eve, 'contact.optedOut'), [])
})
