import { Refusal, invalid } from '../../platform/errors.ts'
import { importableFields, isPhoneNumber } from './fields.ts'

export interface Column {
  index: number
  name: string
  samples: string[]
}

/** Which column becomes which field. */
export interface Mapped {
  column: number
  field: string
}

/** By their names; the number also by what stands in it. A field comes from one column, the first that fits it best. */
export function proposeMapping(columns: Column[], country: string): Mapped[] {
  const mapped: Mapped[] = []
  for (const { name: field, synonyms } of importableFields) {
    const isNamed = field === 'fullName' && mapped.some((each) => ['firstName', 'lastName'].includes(each.field))
    const free = columns.filter(({ index }) => !mapped.some((each) => each.column === index))
    const byName = free
      .map((column) => ({ column, rank: synonyms.indexOf(plain(column.name)) }))
      .filter(({ rank }) => rank >= 0)
      .toSorted((one, other) => one.rank - other.rank)[0]?.column
    const found = isNamed ? undefined : (byName ?? free.find((column) => looksLike(field, column, country)))
    if (found) mapped.push({ column: found.index, field })
  }
  return mapped.toSorted((one, other) => one.column - other.column)
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

function looksLike(field: string, { samples }: Column, country: string): boolean {
  if (samples.length === 0) return false
  if (field === 'phoneNumber') return samples.every((sample) => isPhoneNumber(sample, country))
  return field === 'email' && samples.every((sample) => /^\S+@\S+\.\S+$/.test(sample))
}

/** Each column and each field once, none that is not there, and the phone number among them. */
export function checkMapping(mapping: Mapped[], columns: Column[]): Mapped[] {
  for (const [index, { column, field }] of mapping.entries()) {
    const earlier = mapping.slice(0, index)
    if (column >= columns.length)
      throw invalid('mapping', `the file has no column ${column}: it has ${columns.length}.`)
    if (!importableFields.some(({ name }) => name === field)) {
      const names = importableFields.map(({ name }) => name).join(', ')
      throw invalid('mapping', `"${field.slice(0, 40)}" is not a field: take one of ${names}.`)
    }
    if (earlier.some((each) => each.column === column)) throw invalid('mapping', `column ${column} is mapped twice.`)
    if (earlier.some((each) => each.field === field)) throw invalid('mapping', `${field} is mapped twice.`)
  }
  if (mapping.some(({ field }) => field === 'phoneNumber')) return mapping
  throw new Refusal(422, 'no_phone_column', 'Say which column holds the phone number: by it contacts are told apart.')
}
