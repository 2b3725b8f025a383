import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newNumber } from '../../test/factories.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import { claimDue, eventsAbout, newThread, newTwilioThread, readMessage, settle } from '../../test/threads.ts'
import type { Outcome } from '../channels/connector.ts'
import type { Claimed } from './claim.ts'
import { lookUpMessage } from './look-up.ts'
import type { LookUp } from './look-up.ts'

const { app, db, tools } = await startApp()
const unknown: Outcome = { kind: 'unknown', error: { code: 'timeout', message: 'There was no answer.' } }

/** Sent by the connector itself; that Twilio took it, we were not told. */
async function newUnknown({ isTaken = true } = {}) {
  const fake = await startFakeTwilio()
  after(() => fake.close())
  const thread = await newTwilioThread(app, fake)
  const { _id: id } = await thread.send('Is anybody there?')
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  if (isTaken) await callTwilio(fake, thread, draft)
  await settle(db, thread, draft, unknown)
  const asked = { organizationId: thread.ada.user.organizationId, channelId: thread.channel._id, messageId: id }
  const look = (tries = 1) => lookUpMessage(db, tools, { ...asked, tries })
  return { ...thread, thread, fake, id, draft, look }
}

async function callTwilio(
  fake: Awaited<ReturnType<typeof startFakeTwilio>>,
  { channel }: { channel: { identifier: string } },
  { to, content }: Pick<Claimed, 'to' | 'content'>,
): Promise<string> {
  const { accountSid, authToken } = fake
  const response = await fetch(`${fake.url}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ To: to, From: channel.identifier, Body: content }),
  })
  return ((await response.json()) as { sid: string }).sid
}

async function nextLookUps(id: string): Promise<LookUp[]> {
  const jobs = await sql<{ payload: LookUp }>`
    select j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'look_up_message' order by j.run_at
  `.execute(db)
  return jobs.rows.map(({ payload }) => payload).filter(({ messageId }) => messageId === id)
}

test('what Twilio knows of a message repairs it', async () => {
  const { ada, id, fake, look } = await newUnknown()
  fake.messages[0]!.status = 'delivered'
  await look()
  await look()
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.deepEqual(await eventsAbout(ada, id), [
    'message.queued',
    'message.unknown',
    'message.sent',
    'message.delivered',
  ])
  assert.equal(fake.messages.length, 1)
})

test('what failed at Twilio has failed, with the reason', async () => {
  const { ada, id, fake, look } = await newUnknown()
  Object.assign(fake.messages[0]!, { status: 'undelivered', errorCode: 30003 })
  await look()
  const { status, errorCode } = await readMessage(ada, id)
  assert.equal(status, 'failed')
  assert.equal(errorCode, '30003')
})

test('what Twilio does not know stays unknown, is asked for again later, and some day no more', async () => {
  const { ada, id, fake, look } = await newUnknown({ isTaken: false })
  for (const tries of [1, 2, 3, 4]) await look(tries)
  assert.equal((await readMessage(ada, id)).status, 'unknown')
  const asked = (await nextLookUps(id)).map(({ tries }) => tries)
  assert.deepEqual(asked, [1, 2, 3, 4])
  assert.equal(fake.messages.length, 0)
})

test('a provider that cannot be asked now is asked again later', async () => {
  const { ada, id, fake, look } = await newUnknown()
  await fake.close()
  await look()
  assert.equal((await readMessage(ada, id)).status, 'unknown')
  assert.equal((await nextLookUps(id)).length, 2)
})

test('the same words sent twice are not taken for each other', async () => {
  const { ada, id, fake, thread, draft, look } = await newUnknown({ isTaken: false })
  const { _id: second } = await thread.send(draft.content)
  const [other] = (await claimDue(db, thread)) as [Claimed]
  const sid = await callTwilio(fake, thread, other)
  await settle(db, thread, other, { kind: 'accepted', providerMessageId: sid })
  await look()
  assert.equal((await readMessage(ada, id)).status, 'unknown')
  assert.equal((await readMessage(ada, second)).status, 'sent')
})

test('two at the provider that might be it are as good as none', async () => {
  const { ada, id, fake, thread, draft, look } = await newUnknown()
  await callTwilio(fake, thread, draft)
  await look()
  assert.equal((await readMessage(ada, id)).status, 'unknown')
})

test('what is settled, or gone, is not asked for', async () => {
  const { ada, id, fake, look } = await newUnknown()
  const before = fake.requests.length
  await ada.call('POST', `/api/messages/${id}/retry`)
  await look()
  await ada.call('DELETE', `/api/contacts/${(await eventsOf(ada, 'contact.created'))[0]?.subjectId}`)
  await look()
  assert.equal(fake.requests.length, before)
  assert.equal((await nextLookUps(id)).length, 1)
})

test('it is asked for under the number that it went to, wherever its thread is by now', async () => {
  const { ada, id, contactId, fake, look } = await newUnknown()
  const { conversations } = (await ada.call('POST', '/api/conversation/all', { contactId })).json()
  const answer = await ada.call('POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: { phoneNumber: { new: newNumber() } },
    childRecordAssignment: { conversations: { [conversations[0]._id]: 'new' } },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  fake.messages[0]!.status = 'delivered'
  await look()
  assert.equal((await readMessage(ada, id)).status, 'delivered')
})

test('the simulator knows nothing of what it lost', async () => {
  const thread = await newThread(app)
  const { _id: messageId } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await settle(db, thread, draft, unknown)
  const { organizationId } = thread.ada.user
  await lookUpMessage(db, tools, { organizationId, channelId: thread.channel._id, messageId, tries: 1 })
  assert.equal((await readMessage(thread.ada, messageId)).status, 'unknown')
})
