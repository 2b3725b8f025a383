import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { picture, upload } from '../../test/files.ts'
import { runImport } from '../../test/imports.ts'
import { tablesWith, untilErased } from '../../test/traces.ts'
import { key, newPerson, number, ok, words } from '../../test/whole-person.ts'

const { app, db, databaseUrl, storage } = await startApp({ worker: true })

test('whoever is erased stands in no column of no table any more, and its files are gone', async () => {
  const { ada, colleague, contactId, conversationId, files, importId, separatedThreadId, waitingId } = await newPerson({
    app,
    db,
  })
  const before = new Set((await tablesWith(databaseUrl, words)).map((column) => column.split('.')[0]))
  for (const table of [
    'audit_logs',
    'contacts',
    'contact_documents',
    'contact_merges',
    'contact_notes',
    'contact_numbers',
    'conversation_notes',
    'conversations',
    'events',
    'files',
    'idempotency_keys',
    'import_pieces',
    'import_results',
    'imports',
    'messages',
    'notifications',
    'reminders',
    'scheduled_messages',
    'simulator_messages',
    'webhook_attempts',
  ]) {
    assert.ok(before.has(table), `${table} held nothing of the person, and so proves nothing`)
  }
  const positions = (await eventsOf(ada)).map(({ position }) => position)

  const erased = await ada.call('POST', `/api/contacts/${contactId}/erase`, undefined, key())
  assert.equal(erased.statusCode, 202, erased.body)
  const { data } = erased.json()
  assert.deepEqual(data.found, { conversations: 2, messages: 5, notes: 2, documents: 1, reminders: 1, files: 5 })
  assert.deepEqual([data.contactId, data.status, data.finishedAt], [contactId, 'erasing', null])
  for (const person of [ada, colleague]) {
    assert.equal((await person.call('GET', `/api/contacts/${contactId}`)).statusCode, 404)
    assert.equal((await person.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
    const { conversations } = await ok(person, 'GET', '/api/conversations?state=all')
    assert.deepEqual(
      conversations.map(({ _id }: { _id: string }) => _id),
      [separatedThreadId],
    )
    assert.deepEqual((await ok(person, 'GET', '/api/messages/search?q=marzipan')).messages, [])
    assert.equal((await ok(person, 'GET', '/api/contacts')).total, 2)
  }

  await untilErased(db, ada, contactId)
  await until(
    async () => (await tablesWith(databaseUrl, files)).every((each) => !each.startsWith('graphile')),
    'the files',
  )
  assert.deepEqual(await tablesWith(databaseUrl, words), [])
  for (const file of files) await assert.rejects(storage.read(`${ada.user.organizationId}/${file}`))

  const events = await eventsOf(ada)
  assert.deepEqual(
    events.slice(0, positions.length).map(({ position }) => position),
    positions,
  )
  const told = events.filter(({ type }) => type === 'contact.erased')
  assert.deepEqual(
    told.map(({ subjectId, actorId, data: about }) => [subjectId, actorId, about]),
    [[contactId, ada.user.id, { id: contactId, userId: ada.user.id }]],
  )
  const { auditLogs } = await ok(ada, 'GET', '/api/audit-logs?action=contact.erased')
  assert.deepEqual(
    auditLogs.map((each: { actorId: string; subjectId: string }) => [each.actorId, each.subjectId]),
    [[ada.user.id, contactId]],
  )
  const imported = await ok(ada, 'GET', `/api/contacts/imports/${importId}`)
  assert.deepEqual([imported.rows, imported.created], [2, 2])
  assert.match((await ada.call('GET', `/api/contacts/imports/${importId}/results`)).body, /Doe/)
  assert.equal((await runImport(ada, waitingId)).created, 0)
})

test('erasing twice, or five times at once, is erasing once', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada)
  const answers = await atOnce(5, () => ok(ada, 'POST', `/api/contacts/${_id}/erase`))
  assert.equal(new Set(answers.map(({ data }) => data._id)).size, 1)
  await untilErased(db, ada, _id)
  const { data, message } = await ok(ada, 'POST', `/api/contacts/${_id}/erase`)
  assert.deepEqual([data._id, data.status, message], [answers[0].data._id, 'erased', 'This person is erased'])
  assert.equal((await eventsOf(ada, 'contact.erased')).length, 1)
  assert.equal((await ok(ada, 'GET', '/api/contacts')).total, 0)
})

test('a contact of strangers cannot be erased, nor seen to have been', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { _id } = await newContact(ada)
  assert.equal((await eve.call('POST', `/api/contacts/${_id}/erase`)).statusCode, 404)
  assert.equal((await ok(ada, 'GET', `/api/contacts/${_id}`)).data._id, _id)
  await ok(ada, 'POST', `/api/contacts/${_id}/erase`)
  assert.equal((await eve.call('POST', `/api/contacts/${_id}/erase`)).statusCode, 404)
})

test('a file that somebody else was sent as well stays theirs', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const [one, other] = [await newContact(ada), await newContact(ada)]
  const shared = await upload(ada, await picture(), 'brochure.png')
  for (const { _id: contactId } of [one, other]) {
    await ok(ada, 'POST', '/api/messages/send', { contactId, content: 'See this', attachments: [shared.key] })
  }
  // While a message is on its way, an erasure waits for as long as its provider may take.
  await until(async () => (await waiting(ada)).length === 0, 'the messages to leave')
  await ok(ada, 'POST', `/api/contacts/${one._id}/erase`)
  await untilErased(db, ada, one._id)
  const { conversations } = await ok(ada, 'POST', '/api/conversation/all', { contactId: other._id })
  const { messages } = await ok(ada, 'GET', `/api/conversation/${conversations[0]._id}/messages`)
  assert.equal(messages[0].attachments[0].key, shared.key)
  assert.ok(await storage.read(`${ada.user.organizationId}/${shared.key}`))
})

test('a request that was answered about somebody erased is not done again, and says no more what it said', async () => {
  const ada = await newOrganization(app)
  const [once, fields] = [key(), { phoneNumber: number, firstName: 'Jane' }]
  const { contact } = await ok(ada, 'POST', '/api/contact', fields, once)
  const [erasing, url] = [key(), `/api/contacts/${contact._id}/erase`]
  const { data } = await ok(ada, 'POST', url, undefined, erasing)
  await untilErased(db, ada, contact._id)
  const again = await ada.call('POST', '/api/contact', fields, once)
  assert.deepEqual([again.statusCode, again.json().error.code], [410, 'answer_erased'])
  assert.equal((await ok(ada, 'GET', '/api/contacts')).total, 0)
  assert.deepEqual((await ok(ada, 'POST', url, undefined, erasing)).data, data)
})

function waiting({ user }: Person) {
  return db.selectFrom('outbox').select('messageId').where('organizationId', '=', user.organizationId).execute()
}
