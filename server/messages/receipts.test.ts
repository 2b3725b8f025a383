import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newContact,
  newInbound,
  newOrganization,
  whileHeld,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import {
  accepted,
  claimDue,
  eventsAbout,
  newThread,
  readMessage,
  receiptFor,
  settle,
  someError,
} from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import type { Receipt } from '../channels/connector.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'

const { app, db } = await startApp()

/** A message that a worker has claimed and is calling the provider for. */
async function onItsWay() {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  return { ...thread, id, draft, hear: (receipt: Receipt) => hearOn(thread, receipt) }
}

function hearOn({ ada, channel }: Pick<Thread, 'ada' | 'channel'>, receipt: Receipt): Promise<void> {
  return applyReceipt(db, { organizationId: ada.user.organizationId, id: channel._id }, receipt)
}

function rowOf({ user }: Person, { messageId }: Claimed) {
  return db
    .selectFrom('messages')
    .select(['status', 'errorCode'])
    .where('organizationId', '=', user.organizationId)
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
}

async function parked(person: Person): Promise<number> {
  const { organizationId } = person.user
  const rows = await db
    .selectFrom('unmatchedReceipts')
    .select('id')
    .where('organizationId', '=', organizationId)
    .execute()
  return rows.length
}

type Step = 'answer' | Receipt['status']
const furthest: string[] = ['queued', 'sent', 'failed', 'delivered', 'read']

function orders<T>(steps: T[]): T[][] {
  if (steps.length === 0) return [[]]
  return steps.flatMap((step, index) => orders(steps.toSpliced(index, 1)).map((rest) => [step, ...rest]))
}

const stories: Step[][] = [
  ...orders<Step>(['answer', 'sent', 'delivered', 'read']),
  ...orders<Step>(['answer', 'sent', 'delivered', 'failed']),
  ...orders<Step>(['answer', 'delivered', 'read', 'failed']),
]

test('in every order of the answer and the receipts, each heard twice, a message gets to the same state', async () => {
  const ada = await newOrganization(app)
  const thread = { ada, channel: await newChannel(ada) }
  for (const _ of stories) {
    const { _id: contactId } = await newContact(ada)
    await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  }
  const drafts: Claimed[] = []
  while (drafts.length < stories.length) drafts.push(...(await claimDue(db, thread)))

  for (const [index, story] of stories.entries()) {
    const draft = drafts[index]!
    const about = story.join(', ')
    const heard: string[] = ['queued']
    for (const step of story) {
      if (step === 'answer') await settle(db, thread, draft, accepted(draft))
      else await atOnce(2, () => hearOn(thread, receiptFor(draft, step)))
      heard.push(step === 'answer' ? 'sent' : step)
      const message = await rowOf(ada, draft)
      assert.equal(
        message.status,
        furthest.findLast((status) => heard.includes(status)),
        `${about}: after ${step}`,
      )
      assert.equal(message.errorCode, message.status === 'failed' ? someError.code : null, about)
    }
    const { history } = await readMessage(ada, draft.messageId)
    const told = history.map((entry) => entry.providerStatus)
    assert.deepEqual(told, [null, ...story.map((step) => (step === 'answer' ? 'accepted' : step))], about)
  }
  const events = await eventsOf(ada)
  for (const [index, { messageId }] of drafts.entries()) {
    const types = events.filter((event) => event.subjectId === messageId).map((event) => event.type.split('.')[1]!)
    const ranks = types.map((type) => furthest.indexOf(type))
    const ascending = [...new Set(ranks)].toSorted((a, b) => a - b)
    assert.deepEqual(ranks, ascending, `${stories[index]!.join(', ')} leaves ${types.join(', ')}`)
  }
})

test('a receipt that comes before the answer to our call is matched by the attempt', async () => {
  const { ada, id, draft, hear, ...thread } = await onItsWay()
  await hear(receiptFor(draft, 'delivered'))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  await settle(db, { ada, ...thread }, draft, accepted(draft))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent', 'message.delivered'])
})

test('a receipt that names only the provider’s id waits for the answer that tells whose it is', async () => {
  const { ada, id, draft, hear, ...thread } = await onItsWay()
  const { attemptId: _, ...anonymous } = receiptFor(draft, 'delivered')
  await atOnce(2, () => hear(anonymous))
  assert.equal((await readMessage(ada, id)).status, 'queued')
  await settle(db, { ada, ...thread }, draft, accepted(draft))
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.deepEqual(await eventsAbout(ada, id), ['message.queued', 'message.sent', 'message.delivered'])
  assert.equal(await parked(ada), 0)
})

test('a receipt that comes while the answer is being written down is not lost', async () => {
  const { ada, id, draft, hear, ...thread } = await onItsWay()
  const { attemptId: _, ...anonymous } = receiptFor(draft, 'delivered')
  await whileHeld(
    db,
    (trx) => settle(trx, { ada, ...thread }, draft, accepted(draft)),
    () => hear(anonymous),
  )
  assert.equal((await readMessage(ada, id)).status, 'delivered')
  assert.equal(await parked(ada), 0)
})

test('a receipt by the provider’s id is matched after the answer', async () => {
  const { ada, id, draft, hear, ...thread } = await onItsWay()
  await settle(db, { ada, ...thread }, draft, accepted(draft))
  const { attemptId: _, ...anonymous } = receiptFor(draft, 'failed')
  await hear(anonymous)
  const message = await readMessage(ada, id)
  assert.equal(message.status, 'failed')
  assert.equal(message.errorMessage, someError.message)
})

test('a receipt for a message of another channel or organization changes nothing', async () => {
  const { ada, id, draft, ...thread } = await onItsWay()
  await settle(db, { ada, ...thread }, draft, accepted(draft))
  const [eve, sibling] = [await newThread(app), await newThread(app, { ada })]
  await hearOn(sibling, receiptFor(draft, 'delivered'))
  await hearOn(eve, receiptFor(draft, 'delivered'))
  assert.equal((await readMessage(ada, id)).status, 'sent')
})

test('many receipts for one message at once leave one event for each state', async () => {
  const { ada, id, draft, hear } = await onItsWay()
  await atOnce(12, (index) => hear(receiptFor(draft, (['sent', 'delivered', 'read'] as const)[index % 3]!)))
  const message = await readMessage(ada, id)
  assert.equal(message.status, 'read')
  assert.equal(message.history.length, 4)
  const events = await eventsAbout(ada, id)
  assert.equal(new Set(events).size, events.length)
})

test('a receipt for a message that is gone is kept for whoever looks, and harms nothing', async () => {
  const { ada, conversationId, draft, hear } = await onItsWay()
  await ada.call('DELETE', '/api/conversation', { conversationId })
  await hear(receiptFor(draft, 'delivered'))
  assert.equal(await parked(ada), 1)
})

test('a receipt that says the contact opted out opts the contact out', async () => {
  const { ada, id, draft, hear, send, contactId } = await onItsWay()
  const waiting = await send('Still there?')
  const error = { code: '21610', message: 'Opted out.', isOptOut: true } as const
  await hear(receiptFor(draft, 'failed', { error }))
  assert.equal((await readMessage(ada, id)).status, 'failed')
  assert.equal((await readMessage(ada, waiting._id)).errorCode, 'opted_out')
  assert.deepEqual((await ada.call('GET', `/api/contacts/${contactId}`)).json().data.optedOut, ['sms'])
})

test('a receipt that says the channel is broken shows it on the channel, once', async () => {
  const { ada, draft, hear, channel } = await onItsWay()
  const error = { code: '30002', message: 'The account is suspended.', isChannelTrouble: true } as const
  await hear(receiptFor(draft, 'failed', { error }))
  await hear(receiptFor(draft, 'failed', { error, providerStatus: 'undelivered' }))
  assert.equal((await ada.call('GET', `/api/channels/${channel._id}`)).json().trouble, 'The account is suspended.')
  assert.equal((await eventsOf(ada, 'channel.troubled')).length, 1)
})

test('what a contact wrote is moved by no receipt of another message', async () => {
  const thread = await newThread(app)
  const { messageId } = await newInbound(thread.ada, thread.channel, { messageId: 'SM-1' })
  await hearOn(thread, { kind: 'receipt', providerMessageId: 'SM-1', status: 'read', providerStatus: 'read' })
  assert.equal((await readMessage(thread.ada, messageId)).status, 'delivered')
})
