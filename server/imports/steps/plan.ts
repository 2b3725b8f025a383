import { newId } from '../../platform/id.ts'
import { unguard } from '../spreadsheets.ts'
import { RowProblem, importableFields } from './fields.ts'
import type { FieldValues, Values } from './fields.ts'
import type { Duplicates } from './import.ts'
import type { Mapped } from './mapping.ts'
import type { Row } from './pieces.ts'

export type Changes = Partial<Record<keyof FieldValues, [before: string | null, after: string | null]>>

/** What became of a row; of a dry run, what would. */
export interface Result {
  number: number
  outcome: 'created' | 'updated' | 'skipped'
  code: string | null
  reason: string | null
  phoneNumber: string | null
  contactId: string | null
  contactVersion: number | null
  changes: Changes | null
}

/** A contact as the import knows it by the row that is being looked at. */
export interface Known extends FieldValues {
  id: string
  phoneNumber: string
  version: number
  isVisible: boolean
  isNew: boolean
  isChanged: boolean
  /** The row of this file that named the number before. */
  row: number | null
}

export interface ReadRow {
  number: number
  /** The number as it stands in the file: who wrote to us from `12345` is known by that. */
  written: string
  values: Values
  problem: RowProblem | undefined
}

/** Texts of a row by what they were mapped to. An empty cell says nothing. */
export function readRow([number, cells]: Row, mapping: Mapped[], country: string): ReadRow {
  const read: ReadRow = { number, written: '', values: {}, problem: undefined }
  for (const { column, field: name } of mapping) {
    const text = unguard(cells[column] ?? '').trim()
    const field = importableFields.find((each) => each.name === name)
    if (text === '' || !field) continue
    if (name === 'phoneNumber') read.written = text
    try {
      Object.assign(read.values, field.read(text, country))
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      read.problem ??= error
    }
  }
  if (read.written === '') read.problem = new RowProblem('no_phone_number', 'The row has no phone number.')
  return read
}

/** Row by row, as if each were alone: so a number that stands twice in the file is new once and then a duplicate. */
export function planRows(rows: ReadRow[], known: Map<string, Known>, duplicates: Duplicates): Result[] {
  return rows.map((row) => {
    const contact = known.get(row.written) ?? known.get(row.values.phoneNumber ?? '')
    if (row.problem && !(contact && row.problem.code === 'invalid_phone_number')) return skipped(row, row.problem)
    if (!contact) return create(row, known)
    return contact.isVisible ? change(row, contact, duplicates) : skipped(row, unseen)
  })
}

const unseen = new RowProblem('not_yours', 'The number is that of a contact that you do not see.')

function create(row: ReadRow, known: Map<string, Known>): Result {
  const { phoneNumber, ...values } = row.values
  const blank = { firstName: null, lastName: null, email: null, status: 'New Lead', process: '', source: 'CSV Upload' }
  const fields: FieldValues = { ...blank, ...values }
  const state = { version: 0, isVisible: true, isNew: true, isChanged: false, row: row.number }
  const contact: Known = { ...fields, ...state, id: newId(), phoneNumber: phoneNumber! }
  known.set(contact.phoneNumber, contact)
  const changes = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [null, value]])) as Changes
  return { ...resultOf(row, contact), outcome: 'created', changes }
}

function change(row: ReadRow, contact: Known, duplicates: Duplicates): Result {
  if (duplicates === 'skip') return { ...skipped(row, duplicateOf(contact.row)), contactId: contact.id }
  const changes = changesOf(contact, row.values, duplicates)
  if (Object.keys(changes).length === 0) return { ...skipped(row, unchanged), contactId: contact.id }
  for (const [name, [, after]] of Object.entries(changes)) Object.assign(contact, { [name]: after })
  contact.version++
  contact.isChanged = true
  contact.row = row.number
  return { ...resultOf(row, contact), outcome: 'updated', changes }
}

const unchanged = new RowProblem('unchanged', 'The contact is like this already.')

function duplicateOf(row: number | null): RowProblem {
  if (row === null) return new RowProblem('duplicate', 'There is a contact with this number already.')
  return new RowProblem('duplicate_in_file', `Row ${row} has the same number.`)
}

function changesOf(contact: Known, values: Values, duplicates: Duplicates): Changes {
  const { phoneNumber: _phoneNumber, ...fields } = values
  const entries = Object.entries(fields) as Array<[keyof FieldValues, string]>
  return Object.fromEntries(
    entries
      .filter(([name, after]) => (contact[name] ?? '').trim() !== after)
      .filter(([name]) => duplicates === 'update' || (contact[name] ?? '').trim() === '')
      .map(([name, after]) => [name, [contact[name], after]]),
  )
}

function skipped(row: ReadRow, { code, message }: RowProblem): Result {
  const phoneNumber = row.values.phoneNumber ?? null
  const nothing = { contactId: null, contactVersion: null, changes: null }
  return { number: row.number, outcome: 'skipped', code, reason: message, phoneNumber, ...nothing }
}

function resultOf({ number }: ReadRow, { id, version, phoneNumber }: Known) {
  return { number, code: null, reason: null, phoneNumber, contactId: id, contactVersion: version }
}
