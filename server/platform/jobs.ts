import { Logger, run, runMigrations } from 'graphile-worker'
import type { Runner } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'

import type { Trx } from './database.ts'
import type { Log } from './log.ts'

/** What the worker can be asked to do, by name: given what the asker put in, as JSON. */
export type Tasks = Record<string, (payload: never) => Promise<void>>

export interface Schedule {
  task: string
  /** As in crontab, in UTC. */
  pattern: string
}

/** Asks for a task in the transaction that needs it: no commit, no job. */
export async function enqueue(trx: Trx, task: string, payload: object, options: { runAt?: Date } = {}): Promise<void> {
  const runAt = options.runAt ?? new Date()
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, run_at := ${runAt})`.execute(trx)
}

/** Makes or upgrades the job tables, which are the library's own. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url })
}

export async function runJobs(url: string, tasks: Tasks, schedules: Schedule[], log: Log): Promise<Runner> {
  const pool = new pg.Pool({ connectionString: url, max: 6, application_name: 'tether jobs' })
  // Connections that break are replaced; unheard, each of these events would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const runner = await run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload as never)]),
    ),
    crontab: schedules.map(({ pattern, task }) => `${pattern} ${task}`).join('\n'),
    logger: new Logger(() => (level, message) => log[level === 'error' ? 'error' : 'debug'](message)),
  })
  void runner.promise
    .catch((error: unknown) => log.error(error, 'The job runner ended.'))
    .finally(() => void pool.end())
  return runner
}
