import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

import { openDatabase } from '../server/platform/database.ts'
import { migrateJobs } from '../server/platform/jobs.ts'
import { migrate } from '../server/platform/migration.ts'
import { createDatabase, onServer } from './database.ts'

const folder = path.join(import.meta.dirname, '../migrations')

/** A migrated database to clone from, made once for the state of the migrations, whichever test file comes first. */
export async function templateDatabase(): Promise<string> {
  const name = `template_${hashOfMigrations()}`
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(4242)')
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount) return
    const { url, drop } = await createDatabase()
    const db = openDatabase({ url })
    await migrate(db)
    await migrateJobs(url)
    await db.destroy()
    const made = new URL(url).pathname.slice(1)
    await client.query(`create database ${name} template ${made}`)
    await drop()
  })
  return name
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(path.join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}
