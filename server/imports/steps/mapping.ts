import { Refusal, invalid } from '../../platform/errors.ts'
import { isPhoneNumber } from './cells.ts'
import type { ImportableField } from './fields.ts'

export interface Column {
  index: number
  name: string
  samples: string[]
}

/** Which column becomes which field. */
export interface Mapped {
  column: number
  field: string
  /** Of one of the organization's own fields, which may get another name meanwhile. */
  fieldId?: string
}

/**
 * By their names, and what no name tells by what stands in it. A field comes from one column, the first that fits it best; a
 * column of emails that is called otherwise may be of the owners'.
 */
export function proposeMapping(columns: Column[], fields: ImportableField[], country: string): Mapped[] {
  const mapped: Mapped[] = []
  const free = () => columns.filter(({ index }) => !mapped.some((each) => each.column === index))
  for (const field of inTurn(fields)) {
    const isNamed = field.name === 'fullName' && mapped.some((each) => ['firstName', 'lastName'].includes(each.field))
    const found = isNamed ? undefined : bestNamed(field, free())
    if (found) mapped.push(mappedTo(field, found.index))
  }
  for (const field of fields.filter(({ name }) => !mapped.some((each) => each.field === name))) {
    const found = free().find((column) => looksLike(field.name, column, country))
    if (found) mapped.push(mappedTo(field, found.index))
  }
  return mapped.toSorted((one, other) => one.column - other.column)
}

function bestNamed(field: ImportableField, columns: Column[]): Column | undefined {
  const names = namesOf(field)
  return columns
    .map((column) => ({ column, rank: names.indexOf(plain(column.name)) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((one, other) => one.rank - other.rank)[0]?.column
}

/** What an organization calls its own comes before what others call so; but nothing is imported without the number. */
function inTurn(fields: ImportableField[]): ImportableField[] {
  const turn = ({ name, custom }: ImportableField) => (name === 'phoneNumber' ? 0 : custom ? 1 : 2)
  return fields.toSorted((one, other) => turn(one) - turn(other))
}

function namesOf({ name, label, synonyms, custom }: ImportableField): string[] {
  return custom ? [name, custom.key, label].map(plain).filter((each) => each !== '') : synonyms
}

function mappedTo({ name, custom }: ImportableField, column: number): Mapped {
  return { column, field: name, ...(custom && { fieldId: custom.id }) }
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function looksLike(field: string, { samples }: Column, country: string): boolean {
  if (samples.length === 0) return false
  if (field === 'phoneNumber') return samples.every((sample) => isPhoneNumber(sample, country))
  return field === 'email' && samples.every((sample) => /^\S+@\S+\.\S+$/.test(sample))
}

/** Each column and each field once, none that is not there, and the phone number among them. */
export function checkMapping(asked: Mapped[], columns: Column[], fields: ImportableField[]): Mapped[] {
  const mapping = asked.map(({ column, field, fieldId }) => mappedTo(fieldOf({ field, fieldId }, fields), column))
  for (const [index, { column, field }] of mapping.entries()) {
    const earlier = mapping.slice(0, index)
    if (column >= columns.length)
      throw invalid('mapping', `the file has no column ${column}: it has ${columns.length}.`)
    if (earlier.some((each) => each.column === column)) throw invalid('mapping', `column ${column} is mapped twice.`)
    if (earlier.some((each) => each.field === field)) throw invalid('mapping', `${field} is mapped twice.`)
  }
  if (mapping.some(({ field }) => field === 'phoneNumber')) return mapping
  throw new Refusal(422, 'no_phone_column', 'Say which column holds the phone number: by it contacts are told apart.')
}

function fieldOf(asked: { field: string; fieldId: string | undefined }, fields: ImportableField[]): ImportableField {
  const found = fields.find((field) => isMeant(field, asked))
  if (found) return found
  const names = fields.map(({ name }) => name).join(', ')
  throw invalid('mapping', `"${asked.field.slice(0, 40)}" is not a field: take one of ${names}.`)
}

/** By its id, where that is known: its name may be another one by now, and another field's. */
export function isMeant(
  { name, custom }: ImportableField,
  asked: { field: string; fieldId?: string | undefined },
): boolean {
  return asked.fieldId === undefined ? name === asked.field : custom?.id === asked.fieldId
}
