import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { TestContext } from 'node:test'

import { createDatabase, onDatabase } from '../../test/database.ts'
import { until } from '../../test/factories.ts'
import { templateDatabase } from '../../test/template.ts'
import { openDatabase, transact } from './database.ts'
import { enqueue, runJobs } from './jobs.ts'
import type { Tasks } from './jobs.ts'
import { createLog } from './log.ts'

const { url, drop } = await createDatabase(await templateDatabase())
const db = openDatabase({ url, connections: 2 })
after(async () => {
  await db.destroy()
  await drop()
})

beforeEach(() => query('delete from graphile_worker._private_jobs'))

test('what a transaction asked for is done once, with what it gave along', async (t) => {
  const done: unknown[] = []
  await start(t, { note: async (payload: object) => void done.push(payload) })
  const payload = { text: 'Grüße', number: 1, list: [null, true] }
  await transact(db, (trx) => enqueue(trx, 'note', payload))
  await until(async () => (await countJobs()) === 0)
  assert.deepEqual(done, [payload])
})

test('what a transaction asked for that was rolled back is not done', async (t) => {
  const done: string[] = []
  await assert.rejects(
    transact(db, async (trx) => {
      await enqueue(trx, 'note', { text: 'never' })
      throw new Error('no')
    }),
  )
  await transact(db, (trx) => enqueue(trx, 'note', { text: 'then' }))
  await start(t, { note: async ({ text }: { text: string }) => void done.push(text) })
  await until(async () => (await countJobs()) === 0)
  assert.deepEqual(done, ['then'])
})

test('what is asked for later is not done now', async (t) => {
  const done: string[] = []
  await transact(db, async (trx) => {
    await enqueue(trx, 'note', { text: 'later' }, { runAt: new Date(Date.now() + 60_000) })
    await enqueue(trx, 'note', { text: 'now' })
  })
  await start(t, { note: async ({ text }: { text: string }) => void done.push(text) })
  await until(async () => (await countJobs()) === 1)
  assert.deepEqual(done, ['now'])
})

test('what fails is tried again, after a pause', async (t) => {
  let tries = 0
  await start(t, {
    async note() {
      if (++tries === 1) throw new Error('not yet')
    },
  })
  await transact(db, (trx) => enqueue(trx, 'note', {}))
  await until(async () => (await query("select from graphile_worker.jobs where last_error ~ 'not yet'")).rowCount === 1)
  await until(async () => (await countJobs()) === 0)
  assert.equal(tries, 2)
})

test('what hangs does not keep it from stopping, and is tried again by the next one', async (t) => {
  const { promise: isHanging, resolve: hanging } = Promise.withResolvers<void>()
  const runner = await runJobs(url, { note: () => new Promise(() => hanging()) }, [], createLog('silent'))
  await transact(db, (trx) => enqueue(trx, 'note', {}))
  await isHanging
  await runner.stop()
  const [job] = (await query('select attempts, locked_at from graphile_worker.jobs')).rows
  assert.deepEqual(job, { attempts: 1, locked_at: null })

  await query('update graphile_worker._private_jobs set run_at = now()')
  let done = 0
  await start(t, { note: async () => void done++ })
  await until(async () => (await countJobs()) === 0)
  assert.equal(done, 1)
})

test('what a killed worker was doing is done by the next one at once', async (t) => {
  await transact(db, (trx) => enqueue(trx, 'note', {}))
  await query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a dead worker', attempts = 1`)
  let done = 0
  await start(t, { note: async () => void done++ })
  await until(async () => (await countJobs()) === 0)
  assert.equal(done, 1)
})

test('what a living worker does is not taken from it', async (t) => {
  const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>()
  let begun = 0
  const tasks = {
    async note() {
      begun++
      await goesOn
    },
  }
  await start(t, tasks)
  await transact(db, (trx) => enqueue(trx, 'note', {}))
  await until(async () => begun === 1)
  await start(t, tasks)
  await transact(db, (trx) => enqueue(trx, 'note', {}))
  await until(async () => begun === 2)
  goOn()
  await until(async () => (await countJobs()) === 0)
  assert.equal(begun, 2)
})

async function start(t: TestContext, tasks: Tasks): Promise<void> {
  const runner = await runJobs(url, tasks, [], createLog('silent'))
  t.after(() => runner.stop())
}

function query(text: string) {
  return onDatabase(url, (client) => client.query(text))
}

async function countJobs(): Promise<number | null> {
  return (await query('select from graphile_worker.jobs')).rowCount
}
