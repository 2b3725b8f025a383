import { countryOf } from '../../identity/organizations.ts'
import { findCustomFields } from '../../contacts/custom-fields.ts'
import { statusSpellings } from '../../contacts/status-spellings.ts'
import type { Trx } from '../../platform/database.ts'
import { unguard } from '../spreadsheets.ts'
import { RowProblem } from './cells.ts'
import type { Cell } from './cells.ts'
import { findColleagues } from './colleagues.ts'
import type { NamedValues } from './field-values.ts'
import { fieldsWith } from './fields.ts'
import type { ImportableField, Reading } from './fields.ts'
import type { Import } from './import.ts'
import { isMeant } from './mapping.ts'
import type { Mapped } from './mapping.ts'
import type { Row } from './pieces.ts'
import { Statuses } from './statuses.ts'

const longestShown = 100

export interface ReadRow {
  number: number
  /** The number as it stands in the file: who wrote to us from `12345` is known by that. */
  written: string
  phoneNumber: string | undefined
  /** Where it stands. */
  numberCell: Cell | null
  values: NamedValues
  problem: RowProblem | undefined
  /** What could not be read and was left out. */
  warnings: RowProblem[]
}

interface ReadColumn {
  column: number
  name: string
  field: ImportableField | undefined
}

export async function readRows(trx: Trx, row: Import, stored: Row[]): Promise<{ rows: ReadRow[]; statuses: Statuses }> {
  const fields = fieldsWith(await findCustomFields(trx, row.organizationId))
  const columns = row.mapping.map((mapped) => columnOf(mapped, fields))
  const named = new Set(
    columns
      .filter(({ field }) => field?.isOfPeople)
      .flatMap(({ column }) => stored.map(([, cells]) => textIn(cells, column))),
  )
  const colleagues = await findColleagues(trx, row.organizationId, named)
  const isOfStatuses = columns.some(({ field }) => field?.name === 'status')
  const spellings = isOfStatuses ? await statusSpellings(trx, row.organizationId) : []
  // What an earlier piece has brought in is in use by now, and is new all the same.
  const known = spellings.filter((status) => !row.newStatuses.includes(status))
  const statuses = new Statuses(known, row.newStatuses)
  const reading = { country: await countryOf(trx, row.organizationId), colleagues, statuses }
  return { rows: stored.map((each) => readRow(each, columns, reading)), statuses }
}

function columnOf(mapped: Mapped, fields: ImportableField[]): ReadColumn {
  return { column: mapped.column, name: mapped.field, field: fields.find((field) => isMeant(field, mapped)) }
}

function textIn(cells: string[], column: number): string {
  return unguard(cells[column] ?? '').trim()
}

/** Texts of a row by what they were mapped to. An empty cell says nothing. */
function readRow([number, cells]: Row, columns: ReadColumn[], reading: Reading): ReadRow {
  const nothing = { written: '', phoneNumber: undefined, numberCell: null, values: {}, problem: undefined }
  const read: ReadRow = { number, ...nothing, warnings: [] }
  for (const { column, name, field } of columns) {
    const text = textIn(cells, column)
    const cell = { column, value: text.slice(0, longestShown).toWellFormed() }
    if (name === 'phoneNumber') Object.assign(read, { written: text, numberCell: cell })
    if (text === '') continue
    try {
      if (!field) throw new RowProblem('unknown_field', `There is no field ${name} any more.`)
      Object.assign(read.values, field.read(text, reading))
    } catch (error) {
      const problem = problemOf(error, cell)
      if (mayBeLeftOut(problem)) read.warnings.push(problem)
      // What is wrong with the number alone may not matter: somebody may be known by it.
      else if (!read.problem || read.problem.code === 'invalid_phone_number') read.problem = problem
    }
  }
  const { phoneNumber, ...values } = read.values
  if (read.written === '') read.problem = missing(read.numberCell)
  return { ...read, values, phoneNumber: phoneNumber as string | undefined }
}

const unreadable = new Set(['invalid_email', 'invalid_value', 'too_long'])

/** The rest of the row is worth more than that; but whose somebody is to be is not guessed, since it says who sees them. */
function mayBeLeftOut({ code }: RowProblem): boolean {
  return unreadable.has(code)
}

function missing(cell: Cell | null): RowProblem {
  return new RowProblem('no_phone_number', 'The row has no phone number.', cell)
}

function problemOf(error: unknown, cell: Cell): RowProblem {
  if (error instanceof RowProblem) return new RowProblem(error.code, error.message, cell)
  throw error
}
