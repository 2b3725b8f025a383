import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

test('a note is its author’s, is listed newest first page by page, and leaves one event', async () => {
  const { ada, contactId } = await newOffice()
  for (const note of ['one', 'two', 'three']) await write(ada, contactId, { note })
  const first = (await ada.call('GET', `/api/contact-notes?contactId=${contactId}&size=2`)).json()
  const url = `/api/contact-notes?contactId=${contactId}&size=2&cursor=${first.nextCursor}`
  const rest = (await ada.call('GET', url)).json()
  assert.deepEqual(
    [...first.data, ...rest.data].map(({ note }) => note),
    ['three', 'two', 'one'],
  )
  assert.equal(rest.nextCursor, null)
  const { user } = ada
  assert.deepEqual(first.data[0].userId, { _id: user.id, fullName: user.fullName, email: user.email })
  assert.equal(first.data[0].isEdited, false)
  assert.equal((await eventsOf(ada, 'note.added')).length, 3)
})

test('who is mentioned is told once, and again only when an edit mentions them for the first time', async () => {
  const { ada, rep, head, contactId } = await newOffice()
  const note = await write(ada, contactId, { note: '@rep look', mentions: [rep.user.id, ada.user.id] })
  assert.match((await newsOf(rep))[0].text, /Ada Admin mentioned you in a note on Jane: @rep look/)
  assert.deepEqual(await newsOf(ada), [])

  await ada.call('PATCH', `/api/contact-notes/${note._id}`, { note: '@rep', mentions: [rep.user.id, head.user.id] })
  assert.equal((await newsOf(rep)).length, 1)
  assert.equal((await newsOf(head)).length, 1)
})

test('an edit that says the same leaves no event, and nobody mentions who has left', async () => {
  const { ada, head, contactId } = await newOffice()
  const note = await write(ada, contactId, { note: 'Same' })
  const same = await ada.call('PATCH', `/api/contact-notes/${note._id}`, { note: 'Same', mentions: [] })
  assert.deepEqual([same.statusCode, same.json().data.isEdited], [200, false])
  assert.equal((await eventsOf(ada, 'note.edited')).length, 0)
  const left = await ada.call('DELETE', `/api/user/${head.user.id}`, { heirId: ada.user.id })
  assert.equal(left.statusCode, 200, left.body)
  const mention = await ada.call('POST', '/api/contact-notes', { contactId, note: 'Bye', mentions: [head.user.id] })
  assert.equal(mention.statusCode, 404)
})

test('who may not see the contact is not mentioned, and nothing is written', async () => {
  const { ada, rep } = await newOffice()
  const contactId = (await newContact(ada))._id
  const payload = { contactId, note: 'Look', mentions: [rep.user.id] }
  const refused = await ada.call('POST', '/api/contact-notes', payload)
  assert.equal(refused.statusCode, 422)
  assert.equal(refused.json().error.code, 'mention_without_access')
  assert.match(refused.json().message, /A SALES_REP may not see this contact/)
  assert.deepEqual((await ada.call('GET', `/api/contact-notes?contactId=${contactId}`)).json().data, [])
  assert.deepEqual(await newsOf(rep), [])
})

test('only its author edits a note; its author or an admin deletes it', async () => {
  const { ada, rep, head, contactId } = await newOffice()
  const note = await write(rep, contactId, { note: 'Mine' })
  const url = `/api/contact-notes/${note._id}`
  for (const person of [ada, head]) {
    const refused = await person.call('PATCH', url, { note: 'Not mine' })
    assert.equal(refused.statusCode, 403)
    assert.equal(refused.json().error.code, 'not_the_author')
  }
  const edited = (await rep.call('PATCH', url, { note: 'Better' })).json().data
  assert.deepEqual([edited.note, edited.isEdited], ['Better', true])
  assert.equal((await head.call('DELETE', url)).statusCode, 403)
  const deleted = await atOnce(3, () => ada.call('DELETE', url))
  assert.equal(deleted.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(deleted.filter(({ statusCode }) => statusCode === 404).length, 2)
  assert.equal((await eventsOf(ada, 'note.deleted')).length, 1)
})

test('a reaction is there after one call and gone after the next, for each person by itself', async () => {
  const { ada, rep, contactId } = await newOffice()
  const { _id } = await write(ada, contactId, { note: 'Sold!' })
  const react = async (person: Person, emoji: string) => {
    const response = await person.call('POST', `/api/contact-notes/${_id}/reaction`, { emoji })
    assert.equal(response.statusCode, 200, response.body)
    return response.json().data.reactions
  }
  await react(ada, '🎉')
  await react(rep, '🎉')
  assert.deepEqual(await react(rep, '👍🏽'), [
    { emoji: '🎉', users: [ada.user.id, rep.user.id], count: 2 },
    { emoji: '👍🏽', users: [rep.user.id], count: 1 },
  ])
  assert.deepEqual(await react(ada, '🎉'), [
    { emoji: '🎉', users: [rep.user.id], count: 1 },
    { emoji: '👍🏽', users: [rep.user.id], count: 1 },
  ])
})

test('a reaction is one emoji, of any kind, and nothing else', async () => {
  const ada = await newOrganization(app)
  const { _id } = await write(ada, (await newContact(ada))._id, { note: 'Look' })
  const react = (emoji: string) => ada.call('POST', `/api/contact-notes/${_id}/reaction`, { emoji })
  for (const emoji of ['👍', '👍🏽', '❤️', '❤', '🇨🇭', '4️⃣', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']) {
    assert.equal((await react(emoji)).statusCode, 200, emoji)
  }
  for (const text of ['ok', 'ü', '5', '👍👍', '👍 ', '🇨', '<b>', '中', '👍\u0301', '\u200D']) {
    const refused = await react(text)
    assert.deepEqual(
      [refused.statusCode, refused.json().error.message],
      [400, 'emoji must be one emoji, such as 👍.'],
      text,
    )
  }
})

test('an even number of reactions at once leaves none', async () => {
  const { ada, contactId } = await newOffice()
  const { _id } = await write(ada, contactId, { note: 'Sold!' })
  await atOnce(6, () => ada.call('POST', `/api/contact-notes/${_id}/reaction`, { emoji: '🎉' }))
  const [note] = (await ada.call('GET', `/api/contact-notes?contactId=${contactId}`)).json().data
  assert.deepEqual(note.reactions, [])
  assert.equal((await eventsOf(ada, 'reaction.added')).length, 3)
})

test('notes go with their contact', async () => {
  const { ada, contactId } = await newOffice()
  const { _id } = await write(ada, contactId, { note: 'Mine' })
  await ada.call('DELETE', `/api/contacts/${contactId}`)
  assert.equal((await ada.call('PATCH', `/api/contact-notes/${_id}`, { note: 'Still' })).statusCode, 404)
})

test('a note does not exist for a stranger, nor for a colleague who may not see the contact', async () => {
  const { ada, rep } = await newOffice()
  const eve = await newOrganization(app)
  const contactId = (await newContact(ada))._id
  const { _id } = await write(ada, contactId, { note: 'Secret' })
  for (const person of [eve, rep]) {
    const answers = [
      await person.call('GET', `/api/contact-notes?contactId=${contactId}`),
      await person.call('POST', '/api/contact-notes', { contactId, note: 'Mine' }),
      await person.call('PATCH', `/api/contact-notes/${_id}`, { note: 'Mine' }),
      await person.call('POST', `/api/contact-notes/${_id}/reaction`, { emoji: '🎉' }),
      await person.call('DELETE', `/api/contact-notes/${_id}`),
    ]
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [404, 404, 404, 404, 404],
    )
  }
})

/** A department with a rep, and a contact of that rep. */
async function newOffice() {
  const ada = await newOrganization(app)
  const departmentId = (await ada.call('POST', '/api/departments', { name: 'Sales' })).json()._id
  const head = await newColleague(app, ada, 'DEPARTMENT_HEAD', { departmentId })
  const rep = await newColleague(app, ada, 'SALES_REP', { departmentId })
  const contact = await newContact(ada, { userId: rep.user.id, assignees: [] })
  return { ada, head, rep, contactId: contact._id }
}

async function write(author: Person, contactId: string, fields: { note: string; mentions?: string[] }) {
  const response = await author.call('POST', '/api/contact-notes', { contactId, ...fields })
  assert.equal(response.statusCode, 200, response.body)
  return response.json().data
}

async function newsOf(person: Person) {
  return (await person.call('GET', '/api/notifications')).json().notifications
}
