import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import { contactsOf, readImport, runImport, undo, upload } from '../../test/imports.ts'
import { importPiece } from './steps/run.ts'

const { app } = await startApp({ worker: true })
/** Without a worker, so that something can happen between two pieces. */
const quiet = await startApp()
const [one, two, three] = ['+14155552671', '+14155552672', '+14155552673'] as const

test('undoing deletes what was created and puts back what was updated, with an event for each', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: one, firstName: 'Jane', lastName: null, email: 'jane@example.com' })
  const { _id: id } = await upload(ada, `Phone,First name,Last name,Email\n${one},Janet,Doe,j@d.org\n${two},New,,\n`)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated], [1, 1])

  const undone = await undo(ada, id)
  assert.deepEqual([undone.undone, undone.kept, undone.keptRows], [2, 0, []])
  const contacts = await contactsOf(ada)
  assert.deepEqual(Object.keys(contacts), [one])
  const { firstName, lastName, email } = contacts[one]!
  assert.deepEqual([firstName, lastName, email], ['Jane', null, 'jane@example.com'])
  assert.equal((await eventsOf(ada, 'contact.deleted')).length, 1)
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 2)
  assert.equal((await eventsOf(ada, 'import.undone')).length, 1)
  const [news] = (await ada.call('GET', '/api/notifications')).json().notifications
  assert.match(news.text, /is undone: 2 rows/)
})

test('what was changed since is kept and named, field by field', async () => {
  const ada = await newOrganization(app)
  const jane = await newContact(ada, { phoneNumber: one, firstName: 'Jane', lastName: 'Smith' })
  const { _id: id } = await upload(ada, `Phone,First name,Last name\n${one},Janet,Doe\n${two},New,\n${three},Other,\n`)
  await runImport(ada, id, { duplicates: 'update' })
  await ada.call('PATCH', `/api/contacts/${jane._id}`, { lastName: 'Married', status: 'Won' })
  const created = (await contactsOf(ada))[two]!
  await ada.call('PATCH', `/api/contacts/${created._id}`, { email: 'new@example.com' })

  const undone = await undo(ada, id)
  assert.deepEqual([undone.undone, undone.kept], [1, 2])
  assert.deepEqual(undone.keptRows, [
    { row: 2, code: 'kept', reason: 'Changed since, and so kept: Last name.', column: null, value: null },
    { row: 3, code: 'kept', reason: 'The contact was changed since.', column: null, value: null },
  ])
  const contacts = await contactsOf(ada)
  assert.deepEqual(Object.keys(contacts).toSorted(), [one, two])
  const { firstName, lastName, status } = contacts[one]!
  assert.deepEqual([firstName, lastName, status], ['Jane', 'Married', 'Won'])
  const results = parse((await ada.call('GET', `/api/contacts/imports/${id}/results`)).body, {
    bom: true,
  })
  assert.deepEqual(
    results.slice(1).map((cells) => cells[8]),
    ['kept', 'kept', 'undone'],
  )
})

test('who has written since is kept, with the conversation', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await runImport(ada, id)
  const { conversationId } = await newInbound(ada, channel, { from: one })
  const undone = await undo(ada, id)
  assert.match(undone.keptRows[0]?.reason ?? '', /messages/)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).statusCode, 200)
})

test('a contact that several rows made and changed, far apart, is undone as a whole', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { phoneNumber: two, firstName: 'Jane' })
  const filler = Array.from({ length: 1200 }, (_, index) => `+1415555${String(3000 + index)},F`)
  const rows = [`${one},A`, `${two},B`, ...filler, `${one},C`, `${two},D`, `${one},E`]
  const { _id: id } = await upload(ada, `Phone,First name\n${rows.join('\n')}\n`)
  const done = await runImport(ada, id, { duplicates: 'update' })
  assert.deepEqual([done.created, done.updated], [1201, 4])
  const [made] = (await ada.call('GET', `/api/contacts?search=${encodeURIComponent(one)}`)).json().data
  assert.equal(made.firstName, 'E')
  const undone = await undo(ada, id)
  assert.deepEqual([undone.undone, undone.kept], [1205, 0])
  const contacts = await contactsOf(ada)
  assert.deepEqual([Object.keys(contacts), contacts[two]?.firstName], [[two], 'Jane'])
})

test('what somebody wrote between two rows of the same import stays theirs', async () => {
  const ada = await newOrganization(quiet.app)
  const jane = await newContact(ada, { phoneNumber: one, firstName: 'Jane' })
  const filler = Array.from({ length: 999 }, (_, index) => `+1415555${String(3000 + index)},F`)
  const { _id: importId } = await upload(
    ada,
    `Phone,First name\n${[`${one},First`, ...filler, `${one},Second`].join('\n')}\n`,
  )
  await ada.call('POST', `/api/contacts/imports/${importId}/start`, { duplicates: 'update' })
  const piece = { organizationId: ada.user.organizationId, importId }
  await importPiece(quiet.db, { ...piece, phase: 'running', position: 0 })
  await ada.call('PATCH', `/api/contacts/${jane._id}`, { firstName: 'By hand' })
  await importPiece(quiet.db, { ...piece, phase: 'running', position: 1 })
  assert.equal((await readImport(ada, importId)).status, 'completed')

  await ada.call('POST', `/api/contacts/imports/${importId}/undo`)
  for (const position of [2, 1]) await importPiece(quiet.db, { ...piece, phase: 'undoing', position })
  const { status, keptRows } = await readImport(ada, importId)
  assert.deepEqual([status, keptRows.map(({ row }) => row)], ['undone', [2, 1002]])
  assert.equal((await contactsOf(ada))[one]?.firstName, 'Second')
})

test('undoing a canceled import takes back what it had done, and no more', async () => {
  const ada = await newOrganization(app)
  const { _id: id } = await upload(ada, `Phone\n${one}\n`)
  await ada.call('POST', `/api/contacts/imports/${id}/dry-run`, {})
  assert.equal((await ada.call('POST', `/api/contacts/imports/${id}/undo`)).statusCode, 409)
  await ada.call('POST', `/api/contacts/imports/${id}/start`, {})
  await ada.call('POST', `/api/contacts/imports/${id}/cancel`)
  await undo(ada, id)
  assert.deepEqual(await contactsOf(ada), {})
  assert.equal((await eventsOf(ada, 'import.undoStarted')).length, 1)
  assert.equal((await ada.call('POST', `/api/contacts/imports/${id}/undo`)).statusCode, 202)
  assert.equal((await eventsOf(ada, 'import.undoStarted')).length, 1)
})

test('what is somebody else’s by now is kept, and what is deleted is named', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id: id } = await upload(rep, `Phone\n${one}\n${two}\n`)
  await runImport(rep, id)
  const { [one]: first, [two]: second } = await contactsOf(rep)
  await ada.call('PATCH', `/api/contacts/${first!._id}`, { userId: ada.user.id, assignees: [ada.user.id] })
  await ada.call('DELETE', `/api/contacts/${second!._id}`)
  const undone = await undo(rep, id)
  assert.deepEqual([undone.undone, undone.kept], [0, 2])
  assert.deepEqual(Object.keys(await contactsOf(ada)), [one])
})
