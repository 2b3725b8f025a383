import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { accepted, claimDue, newThread, readMessage, settle } from '../../test/threads.ts'
import { upload } from '../../test/files.ts'
import { eraseAll, tablesWith } from '../../test/traces.ts'
import { key, ok } from '../../test/whole-person.ts'

const { app, db, databaseUrl, tools } = await startApp()

const number = '+14156663321'
const words = ['Zenobia', 'pistachio', number, 'zen@example.org']

test('of whoever was separated from another contact, and is erased, nothing is left with the other one', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { _id: contactId, phoneNumber } = await newContact(ada, { firstName: 'Otto', email: 'zen@example.org' })
  const verification = { type: 'email', value: 'zen@example.org', verificationSource: 'a call' }
  await ok(ada, 'PATCH', `/api/contacts/${contactId}/verify-contact-methods`, verification)
  const kept = await upload(ada, Buffer.from('Hazelnut'), 'hazelnut.txt')
  const given = await upload(ada, Buffer.from('Green'), 'pistachio.txt')
  await ok(ada, 'POST', '/api/contact-notes', { contactId, note: 'hazelnut', attachments: [{ key: kept.key }] })
  const note = { contactId, note: 'pistachio', attachments: [{ key: given.key }] }
  const { data: hers } = await ok(ada, 'POST', '/api/contact-notes', note, key())
  const { conversationId } = await newInbound(ada, channel, { from: phoneNumber, body: 'Otto likes hazelnut' })
  const { messageId } = await newInbound(ada, channel, { from: phoneNumber, body: 'Zenobia likes pistachio' })
  await ok(ada, 'POST', `/api/conversation/${conversationId}/notes`, { content: 'She says pistachio' }, key())

  const { data } = await ok(ada, 'POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: {
      firstName: { new: 'Zenobia' },
      phoneNumber: { new: number },
      email: { original: null, new: 'zen@example.org' },
    },
    childRecordAssignment: { contactNotes: { [hers._id]: 'new' } },
    messageSplitPoints: { [conversationId]: messageId },
  })
  const erased = await ok(ada, 'POST', `/api/contacts/${data.newContactId}/erase`)
  await eraseAll(db, tools, ada, erased.data._id)

  // The bytes go by jobs of their own, and there is no worker here.
  const left = await tablesWith(databaseUrl, words)
  assert.deepEqual(left, [])
  const { messages } = await ok(ada, 'GET', `/api/conversation/${conversationId}/messages`)
  assert.deepEqual([messages.length, messages[0].content], [1, 'Otto likes hazelnut'])
  const told = JSON.stringify(await eventsOf(ada))
  for (const his of ['Otto likes hazelnut', 'hazelnut.txt', '"note":"hazelnut"']) assert.ok(told.includes(his), his)
  const { data: notes } = await ok(ada, 'GET', `/api/contact-notes?contactId=${contactId}`)
  assert.deepEqual([notes.length, notes[0].attachments[0].key], [1, kept.key])
})

test('of whoever was erased, no number is left with who has a thread of theirs by now, and nothing leaves to it', async () => {
  const otto = '+14156663322'
  const thread = await newThread(app, { number: otto })
  const { ada, contactId, conversationId } = thread
  await thread.send('Gone out')
  const [draft] = await claimDue(db, thread)
  await settle(db, thread, draft!, accepted(draft!))
  const waiting = await thread.send('Still here')
  const { data } = await ok(ada, 'POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: { firstName: { new: 'Zenobia' }, phoneNumber: { new: '+14155550198' } },
    childRecordAssignment: { conversations: { [conversationId]: 'new' } },
  })
  const erased = await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)
  assert.equal((await readMessage(ada, waiting._id)).errorCode, 'contact_erased')
  await eraseAll(db, tools, ada, erased.data._id)

  assert.deepEqual(await tablesWith(databaseUrl, [otto]), [])
  const { messages } = await ok(ada, 'GET', `/api/conversation/${conversationId}/messages`)
  assert.deepEqual([messages.length, messages[0].contactId], [3, data.newContactId])
})
