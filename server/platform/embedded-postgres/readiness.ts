import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedPostgresProblem } from './problem.ts'

export interface Address {
  port: number
  user: string
  password: string
  database: string
}

/** A crash may leave a gigabyte of log to replay. */
const patience = 180_000

const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03'])
const noSuchDatabase = '3D000'

/** Resolves once the database answers, and creates it when it is the first time. Asking beats parsing the log. */
export async function waitUntilReady(address: Address, hasExited: () => boolean): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < patience; await setTimeout(15)) {
    if (hasExited()) return false
    const problem = await connect(address)
    if (!problem) return true
    if (problem.code === noSuchDatabase) await createDatabase(address)
    else if (!notYet.has(problem.code ?? '')) throw problem
  }
  throw new EmbeddedPostgresProblem('PostgreSQL does not answer')
}

async function connect(address: Address): Promise<(Error & { code?: string }) | undefined> {
  const client = new pg.Client({ ...address, host: '127.0.0.1', ssl: false })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    return error as Error
  }
}

async function createDatabase(address: Address): Promise<void> {
  const client = new pg.Client({ ...address, database: 'postgres', host: '127.0.0.1', ssl: false })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(address.database)}`)
  } finally {
    await client.end()
  }
}
