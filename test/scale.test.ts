import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

import type pg from 'pg'

import { createDatabase, onDatabase } from './database.ts'
import { catalogueProblems } from './scale/catalogue.ts'
import { explainOnCitus, recordStatements } from './scale/citus.ts'
import { globalTables, organizationTables, queueTables, tablesGivenTo } from './statement-rules.ts'
import { templateDatabase } from './template.ts'

const queues = Object.keys(queueTables)
const citusUrl = process.env['CITUS_URL']

test('the migrated schema can be distributed by organization', async () => {
  assert.deepEqual(await onMigrated(catalogueProblems), [])
})

test('every table is given to tenant_table() or global_table(), but for the queues', async () => {
  const found = await onMigrated((client) =>
    client.query<{ name: string }>(`
      select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely_%' order by 1
    `),
  )
  const tables = found.rows.map(({ name }) => name)
  assert.deepEqual([...organizationTables, ...globalTables, ...queues].toSorted(), tables)
  assert.deepEqual(tablesGivenTo('global_table').toSorted(), globalTables.toSorted())
})

const wrong: Array<[string, string]> = [
  ['create table notes (id text primary key)', 'notes: it has no organization_id, and is not among the global tables'],
  [
    'create table notes (organization_id text, id text, unique (organization_id, id))',
    'notes: organization_id may be null',
  ],
  [
    'create table notes (organization_id text not null, id text not null)',
    'notes: its primary key does not start with organization_id',
  ],
  [
    'create table notes (id text, organization_id text, primary key (id, organization_id))',
    'notes: its primary key does not start with organization_id',
  ],
  [
    'create unique index mistake on contacts (email)',
    'contacts: what mistake makes unique is unique across organizations',
  ],
  [
    'create unique index mistake on contacts (lower(organization_id), email)',
    'contacts: what mistake makes unique is unique across organizations',
  ],
  [
    'alter table contacts add constraint mistake exclude using btree (email with =)',
    'contacts: what mistake makes unique is unique across organizations',
  ],
  [
    `create unique index target on contacts (organization_id, email, id);
     alter table opt_outs add column contact_id text;
     create unique index other on users (organization_id, id, email);
     alter table opt_outs add constraint mistake foreign key (contact_id, organization_id) references contacts (organization_id, id)`,
    'opt_outs: the key mistake does not hold its rows to those of the same organization',
  ],
  [
    'alter table logins add constraint mistake foreign key (organization_id, user_id) references users (organization_id, id)',
    'logins: the key mistake leads from a global table to users',
  ],
  [
    'alter table login_failures add constraint mistake foreign key (email) references logins (email)',
    'login_failures: the key mistake ties a queue',
  ],
  [
    `alter table contacts alter column user_id drop not null;
     alter table contacts add constraint mistake foreign key (organization_id, user_id) references users (organization_id, id) on delete set null (user_id)`,
    'contacts: the key mistake sets columns when its row goes',
  ],
  [
    `create function f() returns trigger language plpgsql as 'begin return new; end';
     create trigger mistake before insert on contacts for each row execute function f()`,
    'contacts: the trigger mistake',
  ],
  ['create rule mistake as on delete to contacts do instead nothing', 'contacts: the rule mistake'],
  ['create view mistake as select id from organizations', 'mistake: a view'],
  ['create table notes () inherits (contacts)', 'notes: it inherits'],
  ['alter table messages add column mistake bigserial', 'messages: mistake is numbered by the database'],
  [
    'alter table messages add column mistake bigint generated always as identity',
    'messages: mistake is numbered by the database',
  ],
  ['alter table messages add column mistake timestamptz default now()', 'messages: mistake is made up by the database'],
  [
    `alter table messages add column mistake uuid default gen_random_uuid()`,
    'messages: mistake is made up by the database',
  ],
  ['create sequence mistake', 'mistake: a sequence'],
]

test('what could not be distributed would be noticed', async () => {
  await onMigrated(async (client) => {
    for (const [change, problem] of wrong) {
      await client.query('begin')
      await client.query(change)
      const problems = await catalogueProblems(client)
      await client.query('rollback')
      assert.ok(problems.includes(problem), `${change}\n${problems.join('\n')}`)
    }
  })
})

test(
  'every recorded statement runs as one task on Citus',
  { skip: citusUrl ? false : 'CITUS_URL is not set' },
  async (t) => {
    const file = path.join(os.tmpdir(), `tether-statements-${process.pid}.jsonl`)
    t.after(() => rmSync(file, { force: true }))
    recordStatements(file)
    const problems = await explainOnCitus(citusUrl ?? '', readFileSync(file, 'utf8'))
    assert.deepEqual(problems, [])
  },
)

async function onMigrated<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { url, drop } = await createDatabase(await templateDatabase())
  try {
    return await onDatabase(url, work)
  } finally {
    await drop()
  }
}
