import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newChannel, newContact, newOrganization } from '../../test/factories.ts'
import { accepted, newThread, settle } from '../../test/threads.ts'
import { claim, paceOf } from './claim.ts'

const { app, db } = await startApp()

const now = new Date('2026-01-01T12:00:00.123Z')
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)

const paces: Array<[rate: number, nextAt: number, allowed: number, waitMilliseconds: number]> = [
  [10, 0, 0, 100],
  [10, -99, 0, 1],
  [10, -100, 1, 0],
  [10, -350, 3, 0],
  [10, -3_600_000, 10, 0],
  [10, 5000, 0, 5100],
  [1, -999, 0, 1],
  [1, -1000, 1, 0],
  [1, -3_600_000, 1, 0],
  [0.5, -1999, 0, 1],
  [0.5, -3_600_000, 1, 0],
  [0.3, -3_600_000, 1, 0],
  [1000, -7, 7, 0],
  [1000, -3_600_000, 1000, 0],
]
for (const [rate, nextAt, allowed, waitMilliseconds] of paces) {
  test(`at ${rate} a second, ${-nextAt} ms after the last one's time, ${allowed} may leave`, () => {
    const pace = paceOf(later(nextAt), now, rate)
    assert.equal(pace.allowed, allowed)
    assert.equal(pace.waitMilliseconds, waitMilliseconds)
  })
}

for (const rate of [0.3, 0.7, 1, 3, 7, 30, 100, 300, 700, 1000]) {
  test(`a channel of ${rate} a second is never faster, and hardly slower`, () => {
    const duration = Math.max(60_000, 20_000 / rate)
    let nextAt = now
    let taken = 0
    for (let at = 0; at < duration;) {
      const pace = paceOf(nextAt, later(at), rate)
      if (pace.allowed > 0) {
        const some = Math.min(pace.allowed, 64)
        taken += some
        nextAt = pace.after(some)
      }
      at += pace.waitMilliseconds || 10
    }
    assert.ok(taken <= (duration * rate) / 1000, `${taken} left`)
    assert.ok(taken >= 0.85 * Math.floor((duration * rate) / 1000) - 1, `only ${taken} left`)
  })
}

test('whatever the rate, a channel that rested may send', () => {
  for (let thousandths = 1; thousandths <= 2000; thousandths++) {
    const { allowed } = paceOf(later(-10_000_000), now, thousandths / 1000)
    assert.ok(allowed >= 1, `${thousandths / 1000} a second`)
  }
})

async function newQueue(contacts: number, messages: number) {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  for (let contact = 0; contact < contacts; contact++) {
    const { _id: contactId } = await newContact(ada)
    for (let index = 0; index < messages; index++)
      await ada.call('POST', '/api/messages/send', { contactId, content: String(index) })
  }
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  const rested = () =>
    db
      .updateTable('channelPacing')
      .set({ nextAt: new Date(Date.now() - 10_000) })
      .where('organizationId', '=', key.organizationId)
      .where('channelId', '=', key.channelId)
      .execute()
  await rested()
  return { ada, channel, key, rested }
}

test('no more is claimed than the rate allows, and then it is said how long to wait', async () => {
  const { key } = await newQueue(4, 1)
  const take = () => claim(db, key, { workerId: 1, limit: 64, perSecond: 3 })
  assert.equal((await take()).drafts.length, 3)
  const { drafts, waitMilliseconds } = await take()
  assert.deepEqual(drafts, [])
  assert.ok(waitMilliseconds > 0 && waitMilliseconds <= 334)
})

test('of workers that claim at once each message goes to one, and all together respect the rate', async () => {
  const { key } = await newQueue(12, 1)
  const began = performance.now()
  const claims = await atOnce(8, (index) => claim(db, key, { workerId: index + 1, limit: 64, perSecond: 6 }))
  const earnedMeanwhile = Math.ceil(((performance.now() - began) / 1000) * 6)
  const ids = claims.flatMap(({ drafts }) => drafts.map((draft) => draft.messageId))
  assert.ok(ids.length >= 6 && ids.length <= 6 + earnedMeanwhile, `${ids.length} were claimed`)
  assert.equal(new Set(ids).size, ids.length)
  const attempts = await db
    .selectFrom('attempts')
    .select('messageId')
    .where('organizationId', '=', key.organizationId)
    .execute()
  assert.deepEqual(attempts.map((attempt) => attempt.messageId).toSorted(), ids.toSorted())
})

test('one message of a conversation is on its way at a time, in the order in which they were written', async () => {
  const { ada, channel, key, rested } = await newQueue(3, 3)
  for (const content of ['0', '1', '2']) {
    await rested()
    const { drafts } = await claim(db, key, { workerId: 1, limit: 64, perSecond: 100 })
    assert.deepEqual(
      drafts.map((draft) => draft.content),
      [content, content, content],
    )
    await rested()
    assert.deepEqual((await claim(db, key, { workerId: 2, limit: 64, perSecond: 100 })).drafts, [])
    for (const draft of drafts) await settle(db, { ada, channel }, draft, accepted(draft))
  }
})

test('a message that waits for its next try keeps the later ones of its conversation back', async () => {
  const { ada, channel, key, rested } = await newQueue(1, 2)
  const take = async () => {
    await rested()
    return (await claim(db, key, { workerId: 1, limit: 64, perSecond: 100 })).drafts
  }
  const [first] = await take()
  await settle(db, { ada, channel }, first!, { kind: 'throttled', retryAfterSeconds: 60 })
  assert.deepEqual(await take(), [])
  await db
    .updateTable('outbox')
    .set({ dueAt: new Date() })
    .where('organizationId', '=', key.organizationId)
    .where('messageId', '=', first!.messageId)
    .execute()
  const [again, ...others] = await take()
  assert.deepEqual(others, [])
  assert.equal(again?.messageId, first?.messageId)
  assert.equal(again?.tries, 2)
  assert.notEqual(again?.attemptId, first?.attemptId)
})

test('what one organization has to send is not claimed for another', async () => {
  const [ours, theirs] = [await newThread(app), await newThread(app)]
  await ours.send()
  const key = { organizationId: theirs.ada.user.organizationId, channelId: ours.channel._id }
  assert.deepEqual((await claim(db, key, { workerId: 1, limit: 64, perSecond: 1000 })).drafts, [])
})
