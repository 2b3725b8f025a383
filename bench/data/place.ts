import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

import pg from 'pg'

import { openDatabase } from '../../server/platform/database.ts'
import { startPostgres } from '../../server/platform/embedded-postgres.ts'
import { migrateJobs } from '../../server/platform/jobs.ts'
import { migrate } from '../../server/platform/migration.ts'
import { fill } from './fill.ts'
import { shapes } from './shape.ts'
import type { Size } from './shape.ts'

/** A running PostgreSQL that holds, or will hold, the data of one size. */
export interface Place {
  /** The address of the database with the data. */
  url: string
  stop: () => Promise<void>
}

const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '8GB' }

/** On DATABASE_URL's server, or an embedded one in `DATA_DIR/bench-<size>`. For filling it may lose what a crash loses. */
export async function openPlace(size: Size, { isFilling = false } = {}): Promise<Place> {
  const external = process.env['DATABASE_URL']
  const postgres = external ? { url: external, stop: () => Promise.resolve() } : await embedded(size, isFilling)
  const url = new URL(postgres.url)
  url.pathname = `/bench_${size}`
  return { url: url.href, stop: () => postgres.stop() }
}

function embedded(size: Size, isFilling: boolean): ReturnType<typeof startPostgres> {
  const dataDir = path.resolve(process.env['DATA_DIR'] || 'data', `bench-${size}`)
  mkdirSync(dataDir, { recursive: true })
  // As root, PostgreSQL runs as somebody else, who must get in.
  chmodSync(dataDir, 0o755)
  return startPostgres({ dataDir, settings: isFilling ? careless : {}, log: (line) => console.log(line) })
}

/** Whether the data is there, whole, and of the present migrations. */
export async function hasData(place: Place): Promise<boolean> {
  return onMaintenance(place.url, async (client, name) => {
    const found = await client.query<{ description: string | null }>(
      `select shobj_description(oid, 'pg_database') as description from pg_database where datname = $1`,
      [name],
    )
    return found.rows[0]?.description === hashOfMigrations()
  })
}

/** Fills another database and gives it the name at the end, so that what has the name is whole. */
export async function makeData(place: Place, size: Size, say: (line: string) => void): Promise<void> {
  await onMaintenance(place.url, async (client, name) => {
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    const url = new URL(place.url)
    url.pathname = `/${unfinished}`

    await migrateAll(url.href)
    await fill(url.href, shapes[size], say)

    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`alter database ${unfinished} rename to ${name}`)
    await client.query(`comment on database ${name} is '${hashOfMigrations()}'`)
    await client.query('checkpoint')
  })
}

async function migrateAll(url: string): Promise<void> {
  const db = openDatabase({ url, connections: 1 })
  await migrate(db)
  await db.destroy()
  await migrateJobs(url)
}

/** Lends an empty database beside the one with the data. */
export async function withScratch<T>(dataUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const url = new URL(dataUrl)
  url.pathname += '_scratch'
  return onMaintenance(url.href, async (client, name) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
    try {
      await migrateAll(url.href)
      return await work(url.href)
    } finally {
      await client.query(`drop database ${name} with (force)`)
    }
  })
}

async function onMaintenance<T>(url: string, work: (client: pg.Client, name: string) => Promise<T>): Promise<T> {
  const address = new URL(url)
  const name = address.pathname.slice(1)
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href })
  await client.connect()
  try {
    return await work(client, name)
  } finally {
    await client.end()
  }
}

function hashOfMigrations(): string {
  const folder = path.join(import.meta.dirname, '../../migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(path.join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}
