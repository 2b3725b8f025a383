import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

async function change(person: Person, method: string, id: string, tags: string[]): Promise<string[]> {
  const response = await person.call(method, `/api/contacts/${id}/tags`, { tags })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data.contact.tags
}

test('tags are set, added and removed, in lower case and each once', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  assert.deepEqual(await change(ada, 'PUT', _id, [' VIP', 'vip ', 'New   Car']), ['vip', 'new car'])
  assert.deepEqual(await change(ada, 'POST', _id, ['Vip', 'Élite']), ['vip', 'new car', 'élite'])
  assert.deepEqual(await change(ada, 'DELETE', _id, ['NEW CAR', 'nothing']), ['vip', 'élite'])
  assert.deepEqual(await change(ada, 'PUT', _id, []), [])
  assert.deepEqual(await change(ada, 'PUT', _id, []), [])
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 4)
})

test('ten who tag a contact at once all find their tag there', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  await atOnce(10, (index) => change(ada, 'POST', _id, [`tag ${index}`, 'same']))
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.equal(data.tags.length, 11)
  assert.equal(data.__v, 10)
})

test('a contact has fifty tags at most, and keeps those it had', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const fifty = Array.from({ length: 50 }, (_, index) => `tag ${index}`)
  await change(ada, 'PUT', _id, fifty)
  const refused = await ada.call('POST', `/api/contacts/${_id}/tags`, { tags: ['one more'] })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'too_many_tags'])
  const bulk = { contactIds: [_id], add: ['one more'], remove: ['tag 0'] }
  assert.equal((await ada.call('PUT', '/api/contacts/bulk-tag', bulk)).json().modifiedCount, 1)
  for (const tags of [['x'.repeat(51)], ['  '], ['']])
    assert.equal((await ada.call('PUT', `/api/contacts/${_id}/tags`, { tags })).statusCode, 400)
})

test('tags are counted over the contacts that one may see', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [hers, his] = [await newContact(ada), await newContact(ada, { userId: rep.user.id })]
  const bulk = { contactIds: [hers._id, his._id], add: ['Both'], remove: ['none'] }
  assert.equal((await ada.call('PUT', '/api/contacts/bulk-tag', bulk)).json().modifiedCount, 2)
  assert.equal((await ada.call('PUT', '/api/contacts/bulk-tag', bulk)).json().modifiedCount, 0)
  await change(ada, 'POST', hers._id, ['hers'])
  const listed = async (person: Person) => (await person.call('GET', '/api/contacts/tags')).json().tags
  assert.deepEqual(await listed(ada), [
    { tag: 'both', contacts: 2 },
    { tag: 'hers', contacts: 1 },
  ])
  assert.deepEqual(await listed(rep), [{ tag: 'both', contacts: 1 }])
  assert.equal((await rep.call('PUT', `/api/contacts/${hers._id}/tags`, { tags: [] })).statusCode, 404)
})

test('contacts are found by a tag however it is spelled', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  await change(ada, 'PUT', _id, ['New   Car'])
  const found = (await ada.call('GET', `/api/contacts?tag=${encodeURIComponent(' NEW  car')}`)).json()
  assert.deepEqual([found.total, found.data[0]?._id], [1, _id])
})
