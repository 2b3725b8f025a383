import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { merge, undo } from '../../test/merges.ts'

const { app, db } = await startApp()

async function read(person: Person, id: string) {
  return (await person.call('GET', `/api/contacts/${id}`)).json().data
}

async function audited(admin: Person, action: string) {
  return (await admin.call('GET', `/api/audit-logs?action=${action}`)).json().auditLogs
}

function verify(person: Person, id: string, body: object) {
  return person.call('PATCH', `/api/contacts/${id}/verify-contact-methods`, body)
}

test('a contact is verified once, by somebody, and unverified again; the audit log knows both', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(rep)
  const answers = await atOnce(3, () =>
    rep.call('PATCH', `/api/contacts/${_id}/verify`, { verificationSource: 'a call' }),
  )
  for (const answer of answers) assert.deepEqual([answer.statusCode, answer.json().message], [200, 'Contact verified'])
  const { verifiedAt, verifiedBy, verificationSource } = await read(ada, _id)
  assert.deepEqual([typeof verifiedAt, verifiedBy, verificationSource], ['string', rep.user.id, 'a call'])
  assert.equal((await eventsOf(ada, 'contact.verified')).length, 1)
  const [entry, ...others] = await audited(ada, 'contact.verified')
  assert.deepEqual([entry.subjectId, entry.after.verificationSource, others.length], [_id, 'a call', 0])

  for (const _ of [1, 2]) assert.equal((await ada.call('PATCH', `/api/contacts/${_id}/unverify`)).statusCode, 200)
  assert.equal((await read(ada, _id)).verifiedAt, null)
  assert.equal((await audited(ada, 'contact.unverified')).length, 1)
})

test('a number is verified in any spelling, and only while the contact has it', async () => {
  const ada = await newOrganization(app)
  const { _id, phoneNumber } = await newContact(ada, { email: 'jane@example.com' })
  const spelled = `${phoneNumber.slice(0, 5)} ${phoneNumber.slice(5)}`
  const at = '2025-01-01T00:00:00.000Z'
  const done = await verify(ada, _id, { type: 'phone', value: spelled, verifiedAt: at, verificationSource: 'a code' })
  assert.deepEqual([done.statusCode, done.json().message], [200, 'Phone number verified'])
  const said = { verifiedAt: at, verifiedBy: ada.user.id, verificationSource: 'a code' }
  assert.deepEqual(done.json().data.contact.phoneNumber, [{ value: phoneNumber, isPrimary: true, ...said }])
  assert.deepEqual((await read(ada, _id)).verifications, [{ type: 'phone', value: phoneNumber, ...said }])
  await verify(ada, _id, { type: 'email', value: 'JANE@example.com' })
  const again = await verify(ada, _id, { type: 'email', value: 'jane@example.com' })
  assert.equal(again.statusCode, 200)
  assert.equal((await audited(ada, 'contact.methodVerified')).length, 2)
  assert.equal(JSON.stringify(await audited(ada, 'contact.methodVerified')).includes(phoneNumber), false)

  await ada.call('PATCH', `/api/contacts/${_id}`, { phoneNumber: newNumber() })
  await ada.call('PATCH', `/api/contacts/${_id}`, { phoneNumber })
  assert.deepEqual(
    (await read(ada, _id)).verifications.map(({ type }: { type: string }) => type),
    ['email'],
  )
  const back = await verify(ada, _id, { type: 'email', value: 'jane@example.com', verifiedAt: null })
  assert.equal(back.json().message, 'Email unverified')
  assert.deepEqual((await read(ada, _id)).verifications, [])
})

test('what was verified of a contact goes with it into a merge, and back when that is undone', async () => {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada), await newContact(ada)]
  await verify(ada, source._id, { type: 'phone', value: source.phoneNumber })
  const { contact, mergeId } = await merge(ada, source._id, target._id)
  assert.deepEqual(
    contact.verifications.map(({ value }: { value: string }) => value),
    [source.phoneNumber],
  )
  await undo(ada, mergeId)
  assert.equal((await read(ada, source._id)).verifications.length, 1)
  const left = await db
    .selectFrom('contacts')
    .select('verifiedMethods')
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', target._id)
    .execute()
  assert.deepEqual(left, [{ verifiedMethods: {} }])
})

test('another number, a time to come and a contact that one does not see are refused', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id, phoneNumber } = await newContact(ada)
  const refusals = [
    await verify(ada, _id, { type: 'phone', value: newNumber() }),
    await verify(ada, _id, { type: 'email', value: 'jane@example.com' }),
    await verify(ada, _id, { type: 'phone', value: phoneNumber, verifiedAt: '2999-01-01T00:00:00Z' }),
    await verify(ada, _id, { type: 'fax', value: phoneNumber }),
    await verify(rep, _id, { type: 'phone', value: phoneNumber }),
    await verify(eve, _id, { type: 'phone', value: phoneNumber }),
    await rep.call('PATCH', `/api/contacts/${_id}/verify`, {}),
  ]
  assert.deepEqual(
    refusals.map(({ statusCode }) => statusCode),
    [404, 404, 400, 400, 404, 404, 404],
  )
})
