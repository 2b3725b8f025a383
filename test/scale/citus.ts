import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'

import type pg from 'pg'

import { openDatabase } from '../../server/platform/database.ts'
import { migrateJobs } from '../../server/platform/jobs.ts'
import { migrate } from '../../server/platform/migration.ts'
import { onDatabase } from '../database.ts'

const root = path.join(import.meta.dirname, '../..')

/** Runs the tests of the server, which leave their statements in the file. */
export function recordStatements(file: string): void {
  const { status } = spawnSync(process.execPath, ['--test', 'server/**/*.test.ts'], {
    cwd: root,
    env: { ...process.env, RECORD_STATEMENTS: file },
    stdio: 'ignore',
  })
  if (status !== 0) throw new Error('The tests of the server fail: their statements would not be complete.')
}

/** The recorded statements that Citus cannot plan, or would run as several tasks though they name an organization. */
export async function explainOnCitus(serverUrl: string, lines: string): Promise<string[]> {
  const recorded = new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sql: string; parameters: unknown[] })
      .map(({ sql, parameters }) => [sql, parameters]),
  )
  return withDistributedDatabase(serverUrl, async (client) => {
    const problems: string[] = []
    for (const [sql, parameters] of recorded) {
      const problem = await explain(client, sql, parameters)
      if (problem) problems.push(`${problem}: ${sql.replace(/\s+/g, ' ').trim()}`)
    }
    return problems
  })
}

async function explain(client: pg.Client, sql: string, parameters: unknown[]): Promise<string | undefined> {
  if (!/^\s*(select|insert|update|delete|with)\b/i.test(sql)) return undefined
  try {
    const plan = await client.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${sql}`, parameters)
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
    const tasks = [...text.matchAll(/Task Count: (\d+)/g)].map(([, count]) => Number(count))
    const isHeld = /organization_id"?\s*=\s*\$\d/.test(sql)
    return isHeld && tasks.some((count) => count > 1) ? `It runs as ${Math.max(...tasks)} tasks` : undefined
  } catch (error) {
    return (error as Error).message
  }
}

async function withDistributedDatabase<T>(serverUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await onDatabase(serverUrl, (client) => client.query(`create database ${name}`))
  try {
    await onDatabase(url.href, (client) => client.query('create extension citus'))
    const db = openDatabase({ url: url.href })
    await migrate(db)
    await db.destroy()
    await migrateJobs(url.href)
    return await onDatabase(url.href, work)
  } finally {
    await onDatabase(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
}
