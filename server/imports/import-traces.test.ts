import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { formOf } from '../../test/files.ts'
import { newChannel, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, runImport, undo, upload } from '../../test/imports.ts'
import { merge } from '../../test/merges.ts'
import { traces } from './steps/traces.ts'

const { app, db } = await startApp({ worker: true })
const one = '+14155552671'

const since: Array<[what: string, reason: RegExp, happen: (ada: Person, contactId: string) => Promise<unknown>]> = [
  ['a note', /has got notes/, (ada, contactId) => ada.call('POST', '/api/contact-notes', { contactId, note: 'Hi' })],
  [
    'a reminder',
    /has got reminders/,
    (ada, contactId) =>
      ada.call('POST', '/api/reminders', {
        contactId,
        note: 'Call',
        reminderDate: '2999-01-01T09:00:00Z',
        channelType: 'sms',
      }),
  ],
  [
    'a document',
    /has got documents/,
    (ada, contactId) =>
      ada.call(
        'POST',
        `/api/contacts/${contactId}/documents/upload`,
        formOf('file', [['a.txt', Buffer.from('text')]], { documentType: 'Identification' }),
      ),
  ],
  [
    'a conversation',
    /has got messages/,
    async (ada) => newInbound(ada, await newChannel(ada), { from: one, body: 'Hello' }),
  ],
  ['a tag', /was changed since/, (ada, id) => ada.call('PUT', `/api/contacts/${id}/tags`, { tags: ['vip'] })],
  ['another name', /was changed since/, (ada, id) => ada.call('PATCH', `/api/contacts/${id}`, { lastName: 'Doe' })],
  ['a block', /was changed since/, (ada, id) => ada.call('PATCH', `/api/contacts/${id}/block`)],
  [
    'the number of another contact by a merge',
    /has got the number of another one/,
    async (ada, id) => merge(ada, (await newContact(ada))._id, id),
  ],
]
for (const [what, reason, happen] of since) {
  test(`an imported contact that has got ${what} since is kept, and that is said`, async () => {
    const ada = await newOrganization(app)
    const { _id: id } = await upload(ada, `Phone\n${one}\n`)
    await runImport(ada, id)
    const answer = await happen(ada, (await contactsOf(ada))[one]!._id)
    const { statusCode = 200, body } = answer as { statusCode?: number; body?: string }
    assert.ok(statusCode < 300, body)
    const undone = await undo(ada, id)
    assert.deepEqual([undone.undone, undone.kept], [0, 1])
    assert.match(undone.keptRows[0]!.reason, reason)
    assert.deepEqual(Object.keys(await contactsOf(ada)), [one])
  })
}

test('who was merged into another contact since is said to be so, and that contact stays', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await runImport(ada, id)
  const target = await newContact(ada)
  await merge(ada, (await contactsOf(ada))[one]!._id, target._id)
  const undone = await undo(ada, id)
  assert.match(undone.keptRows[0]!.reason, /merged into another one/)
  assert.deepEqual(Object.keys(await contactsOf(ada)), [target.phoneNumber])
})

test('of every table that points to contacts an undo knows whether its rows hold a contact', async () => {
  const goesAlong = ['contact_assignees', 'contact_keys']
  const found = await sql<{ name: string }>`
    select distinct k.conrelid::regclass::text as name from pg_constraint k
    where k.contype = 'f' and k.confrelid = 'contacts'::regclass order by 1
  `.execute(db)
  assert.deepEqual(
    found.rows.map(({ name }) => name),
    [...Object.keys(traces), ...goesAlong].toSorted(),
    'Undoing an import would delete what points to its contacts: say in traces.ts what that is.',
  )
})
