import type pg from 'pg'

interface Definition {
  remove: string
  restore: string
}

/** Drops what makes inserts slow on these tables, and answers how to bring all of it back. */
export async function withoutIndexes(client: pg.Client, tables: string[]): Promise<() => Promise<void>> {
  const definitions = [
    // Foreign keys of all tables: those that point here hold on to the primary keys.
    ...(await constraints(client, "contype = 'f'", tables)),
    ...(await plainIndexes(client, tables)),
    ...(await constraints(client, "contype in ('p', 'u') and conrelid::regclass::text = any($1)", tables)),
  ]
  for (const { remove } of definitions) await client.query(remove)
  return async () => {
    for (const { restore } of definitions.toReversed()) await client.query(restore)
  }
}

async function constraints(client: pg.Client, condition: string, tables: string[]): Promise<Definition[]> {
  const found = await client.query<Definition>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
     from pg_constraint where connamespace = 'public'::regnamespace and ${condition} and $1::text[] is not null`,
    [tables],
  )
  return found.rows
}

async function plainIndexes(client: pg.Client, tables: string[]): Promise<Definition[]> {
  const found = await client.query<Definition>(
    `select format('drop index %I', i.indexname) as remove, i.indexdef as restore from pg_indexes i
     where i.schemaname = 'public' and i.tablename = any($1)
       and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [tables],
  )
  return found.rows
}
