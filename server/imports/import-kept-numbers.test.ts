import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, until, whileHeld } from '../../test/factories.ts'
import { contactsOf, dryRun, readImport, runImport, undo, upload } from '../../test/imports.ts'
import { merge } from '../../test/merges.ts'
import { userActor } from '../identity/actor.ts'
import { findContact } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { keepNumbers } from '../contacts/numbers.ts'
import { importPiece } from './steps/run.ts'

const { app } = await startApp({ worker: true })
/** Without a worker: the test says when a piece is handled. */
const quiet = await startApp()
const [one, two, three] = ['+14155552671', '+14155552672', '+14155552673'] as const

test('a number that a merge left over is the contact’s: a row with it is a duplicate', async () => {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada, { phoneNumber: one }), await newContact(ada, { phoneNumber: two })]
  await merge(ada, source._id, target._id)
  const { _id: id } = await upload(ada, `Phone,Last name\n${two},Doe\n${one},Smith\n(415) 555-2672,Miller\n`)
  const options = { duplicates: 'update' }
  const checked = await dryRun(ada, id, options)
  const done = await runImport(ada, id, options)
  assert.deepEqual([done.created, done.updated, done.skipped], [0, 3, 0], JSON.stringify(done.problems))
  assert.deepEqual([checked.created, checked.updated, checked.skipped], [0, 3, 0])
  const contacts = await contactsOf(ada)
  assert.deepEqual([Object.keys(contacts), contacts[one]?.lastName], [[one], 'Miller'])
  const undone = await undo(ada, id)
  assert.deepEqual([undone.undone, undone.kept], [3, 0])
  assert.equal((await contactsOf(ada))[one]?.lastName, null)
})

test('the two numbers of one contact are one duplicate, also when a thousand rows are between', async () => {
  const ada = await newOrganization(app)
  const [target, source] = [await newContact(ada, { phoneNumber: one }), await newContact(ada, { phoneNumber: two })]
  await merge(ada, source._id, target._id)
  const filler = Array.from({ length: 1000 }, (_, index) => `+1415555${String(3000 + index)},F`)
  const rows = [`${two},Doe`, ...filler, `${one},Doe`]
  const { _id: id } = await upload(ada, `Phone,Last name\n${rows.join('\n')}\n`)
  const checked = await dryRun(ada, id, { duplicates: 'update' })
  const done = await runImport(ada, id, { duplicates: 'update' })
  const reason = 'The contact is like this already.'
  assert.equal(done.problems.length, 1)
  assert.partialDeepStrictEqual(done.problems[0], { row: 1003, code: 'unchanged', reason })
  assert.deepEqual(checked.problems, done.problems)
})

test('who is merged away while a piece waits is not made again', async () => {
  const ada = await newOrganization(quiet.app)
  const [target, source] = [await newContact(ada, { phoneNumber: one }), await newContact(ada, { phoneNumber: two })]
  const { _id: importId } = await upload(ada, `Phone,Last name\n${three},New\n${two},Doe\n`)
  await ada.call('POST', `/api/contacts/imports/${importId}/start`, { duplicates: 'update' })
  const { organizationId } = ada.user
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  await whileHeld(
    quiet.db,
    async (trx) => {
      // As a merge does it.
      const [kept, gone] = [await findContact(trx, actor, target._id), await findContact(trx, actor, source._id)]
      await trx.deleteFrom('contacts').where('organizationId', '=', organizationId).where('id', '=', gone.id).execute()
      await countContacts(trx, organizationId, { gone: [gone] })
      await keepNumbers(trx, organizationId, gone, kept, one)
    },
    () => importPiece(quiet.db, { organizationId, importId, phase: 'running', position: 0 }),
  )
  const done = await until(async () => {
    const row = await readImport(ada, importId)
    return row.status === 'completed' && row
  })
  assert.deepEqual([done.created, done.updated], [1, 1])
  assert.deepEqual(Object.keys(await contactsOf(ada)).toSorted(), [one, three])
})
