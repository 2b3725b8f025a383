import { randomBytes } from 'node:crypto'

import pg from 'pg'

/** The maintenance address of the test run's PostgreSQL, which `npm test` starts; your own if you set it. */
function testServer(): string {
  const url = process.env['TEST_DATABASE_URL']
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test [file]`.')
  return url
}

function databaseUrl(name: string): string {
  const url = new URL(testServer())
  url.pathname = `/${name}`
  return url.href
}

export function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return onDatabase(testServer(), work)
}

/** Past everything of ours, to look and to interfere. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database of its own, dropped afterwards, also while somebody is still connected. */
export async function createDatabase(template = 'template1'): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} template ${template}`))
  return {
    url: databaseUrl(name),
    drop: async () => {
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

export async function withEmptyDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await createDatabase()
  try {
    return await work(database.url)
  } finally {
    await database.drop()
  }
}
