import type pg from 'pg'

import { globalTables, queueTables } from '../statement-rules.ts'

/** What in the schema would keep it from being distributed by organization: rules 1 to 5 of SCALE.md, a sentence each. */
export async function catalogueProblems(client: pg.Client): Promise<string[]> {
  const values = [globalTables, Object.keys(queueTables)]
  const problems: string[] = []
  for (const question of questions) {
    const found = await client.query<{ problem: string }>(`${tables} ${question}`, values)
    problems.push(...found.rows.map(({ problem }) => problem))
  }
  return problems.toSorted()
}

// The tables of libraries keep to their own rules: graphile_worker has a schema of its own.
const tables = `
  with our_tables as (
    select c.oid, c.relname as name, c.relkind as kind,
      case when c.relname = any($1::text[]) then 'global' when c.relname = any($2::text[]) then 'queue' else 'organization' end as reach
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relname not like 'kysely\\_%' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  ), our_columns as (
    select t.oid, t.name as table_name, t.reach, a.attnum, a.attname as name, a.attnotnull, a.attidentity, a.attgenerated
    from our_tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.kind in ('r', 'p')
  ), organization_columns as (
    select * from our_columns where name = 'organization_id' and reach = 'organization'
  ), our_keys as (
    select k.*, t.name as from_name, t.reach as from_reach, target.name as to_name, target.reach as to_reach
    from pg_constraint k
    join our_tables t on t.oid = k.conrelid
    join our_tables target on target.oid = k.confrelid
    where k.contype = 'f'
  )
`

const questions = [
  `select name || ': it has no organization_id, and is not among the global tables' as problem from our_tables t
   where kind in ('r', 'p') and reach = 'organization' and not exists (select from organization_columns o where o.oid = t.oid)`,

  `select table_name || ': organization_id may be null' as problem from organization_columns where not attnotnull`,

  `select t.name || ': its primary key does not start with organization_id' as problem from our_tables t
   where kind in ('r', 'p') and reach = 'organization' and not exists (
     select from pg_index i join organization_columns o on o.oid = i.indrelid
     where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = o.attnum
   )`,

  `select t.name || ': what ' || c.relname || ' makes unique is unique across organizations' as problem
   from our_tables t
   join pg_index i on i.indrelid = t.oid and not i.indisprimary and (i.indisunique or i.indisexclusion)
   join pg_class c on c.oid = i.indexrelid
   left join organization_columns o on o.oid = t.oid
   where t.reach = 'organization' and i.indkey[0] is distinct from o.attnum`,

  `select from_name || ': the key ' || conname || ' does not hold its rows to those of the same organization' as problem
   from our_keys k
   where from_reach = 'organization' and to_reach = 'organization' and not exists (
     select from unnest(k.conkey, k.confkey) as pair (here, there)
     join organization_columns o on o.oid = k.conrelid and o.attnum = pair.here
     join organization_columns p on p.oid = k.confrelid and p.attnum = pair.there
   )`,

  `select from_name || ': the key ' || conname || ' leads from a global table to ' || to_name as problem from our_keys
   where from_reach = 'global' and to_reach <> 'global'`,

  `select from_name || ': the key ' || conname || ' ties a queue' as problem from our_keys
   where 'queue' in (from_reach, to_reach)`,

  `select from_name || ': the key ' || conname || ' sets columns when its row goes' as problem from our_keys
   where confdeltype in ('n', 'd') or confupdtype in ('n', 'd')`,

  `select t.name || ': the trigger ' || g.tgname as problem
   from our_tables t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal`,

  `select t.name || ': the rule ' || r.rulename as problem
   from our_tables t join pg_rewrite r on r.ev_class = t.oid where t.kind in ('r', 'p')`,

  `select name || ': a view' as problem from our_tables where kind in ('v', 'm', 'f')`,

  `select t.name || ': it inherits' as problem from our_tables t join pg_inherits i on i.inhrelid = t.oid`,

  `select name || ': a sequence' as problem from our_tables t
   where kind = 'S' and not exists (select from pg_depend d where d.objid = t.oid and d.deptype in ('a', 'i'))`,

  `select table_name || ': ' || c.name || ' is numbered by the database' as problem from our_columns c
   where attidentity <> '' or pg_get_serial_sequence(table_name, c.name) is not null`,

  `select table_name || ': ' || c.name || ' is made up by the database' as problem
   from our_columns c join pg_attrdef d on d.adrelid = c.oid and d.adnum = c.attnum
   where attgenerated = '' and pg_get_expr(d.adbin, d.adrelid) ~ '\\(|CURRENT_'
     and pg_get_serial_sequence(table_name, c.name) is null`,
]
