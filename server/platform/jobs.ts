import { Logger, run, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'

import type { Trx } from './database.ts'
import type { Log } from './log.ts'

/** What the worker can be asked to do, by name: given what the asker put in, as JSON, and the word that the server stops. */
export type Tasks = Record<string, (payload: never, signal?: AbortSignal) => Promise<void>>

export interface Schedule {
  task: string
  /** As in crontab, in UTC. */
  pattern: string
  /** So much of what was missed while no worker ran is made up for, each run with its own time: `2d`. */
  fill?: string
}

/** What the worker adds to a task that a schedule asks for. */
export interface Scheduled {
  /** When it was due. */
  _cron: { ts: string }
}

interface Asking {
  runAt?: Date
  /** Of several that are asked for under one key, only the last is done that has not begun yet. */
  key?: string
}

/** Asks for a task in the transaction that needs it: no commit, no job. */
export async function enqueue(trx: Trx, task: string, payload: object, options: Asking = {}): Promise<void> {
  const { runAt = new Date(), key = null } = options
  const asked = JSON.stringify(payload)
  await sql`select graphile_worker.add_job(${task}, ${asked}::json, run_at := ${runAt}, job_key := ${key})`.execute(trx)
}

/** Whether one under this key waits or is being done. */
export async function isUnderWay(trx: Trx, key: string): Promise<boolean> {
  const found = await sql`
    select from graphile_worker.jobs where key = ${key} and attempts < max_attempts
  `.execute(trx)
  return found.rows.length > 0
}

/** Makes or upgrades the job tables, which are the library's own. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url })
}

// Together with what else is to be stopped it must take less than ten seconds.
const longestStopMilliseconds = 5000

export interface Jobs {
  stop: () => Promise<void>
}

export async function runJobs(url: string, tasks: Tasks, schedules: Schedule[], log: Log): Promise<Jobs> {
  const pool = new pg.Pool({ connectionString: url, max: 6, application_name: 'tether jobs' })
  // Connections that break are replaced; unheard, each of these events would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  await freeAbandoned(pool)
  const runner = await run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    gracefulShutdownAbortTimeout: longestStopMilliseconds,
    // In batches, because stopping waits for those: what became of a single job it would not see written.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown, { abortSignal }: { abortSignal?: AbortSignal }) =>
          unlessAborted(task(payload as never, abortSignal), abortSignal),
      ]),
    ),
    crontab: schedules.map(toCrontab).join('\n'),
    logger: new Logger(() => (level, message) => log[level === 'error' ? 'error' : 'debug'](message)),
  })
  // The pool ends when the last word about the last job is written.
  const ended = runner.promise
    .catch((error: unknown) => log.error(error, 'The job runner ended.'))
    .then(() => pool.end())
  return {
    async stop() {
      await runner.stop()
      await ended
    },
  }
}

function toCrontab({ pattern, task, fill }: Schedule): string {
  return `${pattern} ${task}${fill ? ` ?fill=${fill}` : ''}`
}

/**
 * A worker that was killed leaves its jobs locked, and the library waits four hours for it to come back. When nobody else
 * runs jobs it is certain that nobody will; and no job of ours takes minutes.
 */
async function freeAbandoned(pool: pg.Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
    where locked_at < now() - interval '10 minutes' or locked_at is not null and not exists (
      select from pg_stat_activity
      where application_name = 'tether jobs' and datname = current_database() and pid <> pg_backend_pid()
    )
  `)
}

/** Fails what has not ended by the time it must, so that it is tried again by whoever starts next. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(new Error('The server stopped meanwhile.'))
  signal?.addEventListener('abort', abort)
  try {
    await Promise.race([work, aborted])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
