import type { Schema } from '../api/shapes.ts'

type Section = Schema<'Section'>
type Property = Section['properties'][string]
export type FieldType = Property['dataType']

export interface FieldDraft {
  /** Tells it apart while it is edited. */
  key: string
  /** Of a field that is there already: it keeps its data under another name. */
  id: string | undefined
  /** The name under which contacts have the value. */
  property: string
  name: string
  dataType: FieldType
  isHidden: boolean
  description: string
  options: string[]
  pattern: string
}

export interface SectionDraft {
  key: string
  name: string
  isHidden: boolean
  fields: FieldDraft[]
}

export function sectionDrafts(sections: readonly Section[]): SectionDraft[] {
  return sections.map(({ name, isHidden, properties }, index) => ({
    key: `saved${index}`,
    name,
    isHidden,
    fields: Object.entries(properties).map(([property, field]) => ({
      key: field._id,
      id: field._id,
      property,
      name: field.name,
      dataType: field.dataType,
      isHidden: field.isHidden,
      description: field.description ?? '',
      options: field.options ?? [],
      pattern: field.pattern ?? '',
    })),
  }))
}

/** As the server takes them. */
export function sectionBody(sections: readonly SectionDraft[]) {
  return sections.map(({ name, isHidden, fields }) => ({
    name: name.trim(),
    isHidden,
    properties: Object.fromEntries(fields.map((field) => [field.property, propertyOf(field)])),
  }))
}

function propertyOf({ id, name, dataType, isHidden, description, options, pattern }: FieldDraft) {
  return {
    ...(id !== undefined && { _id: id }),
    name: name.trim(),
    dataType,
    isHidden,
    ...(description && { description }),
    ...(dataType === 'select' && { options }),
    ...(dataType === 'string' && pattern && { pattern }),
  }
}

/** `Date of birth` → `dateOfBirth`, and never one that is taken. */
export function propertyFor(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/[^\w\s]/gu, '')
    .split(/[\s_]+/u)
    .filter(Boolean)
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
  const plain = joined.join('').replace(/^\d+/u, '').slice(0, 60) || 'field'
  let property = plain
  for (let number = 2; taken.has(property); number += 1) property = `${plain}${number}`
  return property
}
