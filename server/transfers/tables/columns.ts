import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Kind, Plain } from './section.ts'

/** A column by the name that it has in rows, as statements write it. */
export function column(name: string): RawBuilder<unknown> {
  return sql.id(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
}

export function columnList(names: string[]): RawBuilder<unknown> {
  return sql.join(names.map(column))
}

const types: Record<Plain, string> = {
  id: 'text',
  ids: 'text[]',
  subject: 'text',
  text: 'text',
  texts: 'text[]',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  time: 'timestamptz',
  day: 'date',
  object: 'jsonb',
  list: 'jsonb',
}

/** Rows that come as JSON, as a table `r`: one parameter, and one text of the statement, however many they are. */
export function recordset(rows: object[], columns: Record<string, Kind>): RawBuilder<unknown> {
  const definitions = Object.entries(columns).map(
    ([name, kind]) => sql`${sql.id(name)} ${sql.raw(types[kind.replace('?', '') as Plain])}`,
  )
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (${sql.join(definitions)})`
}
