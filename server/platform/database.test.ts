import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'

import { sql } from 'kysely'

import { createDatabase, onDatabase } from '../../test/database.ts'
import { afterCommit, openDatabase, sqlState, transact, violates } from './database.ts'
import type { Trx } from './database.ts'

const { url, drop } = await createDatabase()
const db = openDatabase({ url, connections: 8 })
after(async () => {
  await db.destroy()
  await drop()
})
await sql`create table accounts (id text constraint accounts_pkey primary key, amount int check (amount >= 0))`.execute(
  db,
)

beforeEach(async () => {
  await sql`truncate accounts`.execute(db)
  await sql`insert into accounts values ('a', 10), ('b', 10)`.execute(db)
})

test('work that fails leaves nothing', async () => {
  await assert.rejects(
    transact(db, async (trx) => {
      await add(trx, 'a', 1)
      throw new Error('no')
    }),
    /^Error: no$/,
  )
  assert.deepEqual(await amounts(), { a: 10, b: 10 })
})

test('a transaction within another joins it: both are kept, or neither', async () => {
  const outer = (fails: boolean) =>
    transact(db, async (trx) => {
      await transact(trx, (joined) => add(joined, 'a', 1))
      await add(trx, 'b', 1)
      if (fails) throw new Error('no')
    })
  await assert.rejects(outer(true))
  assert.deepEqual(await amounts(), { a: 10, b: 10 })
  await outer(false)
  assert.deepEqual(await amounts(), { a: 11, b: 11 })
})

test('two that lock each other out are both done in the end, once each', async () => {
  const bothHold = meeting(2)
  const move = (from: string, to: string) => {
    let tries = 0
    return transact(db, async (trx) => {
      await add(trx, from, -1)
      if (++tries === 1) await bothHold()
      await add(trx, to, 1)
      return tries
    })
  }
  const tries = await Promise.all([move('a', 'b'), move('b', 'a')])
  assert.ok(tries.includes(1) && !tries.every((each) => each === 1), String(tries))
  assert.deepEqual(await amounts(), { a: 10, b: 10 })
})

test('what could not be serialized is tried five times, and then fails as it is', async () => {
  let tries = 0
  const fail = (times: number) => {
    tries = 0
    return transact(db, async (trx) => {
      await add(trx, 'a', 1)
      if (++tries <= times) await raise(trx, '40001')
    })
  }
  await fail(4)
  assert.deepEqual([tries, await amounts()], [5, { a: 11, b: 10 }])
  await assert.rejects(fail(5), { code: '40001' })
  assert.deepEqual([tries, await amounts()], [5, { a: 11, b: 10 }])
})

test('any other error is not tried again', async () => {
  for (const code of ['23505', '40002', '57014', 'P0001']) {
    let tries = 0
    const work = async (trx: Trx) => {
      tries++
      await raise(trx, code)
    }
    await assert.rejects(transact(db, work), { code })
    assert.equal(tries, 1)
  }
})

test('a connection that is ended before the commit costs nothing: the work is done on another', async () => {
  let tries = 0
  await transact(db, async (trx) => {
    await add(trx, 'a', 1)
    if (++tries === 1) await endConnectionOf(trx)
    await add(trx, 'b', 1)
  })
  assert.deepEqual([tries, await amounts()], [2, { a: 11, b: 11 }])
})

test('a connection that is lost at the commit is not tried again: it may have been done', async () => {
  let tries = 0
  const work = async (trx: Trx) => {
    tries++
    await add(trx, 'a', 1)
    await endConnectionOf(trx)
  }
  await assert.rejects(transact(db, work))
  assert.equal(tries, 1)
  assert.deepEqual(await amounts(), { a: 10, b: 10 })
})

test('what is to follow the commit follows it, once, and not without it', async () => {
  const seen: unknown[] = []
  let tries = 0
  const note = async (trx: Trx) => {
    await add(trx, 'a', 1)
    afterCommit(trx, () => seen.push(amounts()))
    if (++tries < 2) await raise(trx, '40P01')
    await transact(trx, (joined) => Promise.resolve(afterCommit(joined, () => seen.push('second'))))
    assert.deepEqual(seen, [])
  }
  await transact(db, note)
  assert.deepEqual(await Promise.all(seen), [{ a: 11, b: 10 }, 'second'])

  await assert.rejects(
    transact(db, (trx) => {
      afterCommit(trx, () => assert.fail('it was rolled back'))
      return raise(trx, 'P0001')
    }),
  )
})

test('outside of a transaction there is no commit to wait for', () => {
  assert.throws(() => afterCommit(db as unknown as Trx, () => undefined), /needs a transaction/)
})

test('a statement that takes longer than it may is ended, and is not tried again', async () => {
  const hurried = openDatabase({ url, connections: 1, statementSeconds: 0.05 })
  let tries = 0
  const work = transact(hurried, async (trx) => {
    tries++
    await sql`select pg_sleep(10)`.execute(trx)
  })
  await assert.rejects(work, (error) => sqlState(error) === '57014')
  assert.equal(tries, 1)
  assert.equal((await sql<{ one: number }>`select 1 as one`.execute(hurried)).rows[0]!.one, 1, 'it goes on')
  await hurried.destroy()
})

test('a violated constraint is known by its name, also under that of a shard', async () => {
  const twice = await errorOf(sql`insert into accounts values ('a', 1)`.execute(db))
  assert.ok(violates(twice, 'accounts_pkey'))
  assert.ok(!violates(twice, 'accounts') && !violates(twice, 'accounts_pkey_2'))
  assert.ok(violates(await errorOf(sql`insert into accounts values ('c', -1)`.execute(db)), 'accounts_amount_check'))

  const onCitus = Object.assign(new Error('duplicate key value violates unique constraint "accounts_pkey_102008"'), {
    code: '23505',
  })
  assert.ok(violates(onCitus, 'accounts_pkey'))
  assert.ok(!violates(Object.assign(new Error('"accounts_pkey"'), { code: '42P01' }), 'accounts_pkey'))
  assert.ok(!violates(undefined, 'accounts_pkey'))
})

test('numbers come as numbers, days as days, moments as dates, and names in camelCase', async () => {
  const found = await sql`
    select 9007199254740991::bigint as large_number, '2026-03-04'::date as some_day, '2026-03-04T05:06:07.89Z'::timestamptz as at
  `.execute(db)
  assert.deepEqual(found.rows, [
    { largeNumber: 9007199254740991, someDay: '2026-03-04', at: new Date('2026-03-04T05:06:07.890Z') },
  ])
})

async function add(trx: Trx, id: string, amount: number): Promise<void> {
  await sql`update accounts set amount = amount + ${amount} where id = ${id}`.execute(trx)
}

async function amounts(): Promise<Record<string, number>> {
  const found = await sql<{ id: string; amount: number }>`select id, amount from accounts order by id`.execute(db)
  return Object.fromEntries(found.rows.map(({ id, amount }) => [id, amount]))
}

async function raise(trx: Trx, code: string): Promise<void> {
  await sql`do ${sql.lit(`begin raise exception 'refused' using errcode = '${code}'; end`)}`.execute(trx)
}

async function endConnectionOf(trx: Trx): Promise<void> {
  const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
  await onDatabase(url, (client) => client.query('select pg_terminate_backend($1, 5000)', [found.rows[0]?.pid]))
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(sqlState(error))
  return error
}

/** Lets go when so many have come. */
function meeting(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let present = 0
  return () => {
    if (++present === size) resolve()
    return promise
  }
}
