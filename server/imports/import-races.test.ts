import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newOrganization, until, whileHeld } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { contactsOf, readImport, upload } from '../../test/imports.ts'
import { userActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import { insertContact } from '../contacts/contacts.ts'
import { importPiece } from './steps/run.ts'
import type { ImportPiece } from './steps/run.ts'

/** Without a worker: the test says when a piece is handled. */
const { app, db } = await startApp()
const [one, two] = ['+14155552671', '+14155552672'] as const

test('a number that is taken while the piece is written is a duplicate, and the rest of the piece is imported', async () => {
  const ada = await newOrganization(app)
  const piece = await started(ada, `Phone,First name\n${one},File\n${two},File\n`)
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  await whileHeld(
    db,
    (trx) => insertContact(trx, actor, { phoneNumber: one, firstName: 'By hand' }),
    () => importPiece(db, piece),
  )
  const done = await until(async () => {
    const row = await readImport(ada, piece.importId)
    return row.status === 'completed' && row
  })
  assert.deepEqual([done.created, done.skipped, done.problems[0]?.code], [1, 1, 'duplicate'])
  const contacts = await contactsOf(ada)
  assert.deepEqual([contacts[one]?.firstName, contacts[two]?.firstName], ['By hand', 'File'])
  assert.equal((await eventsOf(ada, 'contact.created')).length, 2)
})

test('a connection that breaks in the middle of a piece leaves nothing of it, and the piece is done once after all', async () => {
  const ada = await newOrganization(app)
  const piece = await started(ada, `Phone\n${one}\n${two}\n`)
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  const [handled] = await transact(db, async (trx) => {
    await insertContact(trx, actor, { phoneNumber: two })
    const handling = importPiece(db, piece)
    await until(breakBlocked, 'a blocked session')
    assert.equal((await readImport(ada, piece.importId)).processed, 0)
    return [handling]
  })
  await handled
  await importPiece(db, piece)
  const done = await readImport(ada, piece.importId)
  assert.deepEqual([done.status, done.created, done.skipped], ['completed', 1, 1])
  assert.deepEqual(Object.keys(await contactsOf(ada)).toSorted(), [one, two])
})

async function breakBlocked(): Promise<boolean> {
  const broken = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(db)
  return broken.rows.length > 0
}

async function started(person: Person, content: string): Promise<ImportPiece> {
  const { _id: importId } = await upload(person, content)
  await person.call('POST', `/api/contacts/imports/${importId}/start`, {})
  return { organizationId: person.user.organizationId, importId, phase: 'running', position: 0 }
}
