import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newContact, newOrganization, until } from '../../test/factories.ts'
import { pathOf, picture, upload } from '../../test/files.ts'
import type { Uploaded } from '../../test/files.ts'
import { removeFile, removeUnusedUploads } from './removal.ts'

const { app, db, storage } = await startApp({ worker: true })
const ada = await newOrganization(app)
const { organizationId } = ada.user

async function isStored({ key }: Pick<Uploaded, 'key'>): Promise<boolean> {
  return storage.read(`${organizationId}/${key}`).then(
    () => true,
    () => false,
  )
}

async function makeOld({ key }: Uploaded): Promise<void> {
  await db
    .updateTable('files')
    .set({ createdAt: new Date(Date.now() - 25 * 3_600_000) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', key)
    .execute()
}

test('uploads that nobody used for a day are removed with their thumbnails; used ones and new ones stay', async () => {
  const [unused, used, fresh] = [
    await upload(ada, await picture()),
    await upload(ada, Buffer.from('a')),
    await upload(ada, Buffer.from('b')),
  ]
  await until(async () => (await eventsOf(ada, 'file.thumbnailed')).length > 0, 'the thumbnail')
  const contact = await newContact(ada)
  const document = { storageKey: used.key, filename: 'a.txt', documentType: 'Contract' }
  assert.equal((await ada.call('POST', `/api/contacts/${contact._id}/documents`, document)).statusCode, 200)
  for (const file of [unused, used]) await makeOld(file)
  await removeUnusedUploads(db)
  await until(async () => !(await isStored(unused)), 'the removal')
  await until(async () => !(await isStored({ key: `${unused.key}-thumbnail` })), "the thumbnail's removal")
  assert.equal((await app.inject(pathOf(unused.signedUrl))).statusCode, 404)
  assert.deepEqual([await isStored(used), await isStored(fresh)], [true, true])
  const removed = await eventsOf(ada, 'file.removed')
  assert.deepEqual(
    removed.map(({ subjectId }) => subjectId),
    [unused.key],
  )
})

test('what the storage does not erase at once is erased when it is asked again', async () => {
  const file = await upload(ada, Buffer.from('stubborn'))
  const { remove } = storage
  let isFailing = true
  storage.remove = (key) => (isFailing ? Promise.reject(new Error('The store is away.')) : remove(key))
  await removeFile(db, { organizationId, id: file.key })
  const job = await until(async () => {
    const failed = await sql<{ id: string }>`
      select id::text from graphile_worker.jobs where task_identifier = 'erase_file' and last_error like '%away%'
    `.execute(db)
    return failed.rows[0]
  }, 'the failure')
  assert.equal(await isStored(file), true)
  isFailing = false
  await sql`select graphile_worker.reschedule_jobs(array[${job.id}::bigint], run_at := ${new Date()})`.execute(db)
  await until(async () => !(await isStored(file)), 'the removal')
})

test('a file that something uses is not removed, whoever asks', async () => {
  const used = await upload(ada, Buffer.from('used'))
  const contact = await newContact(ada)
  const document = { storageKey: used.key, filename: 'a.txt', documentType: 'Contract' }
  assert.equal((await ada.call('POST', `/api/contacts/${contact._id}/documents`, document)).statusCode, 200)
  await removeFile(db, { organizationId, id: used.key })
  assert.equal((await app.inject(pathOf(used.signedUrl))).body, 'used')
})
