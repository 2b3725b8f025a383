import pg from 'pg'

/** Every row, table by table: of one organization, or of all. */
export async function dumpOf(databaseUrl: string, organizationId?: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const dump: Record<string, unknown[]> = {}
    for (const table of await tables(client, organizationId !== undefined)) {
      const where = organizationId === undefined ? '' : `where organization_id = '${organizationId}'`
      const found = await client.query(`select to_jsonb(t) as row from ${table} t ${where} order by to_jsonb(t)::text`)
      dump[table] = found.rows.map(({ row }) => row)
    }
    return dump
  } finally {
    await client.end()
  }
}

async function tables(client: pg.Client, ofOrganizations: boolean): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and ($1 = false or exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'
     )) order by 1`,
    [ofOrganizations],
  )
  return found.rows.map(({ name }) => name)
}
