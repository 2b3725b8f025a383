import { setTimeout } from 'node:timers/promises'

import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type { KyselyPlugin, Transaction } from 'kysely'
import pg from 'pg'

import type { DB } from './schema.ts'
import { statementPool } from './statement-pool.ts'

/** Where verbs read and write: the database itself, or the transaction that they are to join. */
export type Database = Kysely<DB>
export type Trx = Transaction<DB>

pg.types.setTypeParser(pg.types.builtins.INT8, Number)
const parseTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
// What UTC sessions write, `2026-01-31 09:30:00.123+00`, by its digits: a third of the time that the general parser takes.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(text)) return parseTime(text)
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
})
// A day is a day: as a Date it would move with the server's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export interface DatabaseOptions {
  url: string
  connections?: number
  preparedStatements?: boolean
  /** Longer than this no statement runs; undefined lets each take its time. */
  statementSeconds?: number | undefined
  plugins?: KyselyPlugin[]
  onError?: (error: Error) => void
}

export function openDatabase(options: DatabaseOptions): Kysely<DB> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 20,
    application_name: 'tether',
    // Rather a clear failure than a queue that nobody sees the end of.
    connectionTimeoutMillis: 15_000,
    ...(options.statementSeconds && { statement_timeout: options.statementSeconds * 1000 }),
  })
  // Connections that break are replaced by the pool; unheard, each of these events would end the process: the pool's own is
  // of those that are idle, the client's of one that breaks between two statements of a transaction.
  const onError = options.onError ?? (() => undefined)
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: statementPool(pool, options.preparedStatements ?? true) }),
    plugins: [new SnakeCaseColumns(), ...(options.plugins ?? [])],
  })
}

/** Rows come out of the statement pool in camelCase already; only the statement is left to translate. */
class SnakeCaseColumns extends CamelCasePlugin {
  // What the `sql` tag made is in snake_case already: walking it again would cost more than compiling it.
  override transformQuery(args: Parameters<CamelCasePlugin['transformQuery']>[0]) {
    return args.node.kind === 'RawNode' ? args.node : super.transformQuery(args)
  }

  override transformResult(args: Parameters<CamelCasePlugin['transformResult']>[0]) {
    return Promise.resolve(args.result)
  }
}

const commitEffects = new WeakMap<object, Array<() => void>>()
const lastWorks = new WeakMap<object, Array<(trx: Trx) => Promise<void>>>()

/**
 * Runs the work in the transaction it was given, or in one of its own, which is tried again when the database could not
 * serialize it or went away before the commit. The work must have no effect outside the transaction but by `afterCommit`.
 */
export async function transact<T>(db: Database, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Trx)
  for (let tries = 1; ; tries++) {
    const attempt = await attemptOnce(db, work)
    if (!attempt.error) return attempt.value as T
    if (tries === mostTries || !isWorthAnotherTry(attempt)) throw attempt.error
    // Two that locked each other out would meet again if both came back at once.
    await setTimeout(tries * (10 + Math.random() * 40))
  }
}

const mostTries = 5

interface Attempt<T> {
  value?: T
  error?: unknown
  hasReachedCommit: boolean
}

async function attemptOnce<T>(db: Database, work: (trx: Trx) => Promise<T>): Promise<Attempt<T>> {
  const effects: Array<() => void> = []
  const attempt: Attempt<T> = { hasReachedCommit: false }
  try {
    await db.transaction().execute(async (trx) => {
      commitEffects.set(trx, effects)
      attempt.value = await completely(trx, work).catch((error: unknown) => {
        attempt.error = error
        throw error
      })
      attempt.hasReachedCommit = true
    })
  } catch (error) {
    // On a lost connection the rollback fails as well, and its error would hide the one that counts.
    attempt.error ??= error
    return attempt
  }
  for (const effect of effects) effect()
  return attempt
}

async function completely<T>(trx: Trx, work: (trx: Trx) => Promise<T>): Promise<T> {
  const lastWork: Array<(trx: Trx) => Promise<void>> = []
  lastWorks.set(trx, lastWork)
  const value = await work(trx)
  for (const last of lastWork) await last(trx)
  return value
}

/** Does something in the transaction when all else is done: what is written once, whatever came together by then. */
export function beforeCommit(trx: Trx, work: (trx: Trx) => Promise<void>): void {
  const lastWork = lastWorks.get(trx)
  if (!lastWork) throw new Error('beforeCommit needs a transaction that transact() opened.')
  lastWork.push(work)
}

/** Does something once the transaction is durable, such as waking somebody; never if it rolls back. */
export function afterCommit(trx: Trx, effect: () => void): void {
  const effects = commitEffects.get(trx)
  if (!effects) throw new Error('afterCommit needs a transaction that transact() opened.')
  effects.push(effect)
}

// A connection lost during the commit leaves its outcome open: only what never reached the commit is safe to repeat.
function isWorthAnotherTry({ error, hasReachedCommit }: Attempt<unknown>): boolean {
  const state = sqlState(error)
  if (state === '40001' || state === '40P01') return true
  return !hasReachedCommit && isLostConnection(error)
}

const lostStates = new Set(['08006', '57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'])

/** Whether the database went away, or is not there. What pg itself says of that has no code. */
export function isLostConnection(error: unknown): boolean {
  const state = sqlState(error)
  if (state) return lostStates.has(state)
  return error instanceof Error && /^Connection terminated|connection error and is not queryable/.test(error.message)
}

/** A value or an id that the database will never take, such as one id for two messages. */
export function isUnkeepable(error: unknown): boolean {
  return error instanceof RangeError || /^(22|23|54)/.test(sqlState(error) ?? '')
}

export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Read from the message as well: on Citus the field is empty and the name ends in the number of a shard. */
export function violates(error: unknown, constraint: string): boolean {
  if (!(error instanceof Error) || !sqlState(error)?.startsWith('23')) return false
  if ('constraint' in error && error.constraint === constraint) return true
  return new RegExp(`"${constraint}(_\\d+)?"`).test(error.message)
}
