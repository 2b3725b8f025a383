import { sql } from 'kysely'

import { sqlState } from '../../platform/database.ts'
import type { Trx } from '../../platform/database.ts'
import { column, columnList, recordset } from '../tables/columns.ts'
import type { Section } from '../tables/section.ts'
import type { Fields } from './arrival.ts'
import { BrokenFile } from './broken.ts'
import { arrivingColumns } from './changes.ts'

export interface Arrived {
  line: number
  row: Fields
}

/** Puts rows where they belong. What the database refuses is named by its line. */
export async function insertRows(trx: Trx, organizationId: string, section: Section, rows: Arrived[]): Promise<void> {
  const refused = await attempt(trx, organizationId, section, rows)
  if (!refused) return
  for (const each of rows) {
    const error = await attempt(trx, organizationId, section, [each])
    if (error) throw new BrokenFile(each.line, sentenceOf(error, section.name))
  }
  throw new BrokenFile(rows[0]!.line, sentenceOf(refused, section.name))
}

async function attempt(
  trx: Trx,
  organizationId: string,
  section: Section,
  rows: Arrived[],
): Promise<Error | undefined> {
  await sql`savepoint rows`.execute(trx)
  try {
    await write(trx, organizationId, section, rows)
  } catch (error) {
    if (!isAboutRows(error)) throw error
    await sql`rollback to savepoint rows`.execute(trx)
    return error
  }
  await sql`release savepoint rows`.execute(trx)
  return undefined
}

async function write(trx: Trx, organizationId: string, section: Section, rows: Arrived[]): Promise<void> {
  const columns = arrivingColumns(section)
  const names = Object.keys(columns)
  const values = recordset(
    rows.map(({ row }) => row),
    columns,
  )
  const target = sql.table(section.table)
  if (section.isLate) {
    const late = names.filter((name) => !section.key.includes(name))
    const set = sql.join(late.map((name) => sql`${column(name)} = r.${sql.id(name)}`))
    await sql`
      update ${target} set ${set} from ${values} where ${target}.organization_id = ${organizationId} and ${target}.id = r.id
    `.execute(trx)
    return
  }
  // What may be here already is a person's own, and that person's choice here counts.
  const conflict = section.mayHaveRows && !names.includes('id') ? sql` on conflict do nothing` : sql``
  await sql`
    insert into ${target} (organization_id, ${columnList(names)})
    select ${organizationId}, ${sql.join(names.map((name) => sql`r.${sql.id(name)}`))} from ${values}${conflict}
  `.execute(trx)
}

/** 22: a value that does not fit; 23: a constraint; 54: too large for an index. */
function isAboutRows(error: unknown): error is Error {
  return /^(22|23|54)/.test(sqlState(error) ?? '')
}

function sentenceOf(error: Error, name: string): string {
  const constraint = /"(\w+)"[^"]*$/.exec(error.message)?.[1] ?? ''
  const reasons: Record<string, string> = {
    '23503': 'it leads to something that does not stand above it',
    '23505': 'there is one like it already',
  }
  return `this row of ${name} cannot be kept: ${reasons[sqlState(error)!] ?? error.message} (${constraint}).`
}
