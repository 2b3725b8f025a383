import { newId } from '../../platform/id.ts'
import { mostTags } from '../../contacts/tags.ts'
import { RowProblem } from './cells.ts'
import type { Cell } from './cells.ts'
import { isEmpty, isSame, namedValues, setValue, valueOf } from './field-values.ts'
import type { FieldValue, FieldValues } from './field-values.ts'
import type { Duplicates } from './import.ts'
import type { ReadRow } from './reading.ts'

/** By the names of fields, or the ids of the organization's own. */
export type Changes = Record<string, [before: FieldValue, after: FieldValue]>

/** What became of a row; of a dry run, what would. */
export interface Result {
  number: number
  outcome: 'created' | 'updated' | 'skipped'
  code: string | null
  reason: string | null
  /** What of the row it is about. */
  cell: Cell | null
  phoneNumber: string | null
  contactId: string | null
  contactVersion: number | null
  changes: Changes | null
}

export type Was = Pick<FieldValues, 'status' | 'userId' | 'assignees'>

/** A contact as the import knows it by the row that is being looked at. */
export interface Known {
  id: string
  phoneNumber: string
  version: number
  fields: FieldValues
  /** As it was before the first of the rows. */
  was: Was
  isVisible: boolean
  isNew: boolean
  isChanged: boolean
  /** The row of this file that named the number before. */
  row: number | null
}

export interface Rules {
  duplicates: Duplicates
  /** What a new contact gets where the row says nothing. */
  status: string
  /** And besides what the row says. */
  tags: string[]
  ownerId: string
  mayChooseOwner: boolean
}

/** Row by row, as if each were alone: so a number that stands twice in the file is new once and then a duplicate. */
export function planRows(rows: ReadRow[], known: Map<string, Known>, rules: Rules): Result[] {
  return rows.map((row) => {
    const contact = known.get(row.written) ?? known.get(row.phoneNumber ?? '')
    if (row.problem && !(contact && row.problem.code === 'invalid_phone_number')) return skipped(row, row.problem)
    if (!contact) return create(row, known, rules)
    return contact.isVisible ? change(row, contact, rules) : skipped(row, unseen, row.numberCell)
  })
}

const unseen = new RowProblem('not_yours', 'The number is that of a contact that you do not see.')
const ownOnly = new RowProblem('owner_not_allowed', 'You import for yourself: only an admin may choose another owner.')
const notTheirs = new RowProblem(
  'not_yours',
  'Only its owner or an admin gives a contact other assignees by an import.',
)
const tooManyTags = new RowProblem('too_many_tags', `A contact may have ${mostTags} tags.`)

function create(row: ReadRow, known: Map<string, Known>, rules: Rules): Result {
  const fields = newFields(rules)
  for (const [name, value] of Object.entries(row.values)) setValue(fields, name, value)
  fields.tags = [...new Set([...rules.tags, ...fields.tags])]
  if (row.values['assignees'] === undefined) fields.assignees = [fields.userId]
  if (fields.userId !== rules.ownerId && !rules.mayChooseOwner) return skipped(row, ownOnly)
  if (fields.tags.length > mostTags) return skipped(row, tooManyTags)

  const state = { version: 0, isVisible: true, isNew: true, isChanged: false, row: row.number }
  const contact: Known = { id: newId(), phoneNumber: row.phoneNumber!, fields, was: { ...fields }, ...state }
  known.set(contact.phoneNumber, contact)
  const changes = Object.fromEntries(Object.entries(namedValues(fields)).map(([name, value]) => [name, [null, value]]))
  return { ...resultOf(row, contact), outcome: 'created', changes: changes as Changes }
}

function newFields({ status, ownerId }: Pick<Rules, 'status' | 'ownerId'>): FieldValues {
  return {
    firstName: null,
    lastName: null,
    email: null,
    status,
    process: '',
    source: 'CSV Upload',
    isAutopilot: false,
    tags: [],
    userId: ownerId,
    assignees: [ownerId],
    customFields: {},
  }
}

function change(row: ReadRow, contact: Known, { duplicates, mayChooseOwner, ownerId }: Rules): Result {
  if (duplicates === 'skip') return { ...skipped(row, duplicateOf(contact.row), row.numberCell), contactId: contact.id }
  const changes = changesOf(contact.fields, row, duplicates)
  if (Object.keys(changes).length === 0) return unchanged(row, contact)
  if (changes['userId'] && !mayChooseOwner) return { ...skipped(row, ownOnly), contactId: contact.id }
  const isOthers = !mayChooseOwner && contact.fields.userId !== ownerId
  if (changes['assignees'] && isOthers) return { ...skipped(row, notTheirs), contactId: contact.id }
  const [, tags] = changes['tags'] ?? []
  if (Array.isArray(tags) && tags.length > mostTags) return { ...skipped(row, tooManyTags), contactId: contact.id }

  for (const [name, [, after]] of Object.entries(changes)) setValue(contact.fields, name, after)
  contact.version++
  contact.isChanged = true
  contact.row = row.number
  return { ...resultOf(row, contact), outcome: 'updated', changes }
}

function unchanged(row: ReadRow, { id }: Known): Result {
  const reasons = ['The contact is like this already.', leftOut(row)].filter((each) => each !== null)
  return { ...skipped(row, new RowProblem('unchanged', reasons.join(' '))), contactId: id }
}

function duplicateOf(row: number | null): RowProblem {
  if (row === null) return new RowProblem('duplicate', 'There is a contact with this number already.')
  return new RowProblem('duplicate_in_file', `Row ${row} has the same number.`)
}

function changesOf(fields: FieldValues, { values }: ReadRow, duplicates: Duplicates): Changes {
  const changes: Changes = {}
  for (const [name, given] of Object.entries(values)) {
    const before = valueOf(fields, name)
    const after = Array.isArray(before) && Array.isArray(given) ? [...new Set([...before, ...given])] : given
    if (!isSame(before, after) && (duplicates === 'update' || isEmpty(before))) changes[name] = [before, after]
  }
  return changes
}

function skipped(row: ReadRow, { code, message, cell }: RowProblem, about = cell): Result {
  const phoneNumber = row.phoneNumber ?? null
  const nothing = { contactId: null, contactVersion: null, changes: null }
  return { number: row.number, outcome: 'skipped', code, reason: message, cell: about, phoneNumber, ...nothing }
}

function resultOf(row: ReadRow, { id, version, phoneNumber }: Known) {
  const [first] = row.warnings
  const warning = { code: first?.code ?? null, reason: leftOut(row), cell: first?.cell ?? null }
  return { number: row.number, ...warning, phoneNumber, contactId: id, contactVersion: version }
}

function leftOut({ warnings }: ReadRow): string | null {
  if (warnings.length === 0) return null
  return `Left out: ${warnings.map(({ message }) => message).join(' ')}`.slice(0, 2000).toWellFormed()
}
