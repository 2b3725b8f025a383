import { sql } from 'kysely'

import type { Database, Trx } from '../../platform/database.ts'
import { byteOrderMark, toCsv } from '../spreadsheets.ts'
import { findCustomFields } from '../../contacts/custom-fields.ts'
import { fieldsWith, labelOf } from './fields.ts'
import type { ImportableField } from './fields.ts'
import type { Import } from './import.ts'
import { readPiece } from './pieces.ts'
import type { Changes, Result } from './plan.ts'

export interface NamedRow {
  number: number
  code: string | null
  reason: string | null
  cellColumn: number | null
  cellValue: string | null
}

/** What a created contact was given, only the rows that a dry run comes to later have to know. */
export async function storeResults(
  trx: Trx,
  row: Import,
  results: Result[],
  phase: 'checking' | 'running',
): Promise<void> {
  const isKept = ({ outcome }: Result) => outcome === 'updated' || phase === 'checking'
  await sql`
    insert into import_results (
      organization_id, import_id, piece, number, outcome, code, reason, cell_column, cell_value, phone_number,
      contact_id, contact_version, changes
    )
    select ${row.organizationId}, ${row.id}, ${row.position}::integer, r.number, r.outcome, r.code, r.reason, r.cell_column,
      r.cell_value, r.phone_number, r.contact_id, r.contact_version, r.changes
    from unnest(
      ${results.map((each) => each.number)}::integer[], ${results.map((each) => each.outcome)}::text[],
      ${results.map((each) => each.code)}::text[], ${results.map((each) => each.reason)}::text[],
      ${results.map((each) => each.cell?.column ?? null)}::integer[], ${results.map((each) => each.cell?.value ?? null)}::text[],
      ${results.map((each) => each.phoneNumber)}::text[], ${results.map((each) => each.contactId)}::text[],
      ${results.map((each) => each.contactVersion)}::integer[],
      ${results.map((each) => (each.changes && isKept(each) ? JSON.stringify(each.changes) : null))}::jsonb[]
    ) as r (number, outcome, code, reason, cell_column, cell_value, phone_number, contact_id, contact_version, changes)
  `.execute(trx)
}

export interface Earlier {
  number: number
  phoneNumber: string
  contactId: string
  contactVersion: number
  changes: Changes | null
}

/** What the pieces before have done to contacts with these numbers, in the order of the file. */
export async function earlierResults(db: Database, row: Import, phoneNumbers: string[]): Promise<Earlier[]> {
  // Number by number: asked for all at once, the planner would read every row of the import for each piece.
  const found = await sql<Earlier>`
    select r.number, r.phone_number, r.contact_id, r.contact_version, r.changes
    from unnest(${phoneNumbers.map((each) => `${row.id} ${each}`)}::text[]) as n (key)
    cross join lateral (
      select e.number, e.phone_number, e.contact_id, e.contact_version, e.changes from import_results e
      where e.organization_id = ${row.organizationId} and e.import_id || ' ' || e.phone_number = n.key
        and e.outcome <> 'skipped'
      offset 0
    ) r
  `.execute(db)
  return found.rows.toSorted((one, other) => one.number - other.number)
}

/** What a dry run has said counts no more when the rows are gone through again. */
export async function forgetResults(trx: Trx, { organizationId, id }: Import): Promise<void> {
  await trx
    .deleteFrom('importResults')
    .where('organizationId', '=', organizationId)
    .where('importId', '=', id)
    .execute()
}

/** The first rows that were skipped, and why. */
export async function firstProblems(db: Database, { organizationId, id }: Import): Promise<NamedRow[]> {
  const found = await sql<NamedRow>`
    select number, code, reason, cell_column, cell_value from import_results
    where organization_id = ${organizationId} and import_id = ${id} and outcome = 'skipped' order by number limit 20
  `.execute(db)
  return found.rows
}

/** The first rows that were taken but for something that could not be read. */
export async function firstWarnings(db: Database, { organizationId, id }: Import): Promise<NamedRow[]> {
  const found = await sql<NamedRow>`
    select number, code, reason, cell_column, cell_value from import_results
    where organization_id = ${organizationId} and import_id = ${id} and outcome <> 'skipped' and code is not null
    order by number limit 20
  `.execute(db)
  return found.rows
}

/** The first rows that undoing left as they are, and why. */
export async function firstKept(db: Database, { organizationId, id }: Import): Promise<NamedRow[]> {
  const found = await sql<NamedRow>`
    select number, 'kept' as code, undo_reason as reason, null::integer as cell_column, null as cell_value from import_results
    where organization_id = ${organizationId} and import_id = ${id} and undo_outcome = 'kept' order by number limit 20
  `.execute(db)
  return found.rows
}

interface StoredResult extends Omit<Result, 'cell'> {
  undoOutcome: string | null
  undoReason: string | null
}

const resultColumns = [
  'Import row',
  'Import result',
  'Import reason',
  'Changed fields',
  'Contact id',
  'Undo',
  'Undo reason',
]

/** The file as it came, with what became of each row: so what was skipped can be corrected and imported again. */
export async function* writeResults(db: Database, row: Import, outcome?: string): AsyncGenerator<string> {
  const fields = fieldsWith(await findCustomFields(db, row.organizationId))
  yield byteOrderMark + toCsv([[...row.columns.map(({ name }) => name), ...resultColumns]])
  for (let piece = 0; piece < row.pieceCount; piece++) {
    const stored = await readPiece(db, row.organizationId, row.id, piece)
    if (stored.length === 0) return
    const results = await resultsOf(db, row, stored[0]![0], stored.at(-1)![0])
    const rows = stored.filter(([number]) => outcome === undefined || isAskedFor(results.get(number), outcome))
    yield toCsv(
      rows.map(([number, cells]) => [
        ...row.columns.map(({ index }) => cells[index]),
        number,
        ...resultCells(results.get(number), fields, isGoneBack(row, piece)),
      ]),
    )
  }
}

function isAskedFor(result: StoredResult | undefined, outcome: string): boolean {
  if (outcome === 'warned') return result !== undefined && result.outcome !== 'skipped' && result.code !== null
  return result?.outcome === outcome
}

async function resultsOf(db: Database, row: Import, first: number, last: number): Promise<Map<number, StoredResult>> {
  const found = await sql<StoredResult>`
    select number, outcome, code, reason, contact_id, changes, undo_outcome, undo_reason from import_results
    where organization_id = ${row.organizationId} and import_id = ${row.id}
      and number between ${first} and ${last}
  `.execute(db)
  return new Map(found.rows.map((each) => [each.number, each]))
}

/** Whether undoing has come to it: then of its rows of which nothing is noted nothing is left. */
function isGoneBack({ undoStartedAt, position }: Import, piece: number): boolean {
  return undoStartedAt !== null && piece >= position
}

function resultCells(result: StoredResult | undefined, fields: ImportableField[], isUndone: boolean): unknown[] {
  if (!result) return ['', '', '', '', '', '']
  const changed = result.outcome === 'updated' ? Object.keys(result.changes ?? {}) : []
  const labels = changed.map((name) => labelOf(name, fields)).join('; ')
  const undo = result.undoOutcome ?? (isUndone && result.outcome !== 'skipped' ? 'undone' : null)
  return [result.outcome, result.reason, labels, result.contactId, undo, result.undoReason]
}
