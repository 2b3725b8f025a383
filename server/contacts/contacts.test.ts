import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newNumber, newOrganization } from '../../test/factories.ts'

const { app } = await startApp()

test('a new contact is its maker’s, assigned to its maker, and leaves one event', async () => {
  const ada = await newOrganization(app)
  const payload = { phoneNumber: '(415) 555-2671', firstName: 'Jane', lastName: 'Smith', email: 'Jane@Example.com' }
  const response = await ada.call('POST', '/api/contact', payload)
  assert.equal(response.statusCode, 201)
  const { contact } = response.json()
  assert.equal(contact.phoneNumber, '+14155552671')
  assert.equal(contact.email, 'jane@example.com')
  assert.equal(contact.userId, ada.user.id)
  assert.deepEqual(contact.assignees, [ada.user.id])
  assert.deepEqual(contact.createdBy, { _id: ada.user.id, fullName: ada.user.fullName })
  assert.equal(contact.isUpdated, false)
  assert.deepEqual(response.json().data.contact, contact)

  const read = await ada.call('GET', `/api/contacts/${contact._id}`)
  assert.deepEqual(read.json(), { success: true, data: contact })
  const [event, ...others] = await eventsOf(ada, 'contact.created')
  assert.deepEqual(others, [])
  assert.equal(event?.subjectId, contact._id)
  assert.equal(event?.actorId, ada.user.id)
})

const spellings = [
  { country: 'FR', text: '06 12 34 56 78', number: '+33612345678' },
  { country: 'FR', text: '0033 6 12.34.56.78', number: '+33612345678' },
  { country: 'FR', text: '+1 415 555 2671', number: '+14155552671' },
  { country: 'GB', text: '+44 (0)20 7946 0958', number: '+442079460958' },
  { country: 'GB', text: '020 7946 0958', number: '+442079460958' },
  { country: 'DE', text: '0151/23456789', number: '+4915123456789' },
  { country: 'US', text: '1-415-555-2671', number: '+14155552671' },
  { country: 'US', text: '415.555.2671', number: '+14155552671' },
]
for (const { country, text, number } of spellings) {
  test(`in ${country} the number ${text} is ${number}`, async () => {
    const ada = await newOrganization(app, { country })
    assert.equal((await newContact(ada, { phoneNumber: text })).phoneNumber, number)
  })
}

test('what is no phone number is refused by name, and nothing is made', async () => {
  const ada = await newOrganization(app)
  for (const phoneNumber of ['911', 'call me', '+1415', '++14155552671', '']) {
    const response = await ada.call('POST', '/api/contact', { phoneNumber })
    assert.equal(response.statusCode, 400, phoneNumber)
    assert.equal(response.json().error.details[0].field, 'phoneNumber')
  }
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 0)
})

test('twenty creates of one number in different spellings at once make one contact', async () => {
  const ada = await newOrganization(app)
  const spelled = ['+14155552671', '(415) 555-2671', '415.555.2671', '1 415 555 2671', '415-555-2671']
  const responses = await atOnce(20, (index) => ada.call('POST', '/api/contact', { phoneNumber: spelled[index % 5] }))
  const made = responses.filter((response) => response.statusCode === 201)
  assert.equal(made.length, 1)
  for (const response of responses.filter((each) => each !== made[0])) {
    assert.equal(response.statusCode, 409)
    assert.equal(response.json().error.code, 'phone_number_taken')
  }
  const list = (await ada.call('GET', '/api/contacts')).json()
  assert.equal(list.total, 1)
  assert.equal(list.data.length, 1)
  assert.equal((await eventsOf(ada, 'contact.created')).length, 1)
})

test('two organizations may know the same number', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const phoneNumber = newNumber()
  const [ours, theirs] = [await newContact(ada, { phoneNumber }), await newContact(eve, { phoneNumber })]
  assert.notEqual(ours._id, theirs._id)
})

test('an update changes what it names, counts the version and leaves one event', async () => {
  const ada = await newOrganization(app, { country: 'FR' })
  const { _id } = await newContact(ada, { phoneNumber: '06 12 34 56 78', lastName: 'Smith' })
  const changes = { _id, phoneNumber: '06 99 88 77 66', firstName: 'Joan', email: null, status: 'Customer' }
  const response = await ada.call('PUT', '/api/contact', changes)
  assert.equal(response.statusCode, 200)
  const { contact, data } = response.json()
  assert.deepEqual(contact, data)
  assert.equal(contact.phoneNumber, '+33699887766')
  assert.equal(contact.firstName, 'Joan')
  assert.equal(contact.lastName, 'Smith')
  assert.equal(contact.status, 'Customer')
  assert.equal(contact.isUpdated, true)
  assert.equal(contact.__v, 1)
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 1)
})

test('a patch of one field leaves the others', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada, { firstName: 'Jane', lastName: 'Smith' })
  const response = await ada.call('PATCH', `/api/contacts/${_id}`, { lastName: null })
  assert.equal(response.statusCode, 200)
  const { contact } = response.json().data
  assert.equal(contact.firstName, 'Jane')
  assert.equal(contact.lastName, null)
})

test('ten updates at once are all counted', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  await atOnce(10, (index) => ada.call('PATCH', `/api/contacts/${_id}`, { status: `Status ${index}` }))
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.equal(data.__v, 10)
  const events = await eventsOf(ada, 'contact.updated')
  assert.equal(events.length, 10)
  assert.equal(events.at(-1)?.data['status'], data.status)
})

test('a number that another contact has is refused, and the contact stays as it was', async () => {
  const ada = await newOrganization(app)
  const [taken, other] = [await newContact(ada), await newContact(ada)]
  const changes = { phoneNumber: taken.phoneNumber, firstName: 'Nobody' }
  const response = await ada.call('PATCH', `/api/contacts/${other._id}`, changes)
  assert.equal(response.statusCode, 409)
  assert.equal(response.json().error.details[0].field, 'phoneNumber')
  const { data } = (await ada.call('GET', `/api/contacts/${other._id}`)).json()
  assert.equal(data.firstName, 'Jane')
  assert.equal(data.phoneNumber, other.phoneNumber)
})

test('a contact can be given to, and assigned to, people of the own organization only', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(ada)
  for (const foreign of [{ userId: eve.user.id }, { assignees: [rep.user.id, eve.user.id] }]) {
    const created = await ada.call('POST', '/api/contact', { phoneNumber: newNumber(), ...foreign })
    const updated = await ada.call('PATCH', `/api/contacts/${_id}`, foreign)
    for (const response of [created, updated]) {
      assert.equal(response.statusCode, 404)
      assert.equal(response.json().error.code, 'user_not_found')
    }
  }
  const changes = { userId: rep.user.id, assignees: [ada.user.id, rep.user.id] }
  const { contact } = (await ada.call('PATCH', `/api/contacts/${_id}`, changes)).json().data
  assert.equal(contact.userId, rep.user.id)
  assert.deepEqual(contact.assignees.toSorted(), [ada.user.id, rep.user.id].toSorted())
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
})

test('deleting a contact at once from ten places deletes it once', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const responses = await atOnce(10, () => ada.call('DELETE', `/api/contacts/${_id}`))
  assert.equal(responses.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(responses.filter(({ statusCode }) => statusCode === 404).length, 9)
  assert.equal((await eventsOf(ada, 'contact.deleted')).length, 1)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 0)
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).statusCode, 404)
})

test('a number becomes free with the contact that had it', async () => {
  const ada = await newOrganization(app)
  const { _id, phoneNumber } = await newContact(ada)
  await ada.call('DELETE', `/api/contacts/${_id}`)
  assert.equal((await newContact(ada, { phoneNumber })).phoneNumber, phoneNumber)
})

test('a contact does not exist for a stranger', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { _id } = await newContact(ada)
  const responses = [
    await eve.call('GET', `/api/contacts/${_id}`),
    await eve.call('PUT', '/api/contact', { _id, firstName: 'Eve' }),
    await eve.call('PATCH', `/api/contacts/${_id}`, { firstName: 'Eve' }),
    await eve.call('DELETE', `/api/contacts/${_id}`),
  ]
  for (const response of responses) {
    assert.equal(response.statusCode, 404)
    assert.equal(response.json().error.code, 'contact_not_found')
  }
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).json().data.firstName, 'Jane')
  assert.equal((await eve.call('GET', '/api/contacts')).json().total, 0)
})

test('saying again what a contact is changes nothing and leaves no event', async () => {
  const ada = await newOrganization(app)
  const fields = { firstName: 'Jane', email: 'Jane@Example.com', status: 'Won', assignees: [ada.user.id] }
  const { _id, phoneNumber } = await newContact(ada, fields)
  const before = (await ada.call('GET', `/api/contacts/${_id}`)).json().data
  const spelled = `${phoneNumber.slice(0, 5)}-${phoneNumber.slice(5)}`
  const again = await ada.call('PUT', '/api/contact', { _id, ...fields, phoneNumber: spelled })
  assert.deepEqual(again.json().contact, before)
  assert.equal((await ada.call('PATCH', `/api/contacts/${_id}`, {})).statusCode, 200)
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 0)
})
