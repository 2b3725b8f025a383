import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  newChannel,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
  until,
} from '../../test/factories.ts'
import { formOf } from '../../test/files.ts'
import { runImport } from '../../test/imports.ts'
import { tablesWith, untilErased } from '../../test/traces.ts'
import { key, newPerson, number, ok, words } from '../../test/whole-person.ts'
import { newId } from '../platform/id.ts'

const { app, db, databaseUrl, storage } = await startApp({ worker: true })

test('of whoever was deleted in the ordinary way, and is erased afterwards, nothing stands anywhere any more', async () => {
  const { ada, contactId, conversationId, files, waitingId } = await newPerson({ app, db })
  await ok(ada, 'DELETE', `/api/contacts/${contactId}`)
  const before = new Set((await tablesWith(databaseUrl, words)).map((column) => column.split('.')[0]))
  for (const table of ['audit_logs', 'contact_merges', 'events', 'idempotency_keys', 'import_pieces', 'imports']) {
    assert.ok(before.has(table), `${table} held nothing of the person, and so proves nothing`)
  }
  const positions = (await eventsOf(ada)).map(({ position }) => position)

  const { data } = await ok(ada, 'POST', `/api/contacts/${contactId}/erase`, undefined, key())
  assert.deepEqual([data.contactId, data.status], [contactId, 'erasing'])
  await untilErased(db, ada, contactId)
  await until(
    async () => (await tablesWith(databaseUrl, files)).every((each) => !each.startsWith('graphile')),
    'the files',
  )
  assert.deepEqual(await tablesWith(databaseUrl, words), [])
  for (const file of files) await assert.rejects(storage.read(`${ada.user.organizationId}/${file}`))
  const events = await eventsOf(ada)
  assert.deepEqual(
    events.slice(0, positions.length).map(({ position }) => position),
    positions,
  )
  assert.ok(events.some(({ subjectId, type }) => type === 'conversation.opened' && subjectId === conversationId))
  assert.equal((await eventsOf(ada, 'contact.erased')).length, 1)
  assert.equal((await runImport(ada, waitingId)).created, 0)
  const again = await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  assert.deepEqual([again.data._id, again.data.status], [data._id, 'erased'])
})

test('what the end of a long log tells of its beginning is erased there as well', async () => {
  const ada = await newOrganization(app)
  const { _id: contactId } = await newContact(ada)
  const papers = formOf('file', [['loganberry.txt', Buffer.from('Loganberry')]], { documentType: 'Identification' })
  await ok(ada, 'POST', `/api/contacts/${contactId}/documents/upload`, papers)
  await sql`
    insert into events (organization_id, id, type, actor_type, subject_id, data, created_at)
    select ${ada.user.organizationId}, ${newId().slice(0, 12)} || lpad(to_hex(n), 12, '0'), 'thing.happened', 'system', 'a thing',
      '{}', ${new Date()}::timestamptz
    from generate_series(1, 10000) as n
  `.execute(db)
  await ok(ada, 'DELETE', `/api/contacts/${contactId}`)
  await until(async () => (await tablesWith(databaseUrl, ['loganberry'])).join() === 'events.data', 'the file to go')
  await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  await untilErased(db, ada, contactId)
  assert.deepEqual(await tablesWith(databaseUrl, ['loganberry']), [])
})

test('by the phone number everybody is erased who has it or had it, in whatever spelling', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const first = await newInbound(ada, channel, { from: number, body: 'Pomegranate' })
  await ok(ada, 'DELETE', `/api/contacts/${first.contactId}`)
  const second = await newInbound(ada, channel, { from: number, body: 'More pomegranate' })
  const other = await newInbound(ada, channel, { body: 'Nothing of the kind' })

  const { data } = await ok(ada, 'POST', '/api/erasures', { phoneNumber: '(415) 777-8123' })
  assert.equal(data.contactId, second.contactId)
  await untilErased(db, ada, second.contactId)
  assert.deepEqual(await tablesWith(databaseUrl, ['pomegranate', number.slice(-7)]), [])
  const { data: left } = await ok(ada, 'GET', '/api/contacts')
  assert.deepEqual(
    left.map(({ _id }: { _id: string }) => _id),
    [other.contactId],
  )
  assert.equal((await ada.call('POST', '/api/erasures', { phoneNumber: number })).statusCode, 404)
})

test('by the phone number of somebody who was deleted they are erased, and asking again answers the same', async () => {
  const ada = await newOrganization(app)
  const { _id, phoneNumber } = await newContact(ada, { firstName: 'Grenadine' })
  const elsewhere = await newOrganization(app)
  await newContact(elsewhere, { phoneNumber })
  await ok(ada, 'DELETE', '/api/contacts/bulk-delete', { contactIds: [_id] })
  const asked = await ok(ada, 'POST', '/api/erasures', { phoneNumber }, key())
  assert.equal(asked.data.contactId, _id)
  await untilErased(db, ada, _id)
  assert.deepEqual(await tablesWith(databaseUrl, ['grenadine']), [])
  assert.equal((await ok(elsewhere, 'GET', '/api/contacts')).total, 1)
})

test('what whoever was deleted wanted stays: they are opted out when they come back', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = newNumber()
  const { contactId } = await newInbound(ada, channel, { from, body: 'STOP' })
  await ok(ada, 'DELETE', `/api/contacts/${contactId}`)
  await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  await untilErased(db, ada, contactId)
  assert.deepEqual(await tablesWith(databaseUrl, [from.slice(-7)]), [])
  const again = await newContact(ada, { phoneNumber: from })
  const sent = await ada.call('POST', '/api/messages/send', { contactId: again._id, content: 'Hello' })
  assert.equal(sent.json().error?.code, 'opted_out')
})

test('where a deleted contact was written to before it had another number is forgotten as well', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const former = newNumber()
  const { contactId } = await newInbound(ada, channel, { from: former, body: 'STOP' })
  await ok(ada, 'PATCH', `/api/contacts/${contactId}`, { phoneNumber: newNumber() }, key())
  await ok(ada, 'DELETE', `/api/contacts/${contactId}`)
  await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  await untilErased(db, ada, contactId)
  assert.deepEqual(await tablesWith(databaseUrl, [former.slice(-7)]), [])
})

test('a number that another contact has by now stays that one’s', async () => {
  const ada = await newOrganization(app)
  const { _id, phoneNumber } = await newContact(ada, { firstName: 'Former' })
  await ok(ada, 'DELETE', `/api/contacts/${_id}`)
  const next = await newContact(ada, { phoneNumber, firstName: 'Next' })
  await ok(ada, 'POST', `/api/contacts/${_id}/erase`)
  await untilErased(db, ada, _id)
  assert.equal((await ok(ada, 'GET', `/api/contacts/${next._id}`)).data.phoneNumber, phoneNumber)
  const created = (await eventsOf(ada, 'contact.created')).map(({ data }) => data['firstName'])
  assert.deepEqual(created, [undefined, 'Next'])
})

test('neither a contact that never was, nor one that strangers deleted, can be erased', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { _id, phoneNumber } = await newContact(ada)
  await ok(ada, 'DELETE', `/api/contacts/${_id}`)
  for (const [method, url, body] of [
    ['POST', `/api/contacts/${_id}/erase`, undefined],
    ['POST', '/api/erasures', { phoneNumber }],
    ['POST', `/api/contacts/${'f'.repeat(24)}/erase`, undefined],
  ] as const) {
    assert.equal((await eve.call(method, url, body)).statusCode, 404)
  }
})
