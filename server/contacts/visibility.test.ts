import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

interface Office {
  ada: Person
  head: Person
  rep: Person
  contacts: Record<'ofRep' | 'ofHead' | 'sharedWithRep' | 'ofOtherDepartment' | 'ofAda', string>
}

/** A department with its head and a rep, another one, and contacts here and there. */
async function newOffice(): Promise<Office> {
  const ada = await newOrganization(app)
  const sales = await newDepartment(ada, 'Sales')
  const service = await newDepartment(ada, 'Service')
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId: sales })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId: sales })
  const other = await newColleague(app, ada, 'SALES_REP', { departmentId: service })
  const give = async (owner: Person, assignees: Person[] = [owner]) => {
    const fields = { userId: owner.user.id, assignees: assignees.map((each) => each.user.id) }
    return (await newContact(ada, fields))._id
  }
  const contacts = {
    ofRep: await give(rep),
    ofHead: await give(head),
    sharedWithRep: await give(other, [rep]),
    ofOtherDepartment: await give(other),
    ofAda: await give(ada, []),
  }
  return { ada, head, rep, contacts }
}

async function newDepartment(ada: Person, name: string): Promise<string> {
  return (await ada.call('POST', '/api/departments', { name })).json()._id
}

async function seenBy(person: Person, contacts: Office['contacts']): Promise<string[]> {
  const { data, total } = (await person.call('GET', '/api/contacts')).json()
  assert.equal(total, data.length)
  const listed = new Set(data.map((contact: { _id: string }) => contact._id))
  const searched = (await person.call('GET', '/api/contacts?search=jane')).json()
  assert.equal(searched.total, total)
  const seen: string[] = []
  for (const [name, id] of Object.entries(contacts)) {
    const { statusCode } = await person.call('GET', `/api/contacts/${id}`)
    assert.equal(statusCode, listed.has(id) ? 200 : 404, `${name} is read as it is listed`)
    if (statusCode === 200) seen.push(name)
  }
  return seen
}

test('an ADMIN sees every contact, in lists, counts, searches and reads', async () => {
  const { ada, contacts } = await newOffice()
  assert.deepEqual(await seenBy(ada, contacts), Object.keys(contacts))
})

test('a DEPARTMENT_HEAD sees what the department owns or is assigned to', async () => {
  const { head, contacts } = await newOffice()
  assert.deepEqual(await seenBy(head, contacts), ['ofRep', 'ofHead', 'sharedWithRep'])
})

test('a SALES_REP sees what is owned by or assigned to that rep', async () => {
  const { rep, contacts } = await newOffice()
  assert.deepEqual(await seenBy(rep, contacts), ['ofRep', 'sharedWithRep'])
})

test('what one may not see one cannot change or delete either', async () => {
  const { ada, rep, contacts } = await newOffice()
  for (const id of [contacts.ofHead, contacts.ofOtherDepartment, contacts.ofAda]) {
    assert.equal((await rep.call('PATCH', `/api/contacts/${id}`, { firstName: 'Mine' })).statusCode, 404)
    assert.equal((await rep.call('DELETE', `/api/contacts/${id}`)).statusCode, 404)
    assert.equal((await ada.call('GET', `/api/contacts/${id}`)).json().data.firstName, 'Jane')
  }
})

test('who gives a contact away gets the answer and sees it no more', async () => {
  const { ada, rep, contacts } = await newOffice()
  const changes = { userId: ada.user.id, assignees: [] }
  const given = await rep.call('PATCH', `/api/contacts/${contacts.ofRep}`, changes)
  assert.equal(given.statusCode, 200)
  assert.equal(given.json().data.contact.userId, ada.user.id)
  assert.equal((await rep.call('GET', `/api/contacts/${contacts.ofRep}`)).statusCode, 404)
})
