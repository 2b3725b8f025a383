import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { eraseAll } from '../../test/traces.ts'
import { ok } from '../../test/whole-person.ts'

const { app, db, tools } = await startApp()

test('it can be seen who asked when for which contact, how much there was, and when it was done, and nothing else', async () => {
  const ada = await newOrganization(app)
  const { contactId } = await newInbound(ada, await newChannel(ada), { body: 'Persimmon' })
  const { data } = await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  const found = { conversations: 1, messages: 1, notes: 0, documents: 0, reminders: 0, files: 0 }
  const erasing = { _id: data._id, contactId, status: 'erasing', found, requestedById: ada.user.id }
  const { requestedAt, finishedAt, ...begun } = await ok(ada, 'GET', `/api/erasures/${data._id}`)
  assert.deepEqual(begun, erasing)
  assert.deepEqual([typeof requestedAt, finishedAt], ['string', null])

  await eraseAll(db, tools, ada, data._id)
  const done = await ok(ada, 'GET', `/api/erasures/${data._id}`)
  assert.deepEqual({ ...done, finishedAt: null, status: 'erasing' }, { ...erasing, requestedAt, finishedAt: null })
  assert.equal(done.status, 'erased')
  assert.ok(done.finishedAt > requestedAt)
})

test('erasures are listed, the newest first, by whether they are done, page by page', async () => {
  const ada = await newOrganization(app)
  const ids: string[] = []
  for (let index = 0; index < 3; index++) {
    const { _id } = await newContact(ada)
    ids.unshift((await ok(ada, 'POST', `/api/contacts/${_id}/erase`)).data._id)
  }
  await eraseAll(db, tools, ada, ids[1]!)
  const listed = async (query: string) => {
    const { erasures, nextCursor } = await ok(ada, 'GET', `/api/erasures?${query}`)
    return { ids: erasures.map(({ _id }: { _id: string }) => _id), nextCursor }
  }
  assert.deepEqual(await listed(''), { ids, nextCursor: null })
  assert.deepEqual((await listed('status=erased')).ids, [ids[1]])
  assert.deepEqual((await listed('status=erasing')).ids, [ids[0], ids[2]])
  const page = await listed('size=2')
  assert.deepEqual(page.ids, ids.slice(0, 2))
  assert.deepEqual((await listed(`size=2&cursor=${page.nextCursor}`)).ids, ids.slice(2))
})

test('erasures are for admins of the organization only', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(ada)
  const { data } = await ok(ada, 'POST', `/api/contacts/${_id}/erase`)
  assert.equal((await eve.call('GET', `/api/erasures/${data._id}`)).statusCode, 404)
  assert.deepEqual((await ok(eve, 'GET', '/api/erasures')).erasures, [])
  assert.equal((await rep.call('GET', '/api/erasures')).statusCode, 403)
  assert.equal((await rep.call('GET', `/api/erasures/${data._id}`)).statusCode, 403)
  assert.equal((await rep.call('POST', '/api/erasures', { phoneNumber: '+14155550100' })).statusCode, 403)
})
