import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newContact, newInbound, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { runImport, upload } from '../../test/imports.ts'
import { untilErased } from '../../test/traces.ts'

const { app, db } = await startApp({ worker: true })

/** Somebody wrote STOP and was erased. */
async function newErased() {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const number = newNumber()
  const { contactId } = await newInbound(ada, channel, { from: number, body: 'STOP' })
  assert.equal((await ada.call('POST', `/api/contacts/${contactId}/erase`)).statusCode, 202)
  await untilErased(db, ada, contactId)
  assert.deepEqual([await optedOut(ada), (await hashesOf(ada)).length], [[], 1])
  return { ada, channel, number }
}

async function optedOut({ user }: Person): Promise<string[]> {
  const rows = await db
    .selectFrom('optOuts')
    .select('address')
    .where('organizationId', '=', user.organizationId)
    .execute()
  return rows.map(({ address }) => address)
}

function hashesOf({ user }: Person) {
  return db.selectFrom('erasedOptOuts').selectAll().where('organizationId', '=', user.organizationId).execute()
}

async function refuses(person: Person, contactId: string): Promise<void> {
  const sent = await person.call('POST', '/api/messages/send', { contactId, content: 'Hello again' })
  assert.deepEqual([sent.statusCode, sent.json().error?.code], [422, 'opted_out'])
}

test('of an opt-out nothing is left that names the address, and another organization’s hash of it is another', async () => {
  const { ada, number } = await newErased()
  const [kept] = await hashesOf(ada)
  assert.doesNotMatch(JSON.stringify(kept), new RegExp(number.slice(-7)))
  const eve = await newOrganization(app)
  const { contactId } = await newInbound(eve, await newChannel(eve), { from: number, body: 'STOP' })
  await eve.call('POST', `/api/contacts/${contactId}/erase`)
  assert.notEqual((await hashesOf(eve))[0]!.addressHash, kept!.addressHash)
})

const ways: Record<string, (ada: Person, number: string, channel: { identifier: string }) => Promise<string>> = {
  'is made by hand': async (ada, phoneNumber) => (await newContact(ada, { phoneNumber }))._id,
  'is given to somebody by hand': async (ada, phoneNumber) => {
    const { _id } = await newContact(ada)
    assert.equal((await ada.call('PATCH', `/api/contacts/${_id}`, { phoneNumber })).statusCode, 200)
    return _id
  },
  'is given to somebody who is separated from another': async (ada, phoneNumber) => {
    const { _id } = await newContact(ada)
    const body = { fieldSplit: { phoneNumber: { new: phoneNumber } } }
    const separated = await ada.call('POST', `/api/contacts/${_id}/separate`, body)
    assert.equal(separated.statusCode, 200, separated.body)
    return separated.json().data.newContactId
  },
  'is imported': async (ada, number) => {
    const { _id } = await upload(ada, `Phone\n${number}\n`)
    assert.equal((await runImport(ada, _id)).created, 1)
    return (await ada.call('GET', '/api/contacts')).json().data[0]._id
  },
  'writes again': async (ada, from, channel) => (await newInbound(ada, channel, { from, body: 'Hello' })).contactId,
  'is merged into somebody': async (ada, phoneNumber) => {
    const [source, target] = [await newContact(ada, { phoneNumber }), await newContact(ada)]
    const merging = { sourceId: source._id, targetId: target._id }
    assert.equal((await ada.call('POST', '/api/contacts/merge', merging)).statusCode, 200)
    return target._id
  },
}

for (const [way, comeBack] of Object.entries(ways)) {
  test(`who opted out and was erased is opted out when the number ${way}`, async () => {
    const { ada, number, channel } = await newErased()
    const contactId = await comeBack(ada, number, channel)
    assert.ok((await optedOut(ada)).includes(number))
    assert.deepEqual(await hashesOf(ada), [])
    const events = await eventsOf(ada, 'contact.optedOut')
    assert.equal(events.filter(({ data }) => data['address'] === number).length, 1)
    await refuses(ada, contactId)
  })
}

test('a START of whoever comes back opts in, and nothing is remembered any more', async () => {
  const { ada, number, channel } = await newErased()
  const { contactId } = await newInbound(ada, channel, { from: number, body: 'START' })
  assert.deepEqual([await optedOut(ada), await hashesOf(ada)], [[], []])
  const sent = await ada.call('POST', '/api/messages/send', { contactId, content: 'Welcome back' })
  assert.equal(sent.statusCode, 200, sent.body)
})

test('whoever was erased without having opted out may be written to', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const { _id, phoneNumber } = await newContact(ada)
  await ada.call('POST', `/api/contacts/${_id}/erase`)
  const again = await newContact(ada, { phoneNumber })
  const sent = await ada.call('POST', '/api/messages/send', { contactId: again._id, content: 'Hello' })
  assert.equal(sent.statusCode, 200, sent.body)
})
