import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, whileHeld } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { readImport, upload } from '../../test/imports.ts'
import { eraseAll, tablesWith } from '../../test/traces.ts'
import { number, ok } from '../../test/whole-person.ts'
import { userActor } from '../identity/actor.ts'
import { importTasks } from '../imports/tasks.ts'
import type { Database } from '../platform/database.ts'
import { eraseContact } from './erasing.ts'

// Without a worker: the pieces are done here, one by one.
const { app, db, databaseUrl, tools } = await startApp()

const file = `First name,Phone\nTamarind,${number}\nJohn,+14155550123\n`

async function newUpload() {
  const ada = await newOrganization(app)
  const { _id: contactId } = await newContact(ada, { firstName: 'Tamarind', phoneNumber: number })
  const { _id: importId } = await upload(ada, file)
  return { ada, contactId, importId }
}

function start(ada: Person, importId: string) {
  return ok(ada, 'POST', `/api/contacts/imports/${importId}/start`, { duplicates: 'update' })
}

/** The first piece, which is all of it, as the worker would. */
function importAll(trx: Database, { user: { organizationId } }: Person, importId: string): Promise<void> {
  return importTasks(trx)['import_piece']!({ organizationId, importId, phase: 'running', position: 0 } as never)
}

async function erase(ada: Person, contactId: string): Promise<string> {
  return (await ok(ada, 'POST', `/api/contacts/${contactId}/erase`)).data._id
}

async function namesIn(ada: Person): Promise<string[]> {
  const { data } = await ok(ada, 'GET', '/api/contacts')
  return data.map(({ firstName }: { firstName: string }) => firstName)
}

test('an import that begins just after somebody was erased waits until their rows are forgotten', async () => {
  const { ada, contactId, importId } = await newUpload()
  const id = await erase(ada, contactId)
  await start(ada, importId)
  await importAll(db, ada, importId)
  assert.deepEqual([(await readImport(ada, importId)).status, await namesIn(ada)], ['running', []])
  await eraseAll(db, tools, ada, id)
  await importAll(db, ada, importId)
  assert.deepEqual([(await readImport(ada, importId)).status, await namesIn(ada)], ['completed', ['John']])
  assert.deepEqual(await tablesWith(databaseUrl, ['tamarind', number.slice(-7)]), [])
})

test('somebody is erased although an import runs that has them in its file', async () => {
  const { ada, contactId, importId } = await newUpload()
  await start(ada, importId)
  const id = await erase(ada, contactId)
  await importAll(db, ada, importId)
  await eraseAll(db, tools, ada, id)
  await importAll(db, ada, importId)
  assert.deepEqual(await namesIn(ada), ['John'])
})

test('whoever is being imported at that moment is erased when that is done', async () => {
  const { ada, contactId, importId } = await newUpload()
  await start(ada, importId)
  const id = await whileHeld(
    db,
    (trx) => importAll(trx, ada, importId),
    () => erase(ada, contactId),
  )
  assert.deepEqual(await namesIn(ada), ['John'])
  await eraseAll(db, tools, ada, id)
  assert.deepEqual(await tablesWith(databaseUrl, ['tamarind', number.slice(-7)]), [])
})

test('a piece that comes while somebody is being erased does not make them anew', async () => {
  const { ada, contactId, importId } = await newUpload()
  await start(ada, importId)
  const actor = userActor({ ...ada.user, accessRole: 'ADMIN', departmentId: null })
  await whileHeld(
    db,
    (trx) => eraseContact(trx, actor, tools.vault, contactId),
    () => importAll(db, ada, importId),
  )
  assert.deepEqual([(await readImport(ada, importId)).status, await namesIn(ada)], ['running', []])
})
