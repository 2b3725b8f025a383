import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
  until,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { upload } from '../../test/imports.ts'
import { fireReminders } from '../notes/reminder-firing.ts'

const { app, db } = await startApp({ worker: true })
const tomorrow = () => new Date(Date.now() + 86_400_000)

test('what was to be remembered reminds the heir', async () => {
  const { admin, rep, heir, leave } = await newTeam()
  const contact = await newContact(rep)
  const made = await rep.call('POST', '/api/reminders', {
    contactId: contact._id,
    note: 'Call',
    reminderDate: tomorrow(),
    channelType: 'sms',
  })
  assert.equal(made.statusCode, 200, made.body)
  await leave('reminder.handedOver')
  await fireReminders(db, new Date(Date.now() + 2 * 86_400_000))
  const [news] = (await heir.call('GET', '/api/notifications')).json().notifications
  assert.match(news.text, /Call/)
  assert.deepEqual(
    (await eventsOf(admin, 'reminder.handedOver')).map(({ actorId }) => actorId),
    [admin.user.id],
  )
})

test('private views are gone, shared ones are the heir’s to change, and routing names the heir', async () => {
  const { admin, rep, heir, leave } = await newTeam()
  const channel = await newChannel(admin)
  const url = `/api/channels/${channel._id}/routing`
  await admin.call('PUT', url, { mode: 'round_robin', userIds: [rep.user.id, heir.user.id], capacity: 4 })
  const save = async (name: string, isShared: boolean) =>
    (await rep.call('POST', '/api/conversations/views', { name, isShared, filters: {} })).json()._id
  await save('Private', false)
  const shared = await save('Shared', true)
  await leave('channel.rerouted', 2)
  const rows = await db
    .selectFrom('conversationViews')
    .select(['id', 'userId'])
    .where('organizationId', '=', admin.user.organizationId)
    .execute()
  assert.deepEqual(rows, [{ id: shared, userId: heir.user.id }])
  assert.equal((await heir.call('PUT', `/api/conversations/views/${shared}`, { name: 'Ours' })).statusCode, 200)
  assert.deepEqual((await admin.call('GET', url)).json().userIds, [heir.user.id])
})

test('saved replies go to the heir', async () => {
  const { rep, heir, leave } = await newTeam()
  const added = await rep.call('POST', '/api/user/sms-templates', { name: 'Hello', template: 'Hello {{firstName}}' })
  assert.equal(added.statusCode, 201, added.body)
  await leave('template.handedOver')
  const templates = JSON.stringify((await heir.call('GET', '/api/user/sms-templates')).json())
  assert.match(templates, /"Hello"/)
})

test('imports go to the heir, with what they are still to make', async () => {
  const { admin, rep, heir, leave } = await newTeam()
  const { _id } = await upload(rep, 'Phone,First name\n+14155552671,Jane\n')
  assert.equal((await heir.call('GET', `/api/contacts/imports/${_id}`)).statusCode, 404)
  await leave('import.handedOver')
  const started = await heir.call('POST', `/api/contacts/imports/${_id}/start`, {})
  assert.equal(started.statusCode, 202, started.body)
  await until(async () => (await eventsOf(admin, 'import.finished')).length === 1, 'the import to end')
  const contacts = (await heir.call('GET', '/api/contacts')).json().data
  assert.deepEqual(
    contacts.map(({ userId }: { userId: string }) => userId),
    [heir.user.id],
  )
})

test('what was written keeps the name of who wrote it, and what was scheduled leaves in it', async () => {
  const { admin, rep, leave } = await newTeam()
  const channel = await newChannel(admin)
  const contact = await newContact(rep)
  const { conversationId } = await newInbound(admin, channel, { from: contact.phoneNumber })
  await rep.call('POST', '/api/contact-notes', { contactId: contact._id, note: 'Likes tea' })
  await rep.call('POST', `/api/conversation/${conversationId}/notes`, { content: 'Call back' })
  const scheduled = await rep.call('POST', '/api/messages/send', {
    conversationId,
    content: 'Good morning',
    scheduledAt: tomorrow(),
  })
  assert.ok(scheduled.statusCode < 300, scheduled.body)
  await leave('conversation.assigned')

  const notes = (await admin.call('GET', `/api/contact-notes?contactId=${contact._id}`)).json().data
  assert.equal(notes[0].userId.fullName, rep.user.fullName)
  const inside = await admin.call('GET', `/api/conversation/${conversationId}/notes`)
  assert.ok(inside.body.includes(rep.user.fullName), inside.body)
  const waiting = await admin.call('GET', '/api/messages/scheduled')
  assert.ok(waiting.body.includes(rep.user.id), waiting.body)
})

async function newTeam() {
  const admin = await newOrganization(app)
  const rep = await newColleague(app, admin, 'SALES_REP', { fullName: 'Rita Rep' })
  const heir = await newColleague(app, admin, 'SALES_REP')
  /** The rep is deleted, and what is to follow has followed. */
  const leave = async (event: string, times = 1) => {
    const response = await admin.call('DELETE', `/api/user/${rep.user.id}`, { heirId: heir.user.id })
    assert.equal(response.statusCode, 200, response.body)
    await until(async () => (await eventsOf(admin, event)).length === times, event)
  }
  return { admin, rep, heir, leave } satisfies Record<string, Person | typeof leave>
}
