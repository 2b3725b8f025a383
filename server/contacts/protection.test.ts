import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'
import { findProtection } from './protection.ts'

const { app, db } = await startApp()
const hour = 3_600_000

test('a contact is protected for so many hours after its owner wrote to it', async () => {
  const { organizationId, contactId, send, owner } = await newProtected(24)
  assert.deepEqual(await findProtection(db, organizationId, contactId), {
    ownerId: owner.user.id,
    isProtected: false,
    protectedUntil: null,
  })
  const { createdAt } = await send(owner)
  const wroteAt = new Date(createdAt).getTime()
  const before = await findProtection(db, organizationId, contactId, new Date(wroteAt + 24 * hour - 1))
  assert.deepEqual(before.protectedUntil, new Date(wroteAt + 24 * hour))
  const after = await findProtection(db, organizationId, contactId, new Date(wroteAt + 24 * hour))
  assert.deepEqual([after.isProtected, after.protectedUntil], [false, null])
})

test('what the contact writes, and what others write to it, protects nothing', async () => {
  const { organizationId, contactId, send, admin, channel, phoneNumber } = await newProtected(24)
  await send(admin)
  await newInbound(admin, channel, { from: phoneNumber })
  assert.equal((await findProtection(db, organizationId, contactId)).isProtected, false)
})

test('a rep does not take over a protected contact; an admin and a head of department may', async () => {
  for (const role of ['ADMIN', 'DEPARTMENT_HEAD']) {
    const { admin, rep, owner, contactId, send } = await newProtected(24)
    await send(owner)
    const taken = await rep.call('PATCH', `/api/contacts/${contactId}`, { userId: rep.user.id })
    assert.deepEqual([taken.statusCode, taken.json().error.code], [409, 'contact_protected'])
    assert.equal((await admin.call('GET', `/api/contacts/${contactId}`)).json().data.userId, owner.user.id)

    const superior = await newColleague(app, admin, role)
    await admin.call('PATCH', `/api/contacts/${contactId}`, { assignees: [rep.user.id, superior.user.id] })
    const moved = await superior.call('PATCH', `/api/contacts/${contactId}`, { userId: rep.user.id })
    assert.deepEqual([moved.statusCode, moved.json().data?.contact.userId], [200, rep.user.id])
  }
})

test('a protected contact can be changed otherwise, and given away by its owner', async () => {
  const { rep, owner, contactId, send } = await newProtected(24)
  await send(owner)
  const same = { userId: owner.user.id, firstName: 'Janet' }
  assert.equal((await rep.call('PATCH', `/api/contacts/${contactId}`, same)).statusCode, 200)
  const given = await owner.call('PATCH', `/api/contacts/${contactId}`, { userId: rep.user.id })
  assert.equal(given.statusCode, 200)
})

test('who gets a contact is protected only by what they write themselves', async () => {
  const { organizationId, rep, owner, contactId, send } = await newProtected(24)
  await send(owner)
  await owner.call('PATCH', `/api/contacts/${contactId}`, { userId: rep.user.id })
  assert.equal((await findProtection(db, organizationId, contactId)).isProtected, false)
  await send(rep)
  const { isProtected, ownerId } = await findProtection(db, organizationId, contactId)
  assert.deepEqual([isProtected, ownerId], [true, rep.user.id])
})

test('no way around: nobody is brought in, taken off or left without a number', async () => {
  const { admin, rep, owner, contactId, send } = await newProtected(24)
  const third = await newColleague(app, admin, 'SALES_REP')
  const { conversationId } = await send(owner)
  await admin.call('PUT', `/api/conversation/${conversationId}`, { assignees: [owner.user.id, rep.user.id] })
  const contactIds = [contactId]
  const ways: Array<[method: string, url: string, body?: object]> = [
    ['PATCH', `/api/contacts/${contactId}`, { assignees: [rep.user.id] }],
    ['PATCH', `/api/contacts/${contactId}`, { assignees: [owner.user.id, rep.user.id, third.user.id] }],
    ['PUT', '/api/contact', { _id: contactId, userId: third.user.id }],
    ['PUT', '/api/contact', { _id: contactId, phoneNumber: null }],
    ['PUT', '/api/contacts/bulk-assign', { contactIds, userId: rep.user.id }],
    ['PUT', '/api/contacts/bulk-assign', { contactIds, addAssignees: [third.user.id] }],
    ['PUT', '/api/contacts/bulk-assign', { contactIds, removeAssignees: [owner.user.id] }],
    ['PUT', `/api/conversation/${conversationId}`, { assignees: [rep.user.id] }],
    ['PUT', `/api/conversation/${conversationId}`, { assignees: [owner.user.id, rep.user.id, third.user.id] }],
  ]
  for (const [method, url, body] of ways) {
    const answer = await rep.call(method, url, body)
    const { code } = answer.json().error ?? {}
    assert.deepEqual([answer.statusCode, code], [409, 'contact_protected'], `${method} ${url}: ${answer.body}`)
  }
  // To leave it is everybody's own, and the owner does as they like.
  const left = await rep.call('PATCH', `/api/contacts/${contactId}`, { assignees: [owner.user.id] })
  assert.equal(left.statusCode, 200, left.body)
  for (const [method, url, body] of ways.slice(1, 2)) {
    assert.equal((await owner.call(method, url, body)).statusCode, 200)
  }
})

test('a protected contact who writes is its owner’s, whoever’s turn it is', async () => {
  const { admin, rep, owner, contactId, phoneNumber, send } = await newProtected(24)
  const turns = await newChannel(admin)
  await admin.call('PUT', `/api/channels/${turns._id}/routing`, {
    mode: 'round_robin',
    capacity: 10,
    userIds: [rep.user.id],
  })
  await rep.call('PUT', '/api/user/chat-availability', { isAvailable: true })
  await send(owner)
  const written = await newInbound(admin, turns, { from: phoneNumber })
  assert.equal(written.contactId, contactId)
  const { assignees } = (await admin.call('GET', `/api/conversation/${written.conversationId}`)).json()
  assert.deepEqual(assignees, [owner.user.id])
})

test('without a period nothing is protected', async () => {
  const { rep, owner, contactId, send } = await newProtected(0)
  await send(owner)
  const taken = await rep.call('PATCH', `/api/contacts/${contactId}`, { userId: rep.user.id })
  assert.equal(taken.statusCode, 200)
})

test('the protection of a contact that is not there, or a stranger’s, is not found', async () => {
  const [{ contactId }, stranger] = [await newProtected(24), await newOrganization(app)]
  for (const id of [contactId, newId()]) {
    await assert.rejects(findProtection(db, stranger.user.organizationId, id), { code: 'contact_not_found' })
  }
})

/** A contact of one rep to which another one is assigned as well. */
async function newProtected(contactProtectionPeriod: number) {
  const admin = await newOrganization(app)
  const { organizationId } = admin.user
  const url = `/api/organizations/${organizationId}/contact-protection-settings`
  await admin.call('PUT', url, { contactProtectionPeriod })
  const [owner, rep] = [await newColleague(app, admin, 'SALES_REP'), await newColleague(app, admin, 'SALES_REP')]
  const channel = await newChannel(admin)
  const assignees = [owner.user.id, rep.user.id]
  const { _id: contactId, phoneNumber } = await newContact(admin, { userId: owner.user.id, assignees })
  const send = async (person: typeof owner) => {
    const sent = await person.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
    assert.equal(sent.statusCode, 200, sent.body)
    return sent.json()
  }
  return { admin, organizationId, owner, rep, channel, contactId, phoneNumber, send }
}
