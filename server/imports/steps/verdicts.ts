import { isCustom, isSame, setValue, valueOf } from './field-values.ts'
import type { FieldValue, FieldValues } from './field-values.ts'
import { labelOf } from './fields.ts'
import type { ImportableField } from './fields.ts'
import type { PresentContact } from './known-contacts.ts'
import type { Changes } from './plan.ts'

/** What the import has done to one contact, row by row. */
export interface Step {
  number: number
  piece: number
  outcome: 'created' | 'updated'
  contactId: string
  contactVersion: number
  changes: Changes | null
}

/** What is there by now. */
export interface Present {
  contact: PresentContact | undefined
  isMerged: boolean
  /** What it has got since. */
  traces: string[]
}

/** What else there is by now. */
export interface Surroundings {
  fields: ImportableField[]
  /** Colleagues that may own something. */
  users: Set<string>
}

export interface Verdict {
  contact?: PresentContact
  isDeleted?: boolean
  /** As it is to be again. */
  restored?: FieldValues
  /** Why not all of it is as it was. */
  reason?: string
}

export function judge(history: Step[], present: Present, surroundings: Surroundings): Verdict {
  const { contact, isMerged, traces } = present
  if (isMerged) return { reason: 'The contact was merged into another one since.' }
  if (!contact) return { reason: 'The contact has been deleted since.' }
  if (!contact.isVisible) return { reason: 'The contact is somebody else’s by now.' }
  return history[0]!.outcome === 'created'
    ? judgeCreated(history, contact, traces)
    : judgeChanged(history, contact, surroundings)
}

function judgeCreated(history: Step[], contact: PresentContact, traces: string[]): Verdict {
  if (traces.length > 0) return { reason: `Since the import the contact has got ${traces.join(', ')}.` }
  const first = history[0]!.contactVersion
  const isOurs = history.every(({ contactVersion }, index) => contactVersion === first + index)
  if (isOurs && contact.version === history.at(-1)!.contactVersion) return { contact, isDeleted: true }
  return { reason: 'The contact was changed since.' }
}

/** Field by field: what somebody else has written since stays. */
function judgeChanged(history: Step[], contact: PresentContact, surroundings: Surroundings): Verdict {
  const restored: FieldValues = { ...contact.fields, customFields: { ...contact.fields.customFields } }
  const names = [...new Set(history.flatMap(({ changes }) => Object.keys(changes ?? {})))].filter((name) =>
    isStillThere(name, surroundings),
  )
  const kept = names.filter((name) => {
    const changes = history.map((step) => step.changes?.[name]).filter((change) => change !== undefined)
    const before = formerValue(valueOf(contact.fields, name), changes)
    if (name === 'userId' && !surroundings.users.has(before as string)) return true
    if (before !== undefined) setValue(restored, name, before)
    return before === undefined
  })
  const isLeft = names.every((name) => isEqual(valueOf(restored, name), valueOf(contact.fields, name)))
  const labels = kept.map((name) => labelOf(name, surroundings.fields)).join(', ')
  return {
    contact,
    ...(isLeft ? {} : { restored }),
    ...(kept.length === 0 ? {} : { reason: `Changed since, and so kept: ${labels}.` }),
  }
}

/** A field that the organization has given up has no values any more, nobody's. */
function isStillThere(name: string, { fields }: Surroundings): boolean {
  return !isCustom(name) || fields.some(({ custom }) => custom?.id === name)
}

/** What is to be there again; undefined where that cannot be said. Of a list only that goes which the import has added. */
function formerValue(now: FieldValue, changes: Array<[before: FieldValue, after: FieldValue]>): FieldValue | undefined {
  const [before, after] = [changes[0]![0], changes.at(-1)![1]]
  if (Array.isArray(now) && Array.isArray(before) && Array.isArray(after)) {
    return now.filter((each) => before.includes(each) || !after.includes(each))
  }
  const isOurs = changes.every(([from], index) => index === 0 || isEqual(from, changes[index - 1]![1]))
  if (!isOurs || !isEqual(now, after)) return undefined
  return before
}

function isEqual(one: FieldValue, other: FieldValue): boolean {
  return Array.isArray(one) ? isSame(one, other) : one === other
}
