import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { globalTables, organizationTables, queueTables } from '../../test/statement-rules.ts'
import { global, organizationSection, rebuilt, sections, staying } from './tables.ts'

const { db } = await startApp()

interface Column {
  table: string
  name: string
  type: string
  isNullable: boolean
  isGenerated: boolean
}

const found = await sql<Column>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as is_nullable,
    a.attgenerated <> '' as is_generated
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
`.execute(db)
const columns = Map.groupBy(found.rows, ({ table }) => table)
const taken = Map.groupBy(sections, ({ table }) => table)

test('of every table it is said whether it is taken along', () => {
  const ofOrganizations = [...taken.keys(), ...Object.keys(rebuilt), ...Object.keys(staying)]
  assert.deepEqual(
    ofOrganizations.filter((table) => table !== 'organizations').toSorted(),
    [...organizationTables].toSorted(),
    'Say in server/transfers/tables.ts what becomes of a new table when an organization moves.',
  )
  assert.deepEqual(Object.keys(global).toSorted(), [...globalTables, ...Object.keys(queueTables)].toSorted())
})

test('of every column of a table that is taken along it is said whether it is', () => {
  for (const [table, parts] of taken) {
    const known = parts.flatMap((part) => [...Object.keys(part.columns), ...Object.keys(part.left ?? {})])
    const own = table === 'organizations' ? ['id', 'name', 'createdAt', 'updatedAt', 'deletedAt'] : ['organizationId']
    const all = columns.get(table)!.filter(({ isGenerated }) => !isGenerated)
    assert.deepEqual(
      [...new Set([...known, ...own])].toSorted(),
      all.map(({ name }) => camelCase(name)).toSorted(),
      `Say in server/transfers/tables what becomes of a new column of ${table}.`,
    )
  }
})

const kinds: Record<string, string[]> = {
  text: ['id', 'subject', 'text'],
  'text[]': ['ids', 'texts'],
  jsonb: ['object', 'list'],
  boolean: ['boolean'],
  date: ['day'],
  real: ['number'],
  'timestamp with time zone': ['time'],
  integer: ['integer'],
  smallint: ['integer'],
  bigint: ['integer'],
}

test('every column has the kind that the database has it in', () => {
  for (const { table, columns: kindsOf, always = {} } of sections) {
    for (const [name, kind] of Object.entries(kindsOf)) {
      const column = columns.get(table)!.find((each) => camelCase(each.name) === name)!
      const plain = kind.replace('?', '')
      assert.ok(kinds[column.type]?.includes(plain), `${table}.${name} is ${column.type}`)
      assert.equal(kind.endsWith('?'), column.isNullable && !(name in always), `${table}.${name} may be null`)
    }
  }
})

test('whatever a row leads to stands before it', async () => {
  const keys = await sql<{ from: string; to: string; columns: string[] }>`
    select k.conrelid::regclass::text as from, k.confrelid::regclass::text as to, array(
      select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)
    ) as columns
    from pg_constraint k where k.contype = 'f'
  `.execute(db)
  const places = new Map(sections.map((section, index) => [section, index]))
  for (const { from, to, columns: names } of keys.rows) {
    const column = names.map(camelCase).find((name) => name !== 'organizationId') ?? ''
    const section = sections.find((each) => each.table === from && column in each.columns && column !== '')
    const aim = sections.find(({ table }) => table === to)
    if (!section || !aim || aim === organizationSection) continue
    assert.ok(places.get(section)! > places.get(aim)!, `${from}.${column} leads to ${to}`)
  }
})

test('the key of every section is what its rows are told apart by', async () => {
  const primary = await sql<{ table: string; columns: string[] }>`
    select k.conrelid::regclass::text as table, array(
      select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)
    ) as columns
    from pg_constraint k where k.contype = 'p'
  `.execute(db)
  const stays = Object.entries({ ...staying, ...rebuilt }).map(([table, { key }]) => ({ table, key }))
  for (const { table, key } of [...sections, ...stays]) {
    if (['organizations', 'contact_sections'].includes(table)) continue
    const own = primary.rows.find((each) => each.table === table)!.columns.map(camelCase)
    assert.deepEqual(['organizationId', ...key].toSorted(), own.toSorted(), table)
  }
})

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
