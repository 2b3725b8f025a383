import { randomBytes } from 'node:crypto'

import { sql } from 'kysely'

import { openKey } from '../../contacts/erased-opt-out-keys.ts'
import type { Database } from '../../platform/database.ts'
import { column, columnList } from '../tables/columns.ts'
import type { Section } from '../tables/section.ts'

const pageSize = 250

export type Row = Record<string, unknown>

/** All rows of a section, in the order of its key; a page of them in memory. */
export async function* rowsOf(db: Database, organizationId: string, section: Section): AsyncGenerator<Row[]> {
  let last: Row | undefined
  for (;;) {
    const page = await pageAfter(db, organizationId, section, last)
    if (page.length > 0) yield section.name === 'erased_opt_out_keys' ? page.map(unsealed) : page
    if (page.length < pageSize) return
    last = page.at(-1)
  }
}

/** Sealed for this server only. Who cannot open it any more takes one along that recognizes nobody. */
function unsealed(row: Row): Row {
  return { ...row, key: openKey(String(row['key'])) ?? randomBytes(32).toString('base64url') }
}

async function pageAfter(
  db: Database,
  organizationId: string,
  { table, key, columns }: Section,
  last: Row | undefined,
): Promise<Row[]> {
  const order = columnList(key)
  const after = last && sql` and (${order}) > (${sql.join(key.map((name) => last[name]))})`
  const [owner, by] = table === 'organizations' ? [column('id'), column('id')] : [column('organizationId'), order]
  const found = await sql<Row>`
    select ${columnList(Object.keys(columns))} from ${sql.table(table)}
    where ${owner} = ${organizationId}${after ?? sql``}
    order by ${by} limit ${pageSize}
  `.execute(db)
  return found.rows
}

export async function countRows(db: Database, organizationId: string, { table }: Section): Promise<number> {
  if (table === 'organizations') return 1
  const found = await sql<{ rows: number }>`
    select count(*) as rows from ${sql.table(table)} where organization_id = ${organizationId}
  `.execute(db)
  return found.rows[0]!.rows
}
