import pg from 'pg'

/** Every row of what outlives a crash, table by table: of one organization, or of all. */
export async function dumpOf(databaseUrl: string, organizationId?: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const where = organizationId === undefined ? '' : `where organization_id = '${organizationId}'`
    const names = await tables(client, organizationId !== undefined)
    const parts = names.map((name) => `select '${name}' as table_name, to_jsonb(t) as content from ${name} t ${where}`)
    const found = await client.query<{ table_name: string; content: unknown }>(
      `select * from (${parts.join(' union all ')}) every_row order by table_name, content::text`,
    )
    const dump = Object.fromEntries(names.map((name): [string, unknown[]] => [name, []]))
    for (const row of found.rows) dump[row.table_name]!.push(row.content)
    return dump
  } finally {
    await client.end()
  }
}

async function tables(client: pg.Client, ofOrganizations: boolean): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p' and ($1 = false or exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'
     )) order by 1`,
    [ofOrganizations],
  )
  return found.rows.map(({ name }) => name)
}
