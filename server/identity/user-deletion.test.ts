import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  loggedIn,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
  whileHeld,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { transact } from '../platform/database.ts'
import { holdUsers } from './membership.ts'
import { notify } from './notifications.ts'

const server = await startApp({ worker: true })
const { app, db } = server

test('who is deleted is in no list, out at once, and logs in no more', async () => {
  const { admin, rep, heir } = await newTeam()
  await rep.call('GET', '/api/auth/verify-token')
  assert.equal((await remove(admin, rep, heir)).statusCode, 200)
  assert.equal((await rep.call('GET', '/api/auth/verify-token')).statusCode, 401)
  const payload = { email: rep.user.email, password: rep.password }
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload })).statusCode, 401)
  const listed = (await admin.call('GET', '/api/user/list')).json().map((user: { _id: string }) => user._id)
  assert.deepEqual(listed, [admin.user.id, heir.user.id])

  const [event, ...others] = await eventsOf(admin, 'user.deleted')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [event?.subjectId, event?.actorId, event?.data['heirId']],
    [rep.user.id, admin.user.id, heir.user.id],
  )
  assert.equal((await remove(admin, rep, heir)).statusCode, 404)
  assert.equal((await admin.call('PUT', `/api/user/${rep.user.id}`, { fullName: 'X' })).statusCode, 404)
})

test('the email is free for somebody new, who is somebody else', async () => {
  const { admin, rep, heir } = await newTeam()
  await remove(admin, rep, heir)
  const successor = await newColleague(app, admin, 'SALES_REP', { email: rep.user.email, fullName: 'Sue' })
  assert.notEqual(successor.user.id, rep.user.id)
  assert.equal((await loggedIn(app, rep.user.email, rep.password)).user.fullName, 'Sue')
})

test('contacts, conversations and channels go to the heir, with one event each, and history keeps the name', async () => {
  const { admin, rep, heir } = await newTeam()
  const channel = await newChannel(admin, { userId: rep.user.id })
  const owned = await newContact(rep)
  const assigned = await newContact(admin, { assignees: [admin.user.id, rep.user.id] })
  const { conversationId } = await newInbound(admin, channel, { from: owned.phoneNumber })
  await remove(admin, rep, heir)

  await until(async () => (await conversation(heir, conversationId)).statusCode === 200, 'the conversation to be given')
  await until(async () => (await heir.call('GET', `/api/contacts/${assigned._id}`)).statusCode === 200, 'the contact')
  const { userId, assignees } = (await conversation(heir, conversationId)).json()
  assert.deepEqual([userId, assignees], [heir.user.id, [heir.user.id]])
  const contact = (await heir.call('GET', `/api/contacts/${owned._id}`)).json().data
  assert.deepEqual([contact.userId, contact.assignees], [heir.user.id, [heir.user.id]])
  assert.deepEqual(contact.createdBy, { _id: rep.user.id, fullName: rep.user.fullName })
  const shared = (await admin.call('GET', `/api/contacts/${assigned._id}`)).json().data
  assert.deepEqual(
    [shared.userId, shared.assignees.toSorted()],
    [admin.user.id, [admin.user.id, heir.user.id].toSorted()],
  )
  await until(async () => (await channelOwner(admin)) === heir.user.id, 'the channel to be given')

  const reassigned = await eventsOf(admin, 'contact.reassigned')
  assert.deepEqual(reassigned.map((event) => event.subjectId).toSorted(), [owned._id, assigned._id].toSorted())
  assert.ok(reassigned.every((event) => event.actorId === admin.user.id))
})

test('more than one piece is handed over to the last, each with one event', async () => {
  const { admin, rep, heir } = await newTeam()
  const { organizationId } = admin.user
  await sql`
    insert into contacts (
      organization_id, id, user_id, created_by_id, status, process, source, last_activity_at, created_at, updated_at
    )
    select ${organizationId}, lpad(to_hex(number), 24, '0'), ${rep.user.id}, ${rep.user.id}, 'New Lead', '', 'API',
      ${new Date()}, ${new Date()}, ${new Date()}
    from generate_series(1, 450) as number
  `.execute(db)
  await remove(admin, rep, heir)
  await until(async () => (await contactsOf(rep)) === 0, 'all to be given')
  assert.equal(await contactsOf(heir), 450)
  const given = (await eventsOf(admin, 'contact.reassigned')).map((event) => event.subjectId)
  assert.deepEqual([given.length, new Set(given).size], [450, 450])
})

test('what goes to somebody who is deleted in turn goes on to that one’s heir', async () => {
  const { admin, rep, heir } = await newTeam()
  const last = await newColleague(app, admin, 'SALES_REP')
  const contacts = await Promise.all(Array.from({ length: 5 }, () => newContact(rep)))
  await Promise.all([remove(admin, rep, heir), remove(admin, heir, last)])
  const deleted = await eventsOf(admin, 'user.deleted')
  if (deleted.length < 2) await remove(admin, deleted[0]?.subjectId === rep.user.id ? heir : rep, last)
  for (const { _id } of contacts) {
    await until(
      async () => (await last.call('GET', `/api/contacts/${_id}`)).statusCode === 200,
      'the last heir to own it',
    )
  }
})

test('nothing new is given to who is deleted, nor is news', async () => {
  const { admin, rep, heir } = await newTeam()
  const channel = await newChannel(admin)
  const { conversationId, contactId } = await newInbound(admin, channel)
  await remove(admin, rep, heir)
  const userId = rep.user.id
  const tries = [
    ['POST', '/api/contact', { phoneNumber: '+14155552671', userId }],
    ['POST', '/api/contact', { phoneNumber: '+14155552671', assignees: [userId] }],
    ['PATCH', `/api/contacts/${contactId}`, { userId }],
    ['PATCH', `/api/contacts/${contactId}`, { assignees: [userId] }],
    ['PUT', `/api/conversation/${conversationId}`, { assignees: [userId] }],
    ['PUT', `/api/channels/${channel._id}`, { userId }],
    ['DELETE', `/api/user/${heir.user.id}`, { heirId: userId }],
  ] as const
  for (const [method, url, body] of tries) {
    const answer = await admin.call(method, url, body)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [404, 'user_not_found'], `${method} ${url}`)
  }
  const news = { type: 'mention', text: 'Hello', subjectType: 'contact', subjectId: contactId } as const
  await transact(db, (trx) => notify(trx, admin.user.organizationId, [userId, heir.user.id], news))
  const told = await db
    .selectFrom('notifications')
    .select('userId')
    .where('organizationId', '=', admin.user.organizationId)
    .execute()
  assert.deepEqual(told, [{ userId: heir.user.id }])
})

test('a deletion waits for whoever is giving the user something just then', async () => {
  const { admin, rep, heir } = await newTeam()
  const contact = await newContact(admin)
  const { organizationId } = admin.user
  const answer = await whileHeld(
    db,
    async (trx) => {
      await holdUsers(trx, organizationId, [rep.user.id])
      await trx
        .updateTable('contacts')
        .set({ userId: rep.user.id })
        .where('organizationId', '=', organizationId)
        .where('id', '=', contact._id)
        .execute()
    },
    () => remove(admin, rep, heir),
  )
  assert.equal(answer.statusCode, 200)
  await until(
    async () => (await heir.call('GET', `/api/contacts/${contact._id}`)).statusCode === 200,
    'the heir to own it',
  )
})

test('nobody deletes oneself, a higher role, or names an heir who is none', async () => {
  const { admin, rep, heir } = await newTeam()
  assert.equal((await remove(admin, admin, heir)).json().error.code, 'own_account')
  assert.equal((await remove(admin, rep, rep)).json().error.details[0].field, 'heirId')
  await admin.call('PUT', `/api/user/${heir.user.id}`, { loginDisabled: true })
  assert.equal((await remove(admin, rep, heir)).json().error.code, 'heir_disabled')
  const stranger = await newOrganization(app)
  assert.equal((await remove(admin, rep, stranger)).statusCode, 404)
  assert.equal((await remove(stranger, rep, stranger)).statusCode, 404)
  await promote(rep)
  assert.equal((await remove(admin, rep, admin)).statusCode, 403)
  assert.deepEqual(await eventsOf(admin, 'user.deleted'), [])
})

test('who looks in from another organization cannot take the last admin away', async () => {
  const { admin, rep } = await newTeam()
  const superadmin = await newOrganization(app)
  await promote(superadmin)
  const root = await loggedIn(app, superadmin.user.email, superadmin.password)
  const query = `?organizationId=${admin.user.organizationId}`
  for (const [method, body] of [
    ['DELETE', { heirId: rep.user.id }],
    ['PUT', { loginDisabled: true }],
    ['PUT', { accessRole: 'SALES_REP' }],
  ] as const) {
    const answer = await root.call(method, `/api/user/${admin.user.id}${query}`, body)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'last_admin'], method)
  }
})

async function newTeam(): Promise<{ admin: Person; rep: Person; heir: Person }> {
  const admin = await newOrganization(app)
  const rep = await newColleague(app, admin, 'SALES_REP')
  return { admin, rep, heir: await newColleague(app, admin, 'SALES_REP') }
}

function remove(admin: Person, { user }: Person, heir: Person) {
  return admin.call('DELETE', `/api/user/${user.id}`, { heirId: heir.user.id })
}

function conversation(person: Person, id: string) {
  return person.call('GET', `/api/conversation/${id}`)
}

async function contactsOf({ user }: Person): Promise<number> {
  const { total } = await db
    .selectFrom('contacts')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('organizationId', '=', user.organizationId)
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  return total
}

async function channelOwner({ user }: Person): Promise<string | undefined> {
  const channel = await db
    .selectFrom('channels')
    .select('userId')
    .where('organizationId', '=', user.organizationId)
    .executeTakeFirst()
  return channel?.userId
}

async function promote({ user }: Person): Promise<void> {
  await db
    .updateTable('users')
    .set({ accessRole: 'SUPERADMIN' })
    .where('organizationId', '=', user.organizationId)
    .where('id', '=', user.id)
    .execute()
}
