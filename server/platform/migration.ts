import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import { CompiledQuery } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Migration } from 'kysely/migration'

import type { Database } from './database.ts'
import { splitStatements } from './statements.ts'

const folder = path.join(import.meta.dirname, '../../migrations')

/** Brings the database up to the newest migration; safe to run from several processes at once. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db: db.withoutPlugins(), provider: { getMigrations } })
  const { error, results } = await migrator.migrateToLatest()
  const failed = results?.find((result) => result.status === 'Error')
  if (failed) throw new Error(`The migration ${failed.migrationName} failed.`, { cause: error })
  if (error) throw error
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  const entries = files.map(async (file) => {
    const statements = splitStatements(await readFile(path.join(folder, file), 'utf8'))
    return [path.basename(file, '.sql'), { up: (db: Database) => run(db, statements) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function run(db: Database, statements: string[]): Promise<void> {
  for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement))
}
