import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newOrganization } from '../../test/factories.ts'
import { accepted, claimDue, eventsAbout, newThread, readMessage, settle } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'
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
