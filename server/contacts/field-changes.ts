import { isDeepStrictEqual } from 'node:util'

export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

const fields = [
  'firstName',
  'lastName',
  'phoneNumber',
  'email',
  'status',
  'userId',
  'assignees',
  'tags',
  'source',
  'process',
  'isAutopilot',
] as const

type Whole = Record<string, unknown>

/** What is different between a contact as one event of the log has it and as a later one has it. */
export function changesBetween(before: Whole, after: Whole): FieldChange[] {
  return [...differences(fields, before, after), ...customChanges(customOf(before), customOf(after))]
}

function customChanges(before: Whole, after: Whole): FieldChange[] {
  return differences([...new Set([...Object.keys(before), ...Object.keys(after)])], before, after)
}

function differences(names: readonly string[], before: Whole, after: Whole): FieldChange[] {
  return names.flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field] ?? null]
    return isSame(was, is) ? [] : [{ field, before: was, after: is }]
  })
}

/** The people and the tags of a contact are in no order. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each) => other.includes(each))
  return isDeepStrictEqual(one, other)
}

function customOf({ customFields }: Whole): Whole {
  return typeof customFields === 'object' && customFields !== null ? (customFields as Whole) : {}
}
