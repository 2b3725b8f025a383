import { sql } from 'kysely'

import type { Database } from '../server/platform/database.ts'
import { onDatabase } from './database.ts'

/** Where any of these words stands: looked for in every column of every table, whatever it is for, jobs included. */
export async function tablesWith(databaseUrl: string, words: string[]): Promise<string[]> {
  return onDatabase(databaseUrl, async (client) => {
    const columns = await client.query<{ table: string; column: string }>(`
      select format('%I.%I', n.nspname, c.relname) as table, a.attname as column
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
        and a.atttypid in (
          'text'::regtype, 'text[]'::regtype, 'jsonb'::regtype, 'json'::regtype, 'varchar'::regtype, 'bytea'::regtype
        )
      order by 1, 2
    `)
    const found: string[] = []
    for (const { table, column } of columns.rows) {
      const quoted = `"${column}"`
      const hit = await client.query(`select 1 from ${table} where ${quoted}::text ilike any($1) limit 1`, [
        words.map((word) => `%${word}%`),
      ])
      if (hit.rowCount) found.push(`${table.replace('public.', '')}.${column}`)
    }
    return found
  })
}

/** Until the jobs of an erasure are done. */
export async function isErased(db: Database, organizationId: string, contactId: string): Promise<boolean> {
  const found = await sql<{ finishedAt: Date | null }>`
    select finished_at from erasures where organization_id = ${organizationId} and contact_id = ${contactId}
  `.execute(db)
  return found.rows[0]?.finishedAt !== null && found.rows.length > 0
}
