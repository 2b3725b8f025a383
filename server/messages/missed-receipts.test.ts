import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { startFakeTwilio } from '../../test/fake-twilio.ts'
import { claimDue, eventsAbout, newThread, newTwilioThread, readMessage, settle } from '../../test/threads.ts'
import type { Claimed } from './claim.ts'
import { lookUpMissed, scheduleLookUps } from './missed-receipts.ts'
import type { MissedReceipts } from './missed-receipts.ts'

const { app, db, tools } = await startApp()
const task = 'look_up_missed_receipts_of'

/** Twilio took what is sent here, and we know its id; then we heard no more. */
async function newSilence() {
  const fake = await startFakeTwilio()
  after(() => fake.close())
  const thread = await newTwilioThread(app, fake)
  const send = async (content: string) => {
    const { _id: id } = await thread.send(content)
    const [draft] = (await claimDue(db, thread)) as [Claimed]
    const taken = await fetch(`${fake.url}/2010-04-01/Accounts/${fake.accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${fake.accountSid}:${fake.authToken}`).toString('base64')}` },
      body: new URLSearchParams({ To: draft.to, From: thread.channel.identifier, Body: content }),
    })
    const { sid } = (await taken.json()) as { sid: string }
    await settle(db, thread, draft, { kind: 'accepted', providerMessageId: sid })
    return { id, attemptId: draft.attemptId, atTwilio: fake.messages.find((each) => each.sid === sid)! }
  }
  return { ...thread, fake, send, asked: () => fake.requests.filter(({ method }) => method === 'GET').length }
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)

/** The look-ups of this hour, and what they ask for in their turn if it is to be soon. */
async function lookUpAt(hours: number, channel: { _id: string }, patienceMinutes = 1): Promise<void> {
  await scheduleLookUps(db, tools, inHours(hours))
  for (let jobs = await takeJobs(channel); jobs.length > 0; jobs = await takeJobs(channel)) {
    for (const job of jobs) if (job.runAt < inHours(patienceMinutes / 60)) await lookUpMissed(db, tools, job.payload)
  }
}

async function takeJobs(channel: { _id: string }) {
  const jobs = await jobsAbout(channel)
  const ids = jobs.map(({ id }) => id)
  await sql`delete from graphile_worker._private_jobs where id = any(${ids}::bigint[])`.execute(db)
  return jobs
}

async function jobsAbout({ _id: channelId }: { _id: string }) {
  const jobs = await sql<{ id: string; payload: MissedReceipts; runAt: Date }>`
    select j.id, j.payload, j.run_at from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${task}
  `.execute(db)
  return jobs.rows.filter(({ payload }) => payload.channelId === channelId)
}

test('what arrived while nobody heard of it is learned an hour later, as if its receipt had come', async () => {
  const { ada, channel, send } = await newSilence()
  const [arrived, refused, waiting] = [await send('one'), await send('two'), await send('three')]
  arrived.atTwilio.status = 'delivered'
  Object.assign(refused.atTwilio, { status: 'undelivered', errorCode: 30003 })
  await lookUpAt(1.5, channel)
  await lookUpAt(1.5, channel)
  assert.deepEqual(await eventsAbout(ada, arrived.id), ['message.queued', 'message.sent', 'message.delivered'])
  const { status, history } = await readMessage(ada, arrived.id)
  assert.deepEqual([status, history.at(-1)?.attemptId], ['delivered', arrived.attemptId])
  assert.deepEqual([(await readMessage(ada, refused.id)).errorCode], ['30003'])
  const still = await readMessage(ada, waiting.id)
  assert.deepEqual([still.status, still.history.length], ['sent', 2])
})

test('it is asked for four times in two days, in growing pauses, and no more once it is known', async () => {
  const { channel, send, asked } = await newSilence()
  const { atTwilio } = await send('Hello')
  const hours = [0.5, 1.5, 2.5, 5.5, 6.5, 7.5, 23.5, 24.5, 25.5, 46.5, 47.5, 48.5]
  const found: number[] = []
  for (const each of hours) {
    const before = asked()
    await lookUpAt(each, channel)
    if (asked() > before) found.push(each)
  }
  assert.deepEqual(found, [1.5, 6.5, 24.5, 47.5])
  atTwilio.status = 'delivered'
  await lookUpAt(24.5, channel)
  const before = asked()
  await lookUpAt(47.5, channel)
  assert.equal(asked(), before)
})

test('many are asked for in pieces, each of them once', async () => {
  const { ada, channel, send, asked } = await newSilence()
  for (let index = 0; index < 21; index++) (await send(`Hello ${index}`)).atTwilio.status = 'delivered'
  await lookUpAt(1.5, channel)
  assert.equal(asked(), 21)
  const left = await db
    .selectFrom('messages')
    .select('id')
    .where('organizationId', '=', ada.user.organizationId)
    .where('status', '=', 'sent')
    .execute()
  assert.deepEqual(left, [])
})

test('a provider that cannot be asked now is asked later, twice', async () => {
  const { channel, send, fake } = await newSilence()
  await send('Hello')
  fake.accounts.set(fake.accountSid, 'another token')
  await scheduleLookUps(db, tools, inHours(1.5))
  const pauses: number[] = []
  let jobs = await takeJobs(channel)
  for (; jobs.length > 0; jobs = await takeJobs(channel)) {
    for (const { payload } of jobs) await lookUpMissed(db, tools, payload)
    const [later] = await jobsAbout(channel)
    if (later) pauses.push(Math.round((later.runAt.getTime() - Date.now()) / 60_000))
  }
  assert.deepEqual(pauses, [10, 30])
})

test('what Twilio has forgotten stays as it is, and what cannot be asked is not', async () => {
  const { ada, channel, send, fake, asked } = await newSilence()
  const { id } = await send('Hello')
  fake.messages.length = 0
  await lookUpAt(1.5, channel)
  assert.deepEqual([(await readMessage(ada, id)).status, asked()], ['sent', 1])
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  await lookUpAt(6.5, channel)
  assert.equal(asked(), 1)

  const simulated = await newThread(app)
  await scheduleLookUps(db, tools, inHours(1.5))
  assert.deepEqual(await takeJobs(simulated.channel), [])
})
