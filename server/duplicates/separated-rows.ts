import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import type { Side } from './split-fields.ts'

export type Sides = Record<string, Side>

/** Whose each of these is from now on, by their ids. What is not named stays with the original. */
export interface ChildAssignment {
  conversations?: Sides
  contactNotes?: Sides
  reminders?: Sides
  documents?: Sides
}

interface Two {
  organizationId: string
  originalId: string
  newId: string
}

const tables = [
  { table: 'contact_notes', key: 'contactNotes', noun: 'note', counted: 'notesMoved' },
  { table: 'reminders', key: 'reminders', noun: 'reminder', counted: 'remindersMoved' },
  { table: 'contact_documents', key: 'documents', noun: 'document', counted: 'documentsMoved' },
] as const

type Moved = Record<(typeof tables)[number]['counted'], number>

export function givenToNew(sides: Sides = {}): string[] {
  return Object.keys(sides).filter((id) => sides[id] === 'new')
}

/** Gives the new contact what it gets of what belongs to a contact alone; answers how many of each. */
export async function giveRows(trx: Trx, two: Two, assignment: ChildAssignment): Promise<Moved> {
  const moved: Partial<Moved> = {}
  for (const { table, key, noun, counted } of tables) {
    const sides = assignment[key] ?? {}
    await refuseOthers(trx, two, table, noun, Object.keys(sides))
    moved[counted] = await give(trx, two, table, givenToNew(sides))
  }
  return moved as Moved
}

/** All that is named must be the original's, whoever is to have it. */
async function refuseOthers(trx: Trx, two: Two, table: string, noun: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const found = await sql<{ id: string }>`
    select id from ${sql.table(table)}
    where organization_id = ${two.organizationId} and contact_id = ${two.originalId} and id = any(${ids})
  `.execute(trx)
  if (found.rows.length < ids.length) throw notFound(noun)
}

async function give(
  trx: Trx,
  { organizationId, originalId, newId }: Two,
  table: string,
  ids: string[],
): Promise<number> {
  if (ids.length === 0) return 0
  const given = await sql`
    update ${sql.table(table)} set contact_id = ${newId}
    where organization_id = ${organizationId} and contact_id = ${originalId} and id = any(${ids})
  `.execute(trx)
  return Number(given.numAffectedRows)
}
