import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type { KyselyPlugin, Transaction } from 'kysely'
import pg from 'pg'

import type { DB } from './schema.ts'
import { statementPool } from './statement-pool.ts'

/** Where verbs read and write: the database itself, or the transaction that they are to join. */
export type Database = Kysely<DB>
export type Trx = Transaction<DB>

pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A day is a day: as a Date it would move with the server's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export interface DatabaseOptions {
  url: string
  connections?: number
  preparedStatements?: boolean
  plugins?: KyselyPlugin[]
  onError?: (error: Error) => void
}

export function openDatabase(options: DatabaseOptions): Kysely<DB> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 20,
    application_name: 'tether',
  })
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  pool.on('error', options.onError ?? (() => undefined))
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: statementPool(pool, options.preparedStatements ?? true) }),
    plugins: [new SnakeCaseColumns(), ...(options.plugins ?? [])],
  })
}

/** Rows come out of the statement pool in camelCase already; only the statement is left to translate. */
class SnakeCaseColumns extends CamelCasePlugin {
  override transformResult(args: Parameters<CamelCasePlugin['transformResult']>[0]) {
    return Promise.resolve(args.result)
  }
}

const commitEffects = new WeakMap<object, Array<() => void>>()

/**
 * Runs the work in the transaction it was given, or in one of its own, which is tried again when the database could not
 * serialize it or went away before the commit. The work must have no effect outside the transaction but by `afterCommit`.
 */
export async function transact<T>(db: Database, work: (trx: Trx) => Promise<T>, triesLeft = 3): Promise<T> {
  if (db.isTransaction) return work(db as Trx)
  const effects: Array<() => void> = []
  let isDone = false
  try {
    const result = await db.transaction().execute(async (trx) => {
      commitEffects.set(trx, effects)
      const value = await work(trx)
      isDone = true
      return value
    })
    for (const effect of effects) effect()
    return result
  } catch (error) {
    if (triesLeft <= 1 || !isWorthAnotherTry(error, isDone)) throw error
    return transact(db, work, triesLeft - 1)
  }
}

/** Does something once the transaction is durable, such as waking somebody; never if it rolls back. */
export function afterCommit(trx: Trx, effect: () => void): void {
  const effects = commitEffects.get(trx)
  if (!effects) throw new Error('afterCommit needs a transaction that transact() opened.')
  effects.push(effect)
}

// A connection lost during the commit leaves its outcome open: only what never reached the commit is safe to repeat.
function isWorthAnotherTry(error: unknown, reachedCommit: boolean): boolean {
  const state = sqlState(error)
  if (state === '40001' || state === '40P01') return true
  return !reachedCommit && (state === '08006' || state === '57P01')
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
