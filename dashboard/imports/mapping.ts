import type { ImportOptions } from './imports.ts'

type Mapping = ImportOptions['mapping']

/** The column becomes this field, and no other column does; nothing where none is named. */
export function mapped(mapping: Mapping, column: number, field: string | undefined): Mapping {
  const others = mapping.filter((each) => each.column !== column && each.field !== field)
  if (field === undefined) return others
  return [...others, { column, field }].toSorted((one, other) => one.column - other.column)
}
