import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newOrganization } from '../../test/factories.ts'
import { accepted, claimDue, eventsAbout, newThread, readMessage, settle } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
import { claim } from './claim.ts'
import type { Claimed } from './claim.ts'

const { app, db } = await startApp()

const cancel = ({ ada }: Thread, id: string) => ada.call('POST', `/api/messages/${id}/cancel`)

function waiting({ ada }: Thread) {
  return db.selectFrom('outbox').select('messageId').where('organizationId', '=', ada.user.organizationId).execute()
}

test('a message that waits is canceled and never leaves', async () => {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const response = await cancel(thread, id)
  assert.equal(response.statusCode, 200)
  assert.equal(response.json().status, 'canceled')
  assert.deepEqual(await waiting(thread), [])
  const { history } = await readMessage(thread.ada, id)
  assert.deepEqual(
    history.map((entry) => entry.status),
    ['queued', 'canceled'],
  )
  assert.deepEqual(await eventsAbout(thread.ada, id), ['message.queued', 'message.canceled'])
})

test('canceling again and at once is canceling once', async () => {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const responses = await atOnce(10, () => cancel(thread, id))
  for (const response of [...responses, await cancel(thread, id)]) {
    assert.equal(response.statusCode, 200)
    assert.equal(response.json().status, 'canceled')
  }
  assert.equal((await eventsOf(thread.ada, 'message.canceled')).length, 1)
})

test('what a worker has begun to send cannot be canceled', async () => {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  const refused = await cancel(thread, id)
  assert.equal(refused.statusCode, 409)
  assert.equal(refused.json().error.code, 'not_queued')
  await settle(db, thread, draft, accepted(draft))
  assert.equal((await cancel(thread, id)).statusCode, 409)
  assert.equal((await readMessage(thread.ada, id)).status, 'sent')
})

test('of a cancel and a claim at once, one wins', async () => {
  const thread = await newThread(app)
  for (let round = 0; round < 8; round++) {
    const { _id: id } = await thread.send(`Round ${round}`)
    const claiming = claimDue(db, thread).catch(() => [])
    const response = await cancel(thread, id)
    if (response.statusCode === 409) {
      const [draft] = (await claiming) as [Claimed]
      assert.equal(draft.messageId, id)
      await settle(db, thread, draft, accepted(draft))
    } else {
      const { _id: next } = await thread.send('For the claim that still looks')
      const [draft] = (await claiming) as [Claimed]
      assert.equal(draft.messageId, next)
      await settle(db, thread, draft, accepted(draft))
    }
  }
  assert.deepEqual(await waiting(thread), [])
})

test('a send that is held back is not begun before its time, and can be undone until then', async () => {
  const thread = await newThread(app)
  const { ada, conversationId } = thread
  const hold = async (content: string) => {
    const payload = { conversationId, content, undoSeconds: 60 }
    return (await ada.call('POST', '/api/messages/send', payload)).json()._id as string
  }
  const undone = await hold('Oops')
  const other = await thread.send('What was said later leaves later')
  const key = { organizationId: ada.user.organizationId, channelId: thread.channel._id }
  const look = () => claim(db, key, { workerId: 1, limit: 10, perSecond: 1_000_000 })
  assert.deepEqual((await look()).drafts, [])
  assert.equal((await cancel(thread, undone)).json().status, 'canceled')
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  assert.equal(draft.messageId, other._id)
  for (const undoSeconds of [-1, 61, 1.5]) {
    const response = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello', undoSeconds })
    assert.equal(response.statusCode, 400)
  }
})

test('of an undo and several workers at the moment when it is due, one wins', async () => {
  const thread = await newThread(app)
  const { ada, conversationId, channel } = thread
  const key = { organizationId: ada.user.organizationId, channelId: channel._id }
  for (let round = 0; round < 6; round++) {
    const sent = await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello', undoSeconds: 60 })
    const id = sent.json()._id as string
    const due = db.updateTable('outbox').set({ dueAt: new Date(0) })
    await due.where('organizationId', '=', key.organizationId).where('messageId', '=', id).execute()
    const [response, ...claims] = await Promise.all([
      cancel(thread, id),
      ...[1, 2, 3].map((workerId) => claim(db, key, { workerId, limit: 10, perSecond: 1_000_000 })),
    ])
    const drafts = claims.flatMap((each) => each.drafts)
    assert.equal(drafts.length, response.statusCode === 200 ? 0 : 1)
    assert.equal((await readMessage(ada, id)).status, response.statusCode === 200 ? 'canceled' : 'queued')
    for (const draft of drafts) await settle(db, thread, draft, accepted(draft))
  }
})

test('what came in cannot be canceled', async () => {
  const thread = await newThread(app)
  const { messageId } = await thread.write('Hello?')
  assert.equal((await cancel(thread, messageId)).statusCode, 409)
})

test('a stranger cancels nothing', async () => {
  const thread = await newThread(app)
  const { _id: id } = await thread.send()
  const eve = await newOrganization(app)
  const response = await eve.call('POST', `/api/messages/${id}/cancel`)
  assert.equal(response.statusCode, 404)
  assert.equal(response.json().error.code, 'message_not_found')
  assert.equal((await waiting(thread)).length, 1)
})
