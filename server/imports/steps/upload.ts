import { Readable } from 'node:stream'

import { findCustomFields } from '../../contacts/custom-fields.ts'
import { countryOf, firstAdmin } from '../../identity/organizations.ts'
import type { Actor } from '../../identity/actor.ts'
import { transact } from '../../platform/database.ts'
import type { Database, Trx } from '../../platform/database.ts'
import { Refusal } from '../../platform/errors.ts'
import { record } from '../../platform/events/record.ts'
import { newId } from '../../platform/id.ts'
import type { Storage } from '../../platform/storage.ts'
import { joinImports } from '../holding.ts'
import { EncodingWatch, decode } from './encoding.ts'
import { isPhoneNumber } from './cells.ts'
import { refuseOthers, refused } from './file-kinds.ts'
import { fieldsWith } from './fields.ts'
import { withoutSamples } from './import.ts'
import type { Import } from './import.ts'
import { proposeMapping } from './mapping.ts'
import { columnsOf, inPieces, storePiece } from './pieces.ts'
import type { Row } from './pieces.ts'
import { delimiterOf, readRecords } from './records.ts'

export const largestFile = 100 * 1_048_576
const mostColumns = 500
const mostRows = 200_000

export interface UploadedFile {
  name: string
  bytes: Readable
  /** Known when the bytes have been read. */
  isTooLarge: () => boolean
}

/**
 * Takes a file in and converts it, once, to pieces that jobs can take up anywhere. Until all of it has been read its encoding
 * is not known; so it is put aside first. Nothing is kept of a file that cannot be read to its end.
 */
export async function uploadImport(db: Database, actor: Actor, storage: Storage, file: UploadedFile): Promise<Import> {
  const id = newId()
  const key = `${actor.organizationId}/imports/${id}`
  const watch = new EncodingWatch()
  await storage.writeStream(key, Readable.from(watch.pass(file.bytes)))
  try {
    if (file.isTooLarge()) throw tooLarge()
    await refuseOthers(watch.head, watch.encoding)
    const format = { encoding: watch.encoding, delimiter: await detectDelimiter(watch) }
    return await transact(db, async (trx) => {
      await joinImports(trx, actor.organizationId)
      const userId = actor.userId ?? (await firstAdmin(trx, actor.organizationId))
      const createdAt = new Date()
      const empty = { columns: '[]', mapping: '[]', rowCount: 0, pieceCount: 0 }
      const made = { organizationId: actor.organizationId, id, userId, ownerId: userId, createdAt }
      await trx
        .insertInto('imports')
        .values({ ...made, ...format, ...empty, fileName: plainName(file.name) })
        .execute()
      const uploaded = await convert(trx, made, readRecords(storage.readStream(key), format))
      await record(trx, actor, 'import.uploaded', withoutSamples(uploaded))
      return uploaded
    })
  } finally {
    await storage.remove(key)
  }
}

/** The same few statements however long the file is; one piece of it in memory. */
async function convert(
  trx: Trx,
  { organizationId, id }: { organizationId: string; id: string },
  records: AsyncGenerator<string[]>,
): Promise<Import> {
  const country = await countryOf(trx, organizationId)
  const { header, rows } = await splitHeader(records, country)
  let [rowCount, pieceCount] = [0, 0]
  let first: Row[] = []
  for await (const piece of inPieces(rows)) {
    if (pieceCount === 0) first = piece
    rowCount += piece.length
    if (rowCount > mostRows)
      throw refused('too_many_rows', `At most ${mostRows} rows are taken at once: split the file.`)
    await storePiece(trx, organizationId, id, pieceCount, piece)
    pieceCount++
  }
  if (rowCount === 0) throw refused('empty_file', 'The file holds no rows below its header.')
  const columns = columnsOf(header, first)
  const fields = fieldsWith(await findCustomFields(trx, organizationId))
  const mapping = proposeMapping(columns, fields, country)
  const updated = await trx
    .updateTable('imports')
    .set({ columns: JSON.stringify(columns), mapping: JSON.stringify(mapping), rowCount, pieceCount })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return updated as unknown as Import
}

/** Rows have the numbers that a spreadsheet shows. A first line with a phone number or an email in it is no header. */
async function splitHeader(
  records: AsyncGenerator<string[]>,
  country: string,
): Promise<{ header: string[]; rows: AsyncGenerator<Row> }> {
  let number = 0
  for (;;) {
    const { done, value: cells } = await records.next()
    number++
    if (done) throw refused('empty_file', 'The file is empty.')
    if (cells.every((cell) => cell.trim() === '') || isSeparatorLine(cells)) continue
    refuseWidth(cells)
    const isHeader = !cells.some((cell) => cell.includes('@') || isPhoneNumber(cell, country))
    const rows = numbered(records, number, isHeader ? [] : [cells])
    return { header: isHeader ? cells : cells.map(() => ''), rows }
  }
}

/** Before its cells are looked at: reading each of half a million for a number would hold up everybody. */
function refuseWidth({ length }: string[]): void {
  if (length <= mostColumns) return
  throw refused('too_many_columns', `The file has ${length} columns; at most ${mostColumns} are taken.`)
}

/** `sep=;`, which tells Excel with what the cells are separated. */
function isSeparatorLine(cells: string[]): boolean {
  return cells.length === 2 && cells[0]!.toLowerCase() === 'sep=' && cells[1] === ''
}

async function* numbered(records: AsyncGenerator<string[]>, last: number, first: string[][]): AsyncGenerator<Row> {
  let number = last - first.length
  for (const cells of first) yield [++number, cells.slice(0, mostColumns)]
  for await (const cells of records) {
    number++
    // What stands beyond the last column that there may be is no column's.
    if (cells.some((cell) => cell.trim() !== '')) yield [number, cells.slice(0, mostColumns)]
  }
}

async function detectDelimiter(watch: EncodingWatch): Promise<string> {
  let head = ''
  for await (const text of decode(Readable.from([watch.head]), watch.encoding)) head += text
  return delimiterOf(head)
}

function plainName(name: string): string {
  return (
    name
      .toWellFormed()
      .replace(/\p{Cc}/gu, '')
      .slice(-200) || 'contacts.csv'
  )
}

function tooLarge(): Refusal {
  const message = `The file is larger than ${largestFile / 1_048_576} MiB: split it.`
  return new Refusal(413, 'file_too_large', message, { details: [{ field: 'file', message }] })
}
