import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { fireReminders } from './reminder-firing.ts'

const { app, db } = await startApp()
const hour = 3_600_000

test('a reminder is made for a time to come, about a contact, and leaves one event', async () => {
  const ada = await newOrganization(app)
  const contact = await newContact(ada, { lastName: 'Smith' })
  const reminderDate = inHours(1)
  const payload = { contactId: contact._id, note: 'Call back', reminderDate }
  const { data, message } = (await ada.call('POST', '/api/reminders', payload)).json()
  assert.equal(message, 'Reminder created successfully')
  assert.deepEqual(
    [data.contactId, data.createdBy, data.reminderDate, data.fired, data.channelType],
    [contact._id, ada.user.id, reminderDate, false, 'sms'],
  )
  assert.deepEqual([data.contactName, data.phoneNumber], ['Jane Smith', contact.phoneNumber])
  assert.equal((await eventsOf(ada, 'reminder.created'))[0]?.subjectId, data._id)

  const past = await ada.call('POST', '/api/reminders', { ...payload, reminderDate: inHours(-1) })
  assert.equal(past.statusCode, 400)
  assert.equal(past.json().error.details[0].field, 'reminderDate')
  const leap = await ada.call('POST', '/api/reminders', { ...payload, reminderDate: '2998-12-31T23:59:60Z' })
  assert.equal(leap.statusCode, 400, leap.body)
})

test('one sees one’s own that are to come, the next first, of the contacts one names', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [one, two] = [await newContact(ada, { assignees: [rep.user.id] }), await newContact(ada)]
  await remind(ada, one._id, 'third', 3)
  await remind(ada, two._id, 'first', 1)
  await remind(ada, one._id, 'second', 2)
  await remind(rep, one._id, 'the rep’s', 1)
  const { reminders, nextCursor } = await listOf(ada, 'size=2')
  assert.deepEqual(reminders, ['first', 'second'])
  assert.deepEqual((await listOf(ada, `size=2&cursor=${nextCursor}`)).reminders, ['third'])
  assert.deepEqual((await listOf(ada, `contactId=${one._id}`)).reminders, ['second', 'third'])
  assert.deepEqual((await listOf(ada, `contactIds=${one._id},${two._id}`)).reminders, ['first', 'second', 'third'])
  assert.deepEqual((await listOf(rep)).reminders, ['the rep’s'])
})

test('only who made a reminder completes it, once', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id: contactId } = await newContact(ada, { assignees: [rep.user.id] })
  const id = await remind(rep, contactId, 'Mine', 1)
  assert.equal((await ada.call('DELETE', `/api/reminders/${id}`)).statusCode, 404)
  const answers = await atOnce(3, () => rep.call('DELETE', `/api/reminders/${id}`))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(answers.filter(({ statusCode }) => statusCode === 404).length, 2)
  assert.equal((await eventsOf(ada, 'reminder.deleted')).length, 1)
})

test('what is due fires once, though several workers look at once, and tells its maker', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id: contactId } = await newContact(ada, { assignees: [rep.user.id] })
  for (let index = 0; index < 105; index++) await remind(rep, contactId, `Call ${index}`, 1)
  await remind(rep, contactId, 'Later', 5)

  await fireReminders(db)
  assert.deepEqual(await eventsOf(ada, 'reminder.fired'), [])
  await atOnce(4, () => fireReminders(db, new Date(inHours(2))))
  await fireReminders(db, new Date(inHours(2)))
  assert.equal((await eventsOf(ada, 'reminder.fired')).length, 105)
  const { notifications } = (await rep.call('GET', '/api/notifications?size=100')).json()
  assert.equal(notifications.length, 100)
  assert.equal(new Set(notifications.map(({ text }: { text: string }) => text)).size, 100)
  assert.match(notifications[0].text, /^Reminder about Jane: Call /)
  assert.deepEqual([notifications[0].type, notifications[0].subjectId], ['reminder', contactId])
  assert.deepEqual((await ada.call('GET', '/api/notifications')).json().notifications, [])
  assert.deepEqual((await listOf(rep)).reminders, ['Later'])
})

async function remind(person: Person, contactId: string, note: string, hours: number): Promise<string> {
  const response = await person.call('POST', '/api/reminders', { contactId, note, reminderDate: inHours(hours) })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data._id
}

async function listOf(person: Person, query = '') {
  const { data, nextCursor } = (await person.call('GET', `/api/reminders?${query}`)).json()
  return { reminders: data.map(({ note }: { note: string }) => note), nextCursor }
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * hour).toISOString()
}
