import pg from 'pg'

import { hashPassword } from '../../server/identity/passwords.ts'
import { createVault } from '../../server/platform/secrets.ts'
import * as contacts from './contacts.ts'
import * as conversations from './conversations.ts'
import { draws, firstNameTable, lastNameTable } from './draws.ts'
import { withoutIndexes } from './indexes.ts'
import * as organizations from './organizations.ts'
import { contactsOf, encryptionKey, password, twilioAccount } from './shape.ts'
import type { Shape } from './shape.ts'
import { firstNames, lastNames } from './words.ts'

const large = ['contacts', 'contact_assignees', 'conversations', 'conversation_assignees', 'messages']
const notReps = 8

type Step = [what: string, statement: string, values?: unknown[]]

/** Fills a migrated, empty database, in a few large statements. */
export async function fill(url: string, shape: Shape, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const setting of ['synchronous_commit = off', "work_mem = '512MB'", "maintenance_work_mem = '1GB'"]) {
      await client.query(`set ${setting}`)
    }
    for (const statement of draws) await client.query(statement)
    await run(client, await peopleSteps(shape), say)
    const restore = await withoutIndexes(client, large)
    await run(client, talkSteps(shape), say)
    await timed('indexes and keys', restore, say)
    await timed('statistics', () => client.query('vacuum analyze'), say)
  } finally {
    await client.end()
  }
}

async function peopleSteps(shape: Shape): Promise<Step[]> {
  const vault = createVault(encryptionKey)
  return [
    ['first names', firstNameTable, [firstNames]],
    ['last names', lastNameTable, [lastNames]],
    ['organizations', organizations.organizations, [until(), shape.organizations]],
    ['numbers of organizations', organizations.organizationNumbers],
    ['departments', organizations.departments],
    ['users', organizations.users, [await hashPassword(password), shape.usersEach]],
    ['log-ins', organizations.logins],
    ['channels', organizations.channels, [vault.seal(twilioAccount), vault.seal({})]],
    ['routes', organizations.channelRoutes],
    ['pacing', organizations.channelPacing],
  ]
}

function talkSteps(shape: Shape): Step[] {
  const reps = shape.usersEach - notReps
  return [
    ['reps', contacts.reps],
    ['people', contacts.people, [contactsOf(shape), until(), reps]],
    ['threads', conversations.threads, [until()]],
    ['lengths of threads', conversations.threadLengths, [shape.messages]],
    ['messages', conversations.messages],
    ['ends of conversations', conversations.ends],
    ['contacts', contacts.contacts],
    ['assignees of contacts', contacts.contactAssignees, [reps]],
    ['counts of contacts', contacts.contactCounts],
    ['counts by status and owner', contacts.contactTallies],
    ['opt-outs', contacts.optOuts],
    ['conversations', conversations.conversations, [until()]],
    ['assignees of conversations', conversations.conversationAssignees],
    ['counts of the inbox', conversations.conversationTallies],
  ]
}

/** Midnight: runs of the same day fill in the same. */
function until(): string {
  return `${new Date().toISOString().slice(0, 10)}T00:00:00Z`
}

async function run(client: pg.Client, steps: Step[], say: (line: string) => void): Promise<void> {
  for (const [what, statement, values] of steps) {
    await timed(what, () => client.query(statement, values), say)
    const table = /create temp table (\w+)/.exec(statement)?.[1]
    if (table) await client.query(`analyze ${table}`)
  }
}

async function timed(
  what: string,
  work: () => Promise<{ rowCount: number | null } | void>,
  say: (line: string) => void,
): Promise<void> {
  const start = performance.now()
  const rows = (await work())?.rowCount
  const seconds = (performance.now() - start) / 1000
  const rate = rows ? `${rows.toLocaleString('en')} rows, ${Math.round(rows / seconds).toLocaleString('en')}/s` : ''
  say(`${what.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s  ${rate}`)
}
