import { sql } from 'kysely'

import { countryOf } from '../identity/organizations.ts'
import type { Trx } from '../platform/database.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import type { Column } from './steps/mapping.ts'
import type { Row } from './steps/pieces.ts'

const pieceSize = 5

/** Whose rows are to be forgotten. */
interface Forgotten {
  contactIds: string[]
  addresses: string[]
  emails: string[]
}

interface Piece {
  importId: string
  piece: number
  rows: Row[]
}

/**
 * Empties the rows of a person in some pieces of the files that were imported; what became of them stays, so that counts do.
 * Answers where to go on.
 */
export async function forgetInImports(
  trx: Trx,
  organizationId: string,
  forgotten: Forgotten,
  after: string,
): Promise<string | undefined> {
  const [importId = '', number = '-1'] = after === '' ? [] : after.split(' ')
  const found = await sql<Pick<Piece, 'importId' | 'piece'>>`
    select p.import_id, p.piece from import_pieces p
    where p.organization_id = ${organizationId} and (p.import_id, p.piece) > (${importId}, ${Number(number)}::integer)
    order by p.import_id, p.piece limit ${pieceSize}
  `.execute(trx)
  const country = await countryOf(trx, organizationId)
  for (const place of found.rows) {
    const piece = await holdPiece(trx, organizationId, place)
    if (!piece) continue
    const numbers = await numbersKnown(trx, organizationId, forgotten, piece)
    const theirs = piece.rows.filter(([row, cells]) => numbers.has(row) || isAbout(cells, forgotten, country))
    if (theirs.length > 0) await forgetRows(trx, organizationId, piece, theirs)
  }
  const last = found.rows.length === pieceSize ? found.rows.at(-1) : undefined
  return last && `${last.importId} ${last.piece}`
}

/** Read once its import is held, as whoever runs or undoes it does: of two who forget at once the second sees what is left. */
async function holdPiece(
  trx: Trx,
  organizationId: string,
  { importId, piece }: Pick<Piece, 'importId' | 'piece'>,
): Promise<Piece | undefined> {
  await sql`select id from imports where organization_id = ${organizationId} and id = ${importId} for update`.execute(
    trx,
  )
  const found = await sql<Piece>`
    select import_id, piece, rows from import_pieces
    where organization_id = ${organizationId} and import_id = ${importId} and piece = ${piece}
  `.execute(trx)
  return found.rows[0]
}

/** The rows that became, or changed, one of these contacts. */
async function numbersKnown(
  trx: Trx,
  organizationId: string,
  { contactIds }: Forgotten,
  { importId }: Piece,
): Promise<Set<number>> {
  const found = await sql<{ number: number }>`
    select number from import_results
    where organization_id = ${organizationId} and import_id || ' ' || contact_id = any(${contactIds.map((id) => `${importId} ${id}`)})
      and outcome <> 'skipped'
  `.execute(trx)
  return new Set(found.rows.map((row) => row.number))
}

function isAbout(cells: string[], { addresses, emails }: Forgotten, country: string): boolean {
  return cells.some((cell) => {
    if (emails.includes(cell.trim().toLowerCase())) return true
    const digits = cell.replace(/\D/g, '')
    if (digits.length < 3) return false
    // Reading a number takes a hundred times as long as comparing its end.
    return addresses.some((address) => address.endsWith(digits.slice(-4)) && isSame(cell, address, country))
  })
}

function isSame(cell: string, address: string, country: string): boolean {
  if (cell.trim() === address) return true
  try {
    return toPhoneNumber(cell, country) === address
  } catch {
    return false
  }
}

async function forgetRows(
  trx: Trx,
  organizationId: string,
  { importId, piece, rows }: Piece,
  theirs: Row[],
): Promise<void> {
  const numbers = new Set(theirs.map(([number]) => number))
  await forgetSamples(trx, organizationId, importId, theirs)
  const left = rows.map(([number, cells]): Row => [number, numbers.has(number) ? cells.map(() => '') : cells])
  await sql`
    update import_pieces set rows = ${JSON.stringify(left)}
    where organization_id = ${organizationId} and import_id = ${importId} and piece = ${piece}
  `.execute(trx)
  await sql`
    update import_results set phone_number = null, cell_value = null, changes = '{}',
      reason = 'This row was about somebody who has been erased.'
    where organization_id = ${organizationId} and import_id = ${importId} and number = any(${[...numbers]}::integer[])
  `.execute(trx)
}

/** A list of columns shows some of what stands in them. */
async function forgetSamples(trx: Trx, organizationId: string, importId: string, theirs: Row[]): Promise<void> {
  const found = await trx
    .selectFrom('imports')
    .select('columns')
    .where('organizationId', '=', organizationId)
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst()
  const columns = (found?.columns ?? []) as unknown as Column[]
  const left = columns.map((column) => {
    const values = new Set(theirs.map(([, cells]) => cells[column.index]?.trim().slice(0, 100).toWellFormed()))
    return { ...column, samples: column.samples.filter((sample) => !values.has(sample)) }
  })
  await trx
    .updateTable('imports')
    .set({ columns: JSON.stringify(left) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', importId)
    .execute()
}
