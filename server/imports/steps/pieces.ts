import { sql } from 'kysely'

import type { Database, Trx } from '../../platform/database.ts'
import type { Column } from './mapping.ts'

/** The number that a spreadsheet shows, and the cells. */
export type Row = [number, string[]]

// Small enough for a job of a tenth of a second, large enough that its statements cost little per row.
const mostRows = 1000
const mostCharacters = 2_000_000

export async function* inPieces(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let piece: Row[] = []
  let characters = 0
  for await (const row of rows) {
    piece.push(row)
    // An empty one is kept as well.
    for (const cell of row[1]) characters += cell.length + 1
    if (piece.length < mostRows && characters < mostCharacters) continue
    yield piece
    ;[piece, characters] = [[], 0]
  }
  if (piece.length > 0) yield piece
}

export async function storePiece(
  trx: Trx,
  organizationId: string,
  importId: string,
  piece: number,
  rows: Row[],
): Promise<void> {
  await trx
    .insertInto('importPieces')
    .values({ organizationId, importId, piece, rows: JSON.stringify(rows) })
    .execute()
}

export async function readPiece(db: Database, organizationId: string, importId: string, piece: number): Promise<Row[]> {
  const found = await sql<{ rows: Row[] }>`
    select rows from import_pieces
    where organization_id = ${organizationId} and import_id = ${importId} and piece = ${piece}
  `.execute(db)
  return found.rows[0]?.rows ?? []
}

/** With the first values that differ, for whoever decides what a column is. */
export function columnsOf(header: string[], rows: Row[]): Column[] {
  const width = Math.max(header.length, ...rows.map(([, cells]) => Math.min(cells.length, 500)))
  return Array.from({ length: width }, (_, index) => ({
    index,
    name: header[index]?.trim().slice(0, 200).toWellFormed() || `Column ${index + 1}`,
    samples: samplesOf(rows.map(([, cells]) => cells[index]?.trim() ?? '')),
  }))
}

function samplesOf(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))]
    .slice(0, 3)
    .map((value) => value.slice(0, 100).toWellFormed())
}
