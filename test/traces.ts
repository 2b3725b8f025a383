import type { Database } from '../server/platform/database.ts'
import { erasePiece } from '../server/erasure/pieces.ts'
import type { Vault } from '../server/platform/secrets.ts'
import { onDatabase } from './database.ts'
import { until } from './factories.ts'
import type { Person } from './factories.ts'

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

/** Until the worker has done all that erasing takes. */
export function untilErased(db: Database, { user }: Person, contactId: string): Promise<unknown> {
  return until(async () => {
    const erasure = await db
      .selectFrom('erasures')
      .select('finishedAt')
      .where('organizationId', '=', user.organizationId)
      .where('contactId', '=', contactId)
      .executeTakeFirst()
    return erasure?.finishedAt
  }, 'the erasure')
}

/** Does the pieces of an erasure as the worker would, until it is finished; answers how many there were. */
export async function eraseAll(
  db: Database,
  tools: { vault: Vault },
  { user }: Person,
  id: string,
  before: (step: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<number> {
  const { organizationId } = user
  for (let piece = 0; ; piece++) {
    const row = await db
      .selectFrom('erasures')
      .select(['piece', 'step', 'finishedAt'])
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (row.finishedAt) return piece
    await before(row.step)
    await erasePiece(db, tools.vault, { organizationId, id, piece: row.piece })
  }
}
