import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
  whileHeld,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { updateContact } from '../contacts/contacts.ts'
import { systemActor } from '../identity/actor.ts'

const { app, db } = await startApp({ worker: true })

test('whoever takes over a contact takes over the conversations with it, and of it alone', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id, phoneNumber: from } = await newContact(ada)
  const moved = [
    await newInbound(ada, await newChannel(ada), { from }),
    await newInbound(ada, await newChannel(ada), { from }),
  ]
  const kept = await newInbound(ada, await newChannel(ada))
  await ada.call('PATCH', `/api/contacts/${_id}`, { userId: rep.user.id })
  for (const { conversationId } of moved) {
    await until(async () => (await rep.call('GET', `/api/conversation/${conversationId}`)).statusCode === 200)
  }
  assert.equal((await ada.call('GET', `/api/conversation/${kept.conversationId}`)).json().userId, ada.user.id)
})

test('of many takeovers at once the conversation follows the last', async () => {
  const ada = await newOrganization(app)
  const reps = await atOnce(4, () => newColleague(app, ada, 'SALES_REP'))
  const { _id, phoneNumber: from } = await newContact(ada)
  const { conversationId } = await newInbound(ada, await newChannel(ada), { from })
  await Promise.all(reps.map((rep) => ada.call('PATCH', `/api/contacts/${_id}`, { userId: rep.user.id })))
  await untilHeard(ada)
  const { userId } = (await ada.call('GET', `/api/contacts/${_id}`)).json().data
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().userId, userId)
})

test('a takeover that waits for another one is a takeover from its new owner', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id, phoneNumber: from } = await newContact(ada)
  const { conversationId } = await newInbound(ada, await newChannel(ada), { from })
  const actor = systemActor(ada.user.organizationId)
  const response = await whileHeld(
    db,
    (trx) => updateContact(trx, actor, _id, { userId: rep.user.id }),
    () => ada.call('PATCH', `/api/contacts/${_id}`, { userId: ada.user.id }),
  )
  assert.equal(response.json().data.contact.userId, ada.user.id)
  assert.equal((await eventsOf(ada, 'contact.reassigned')).length, 2)
  await untilHeard(ada)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().userId, ada.user.id)
})

test('an update that leaves the owner is no takeover', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  await ada.call('PATCH', `/api/contacts/${_id}`, { userId: ada.user.id, firstName: 'Joan' })
  assert.deepEqual(await eventsOf(ada, 'contact.reassigned'), [])
})

async function untilHeard(ada: Person): Promise<void> {
  const last = (await eventsOf(ada)).at(-1)?.position ?? 0
  await until(async () => {
    const cursor = await db
      .selectFrom('eventCursors')
      .select('position')
      .where('organizationId', '=', ada.user.organizationId)
      .where('subscriber', '=', 'conversations.followOwner')
      .executeTakeFirst()
    return (cursor?.position ?? 0) >= last
  })
}
