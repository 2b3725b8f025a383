import { countryOf } from '../../identity/organizations.ts'
import { findCustomFields } from '../../contacts/custom-fields.ts'
import type { Trx } from '../../platform/database.ts'
import { unguard } from '../spreadsheets.ts'
import { RowProblem } from './cells.ts'
import { findColleagues } from './colleagues.ts'
import type { NamedValues } from './field-values.ts'
import { fieldsWith } from './fields.ts'
import type { ImportableField, Reading } from './fields.ts'
import type { Import } from './import.ts'
import { isMeant } from './mapping.ts'
import type { Mapped } from './mapping.ts'
import type { Row } from './pieces.ts'

export interface ReadRow {
  number: number
  /** The number as it stands in the file: who wrote to us from `12345` is known by that. */
  written: string
  phoneNumber: string | undefined
  values: NamedValues
  problem: RowProblem | undefined
}

interface ReadColumn {
  column: number
  name: string
  field: ImportableField | undefined
}

export async function readRows(trx: Trx, row: Import, stored: Row[]): Promise<ReadRow[]> {
  const fields = fieldsWith(await findCustomFields(trx, row.organizationId))
  const columns = row.mapping.map((mapped) => columnOf(mapped, fields))
  const named = new Set(
    columns
      .filter(({ field }) => field?.isOfPeople)
      .flatMap(({ column }) => stored.map(([, cells]) => textIn(cells, column))),
  )
  const colleagues = await findColleagues(trx, row.organizationId, named)
  const reading = { country: await countryOf(trx, row.organizationId), colleagues }
  return stored.map((each) => readRow(each, columns, reading))
}

function columnOf(mapped: Mapped, fields: ImportableField[]): ReadColumn {
  return { column: mapped.column, name: mapped.field, field: fields.find((field) => isMeant(field, mapped)) }
}

function textIn(cells: string[], column: number): string {
  return unguard(cells[column] ?? '').trim()
}

/** Texts of a row by what they were mapped to. An empty cell says nothing. */
function readRow([number, cells]: Row, columns: ReadColumn[], reading: Reading): ReadRow {
  const read: ReadRow = { number, written: '', phoneNumber: undefined, values: {}, problem: undefined }
  for (const { column, name, field } of columns) {
    const text = textIn(cells, column)
    if (text === '') continue
    if (name === 'phoneNumber') read.written = text
    try {
      if (!field) throw new RowProblem('unknown_field', `There is no field ${name} any more.`)
      Object.assign(read.values, field.read(text, reading))
    } catch (error) {
      // What is wrong with the number alone may not matter: somebody may be known by it.
      if (!read.problem || read.problem.code === 'invalid_phone_number') read.problem = problemOf(error)
    }
  }
  const { phoneNumber, ...values } = read.values
  if (read.written === '') read.problem = new RowProblem('no_phone_number', 'The row has no phone number.')
  return { ...read, values, phoneNumber: phoneNumber as string | undefined }
}

function problemOf(error: unknown): RowProblem {
  if (error instanceof RowProblem) return error
  throw error
}
