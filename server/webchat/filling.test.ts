import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { identityOf, newVisitor, newWebchat } from '../../test/webchat.ts'
import { compareContacts } from '../duplicates/duplicates.ts'

const { app, db } = await startApp({ worker: true })
const phone = '+14155550188'

async function contactsOf(ada: Person) {
  return (await ada.call('GET', '/api/contacts')).json().data as Array<Record<string, unknown>>
}

test('a phone number in the form becomes the contact’s, whether it is filled in before the first message or after', async () => {
  for (const isBefore of [true, false]) {
    const ada = await newOrganization(app)
    const visitor = await newVisitor(app, await newWebchat(ada))
    const fill = () => visitor.call('PUT', '/api/webchat/form', { name: 'Jane Doe', phone: '(415) 555-0188' })
    if (isBefore) assert.equal((await fill()).statusCode, 200)
    assert.equal((await visitor.say('Hello')).statusCode, 201)
    if (!isBefore) assert.equal((await fill()).statusCode, 200)
    assert.equal((await fill()).statusCode, 200)
    const [contact] = await contactsOf(ada)
    assert.equal(contact!['phoneNumber'], phone)
    const told = (await ada.call('GET', `/api/contacts/${String(contact!['_id'])}/personal-data`)).json()
    assert.deepEqual([told.contact.phoneNumber, told.visitors[0].phone], [phone, '(415) 555-0188'])
  }
})

test('a phone number that the site vouches for becomes the contact’s', async () => {
  const ada = await newOrganization(app)
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat, {
    identity: await identityOf('user-7', webchat.identitySecret, { phone }),
  })
  await visitor.say('Hello')
  const [contact] = await contactsOf(ada)
  assert.equal(contact!['phoneNumber'], phone)
})

test('a number that somebody else has stays theirs: staff see what was said, and decide whether it is one person', async () => {
  const ada = await newOrganization(app)
  const owner = await newContact(ada, { phoneNumber: phone })
  const visitor = await newVisitor(app, await newWebchat(ada))
  await visitor.say('Hello')
  const listed = async () => {
    const waiting = db.selectFrom('contactsToCompare').select('contactId')
    return (await waiting.where('organizationId', '=', ada.user.organizationId).execute()).length
  }
  await until(async () => (await listed()) === 2, 'the two to be new')
  await compareContacts(db, ada.user.organizationId)
  assert.equal((await visitor.call('PUT', '/api/webchat/form', { phone })).statusCode, 200)

  const contacts = await contactsOf(ada)
  const mine = contacts.find(({ _id }) => _id !== owner._id)!
  assert.equal(mine['phoneNumber'], null)
  const [opened] = await eventsOf(ada, 'conversation.opened')
  const { visitors } = (await ada.call('GET', `/api/conversation/${opened!.subjectId}/visitors`)).json()
  assert.equal(visitors[0].phone, phone)
  await compareContacts(db, ada.user.organizationId)
  const pending = (await ada.call('GET', '/api/contacts/dedup-reviews/pending')).json()
  assert.equal(pending.total ?? pending.data?.length, 1, JSON.stringify(pending))
})

test('what is agreed to is kept as it read then', async () => {
  const ada = await newOrganization(app)
  const form = (consent: string) => ({ form: { isOn: true, fields: [], consent } })
  const webchat = await newWebchat(ada, form('You may keep this.'))
  const visitor = await newVisitor(app, webchat, { page: 'https://shop.test/a', referrer: 'https://search.test/' })
  await visitor.call('PUT', '/api/webchat/form', { consent: true })
  await visitor.say('Hello')
  await ada.call('PUT', `/api/webchats/${webchat.id}`, form('You may sell this.'))
  await visitor.call('PUT', '/api/webchat/form', { consent: true })
  const [contact] = await contactsOf(ada)
  const told = (await ada.call('GET', `/api/contacts/${String(contact!['_id'])}/personal-data`)).json()
  const [{ consentText, consentedAt, page, referrer }] = told.visitors
  assert.deepEqual([consentText, page, referrer], ['You may keep this.', 'https://shop.test/a', 'https://search.test/'])
  assert.ok(consentedAt)
})
