import type { CustomValue } from '../../contacts/custom-values.ts'

export type FieldValue = CustomValue | string[] | null

interface StandardValues {
  firstName: string | null
  lastName: string | null
  email: string | null
  status: string
  process: string
  source: string
  isAutopilot: boolean
  tags: string[]
  userId: string
  assignees: string[]
}

/** What an import may write into a contact besides its phone number. */
export interface FieldValues extends StandardValues {
  /** By the ids of the organization's own fields. */
  customFields: Record<string, CustomValue>
}

/** By the names of fields, or the ids of the organization's own. */
export type NamedValues = Record<string, FieldValue>

export function isCustom(name: string): boolean {
  return /^[0-9a-f]{24}$/.test(name)
}

export function valueOf(fields: FieldValues, name: string): FieldValue {
  return isCustom(name) ? (fields.customFields[name] ?? null) : fields[name as keyof StandardValues]
}

export function setValue(fields: FieldValues, name: string, value: FieldValue): void {
  if (!isCustom(name)) Object.assign(fields, { [name]: value })
  else if (value === null) delete fields.customFields[name]
  else fields.customFields[name] = value as CustomValue
}

/** What it holds, in one layer. */
export function namedValues({ customFields, ...standard }: FieldValues): NamedValues {
  return { ...standard, ...customFields }
}

export function isEmpty(value: FieldValue): boolean {
  return (
    value === null || (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)
  )
}

/** Spaces around a text are no difference: of a cell they are not read. */
export function isSame(before: FieldValue, after: FieldValue): boolean {
  if (Array.isArray(before) && Array.isArray(after)) return before.toSorted().join('\n') === after.toSorted().join('\n')
  return typeof after === 'string' ? String(before ?? '').trim() === after.trim() : before === after
}
