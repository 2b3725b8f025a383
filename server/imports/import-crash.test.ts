import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { sql } from 'kysely'
import { parse } from 'csv-parse/sync'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, until } from '../../test/factories.ts'
import { readImport, upload } from '../../test/imports.ts'
import { transact } from '../platform/database.ts'

const { app, db, databaseUrl } = await startApp()

test('a worker that is killed in the middle of a piece leaves nothing of it, and the next one goes on from there', async (t) => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const numbers = Array.from({ length: 3500 }, (_, index) => `+1415555${1000 + index}`)
  const met = await newContact(ada, { phoneNumber: numbers[2500], firstName: 'By hand' })
  const { _id: id } = await upload(ada, `Phone,First name\n${numbers.map((each) => `${each},File`).join('\n')}\n`)
  const started = await ada.call('POST', `/api/contacts/imports/${id}/start`, { duplicates: 'update' })
  assert.equal(started.statusCode, 202, started.body)

  await transact(db, async (trx) => {
    // The third piece gets as far as to the contact that somebody holds.
    await sql`select from contacts where organization_id = ${organizationId} and id = ${met._id} for update`.execute(
      trx,
    )
    const worker = startWorkerProcess(t)
    await until(async () => (await readImport(ada, id)).processed > 0, 'the worker to begin')
    await until(isBlocked, 'the worker to wait for the contact')
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  })
  const interrupted = await readImport(ada, id)
  assert.deepEqual([interrupted.status, interrupted.created, interrupted.updated], ['running', 2000, 0])
  await until(async () => !(await isWorking()), 'the sessions of the killed worker to end')
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 2001)

  startWorkerProcess(t)
  await until(async () => (await readImport(ada, id)).processed > 2000, 'the next worker to begin')
  const done = await until(async () => {
    const row = await readImport(ada, id)
    return row.status === 'completed' && row
  })
  assert.deepEqual([done.created, done.updated, done.skipped], [3499, 1, 0])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 3500)
  const events = await sql<{ type: string; subjects: number; events: number }>`
    select type, count(distinct subject_id) as subjects, count(*) as events from events
    where organization_id = ${organizationId} and type in ('contact.created', 'contact.updated') group by type order by type
  `.execute(db)
  assert.deepEqual(events.rows, [
    { type: 'contact.created', subjects: 3500, events: 3500 },
    { type: 'contact.updated', subjects: 1, events: 1 },
  ])
  const results = await ada.call('GET', `/api/contacts/imports/${id}/results`)
  assert.equal(parse(results.body, { bom: true }).length, 3501)
})

/** The server as its users run it, with the worker's role alone. */
function startWorkerProcess(t: TestContext): ChildProcess {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-worker-'))
  const worker = spawn(process.execPath, ['server/main.ts'], {
    cwd: path.join(import.meta.dirname, '../..'),
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      ROLES: 'worker',
      LOG_LEVEL: 'silent',
    },
  })
  t.after(async () => {
    if (worker.exitCode === null && worker.signalCode === null) {
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }
    rmSync(dataDir, { recursive: true, force: true })
  })
  return worker
}

async function isBlocked(): Promise<boolean> {
  const found = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query like '%for no key update%'
  `.execute(db)
  return found.rows.length > 0
}

async function isWorking(): Promise<boolean> {
  const found = await sql`
    select from pg_stat_activity where datname = current_database() and application_name = 'tether jobs'
  `.execute(db)
  return found.rows.length > 0
}
