import type { CustomField } from '../contacts/custom-values.ts'
import type { Contact } from '../contacts/row.ts'

type Taken =
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'phoneNumber'
  | 'email'
  | 'status'
  | 'process'
  | 'source'
  | 'isAutopilot'
  | 'tags'
  | 'channelTypes'
  | 'secondaryPhoneNumber'
  | 'optedOut'
  | 'blockedAt'
  | 'createdAt'
  | 'lastMessageTime'

export interface ExportedContact extends Pick<Contact, Taken> {
  /** By the ids of the organization's own fields. */
  customFields: Record<string, unknown>
  ownerEmail: string
  ownerName: string
  assigneeEmails: string[]
}

/** What a column is called, and what stands in it. */
type ExportColumn = [name: string, value: (contact: ExportedContact) => unknown]

/** An import knows these again, by their names. */
const imported: ExportColumn[] = [
  ['First name', ({ firstName }) => firstName],
  ['Last name', ({ lastName }) => lastName],
  ['Phone number', ({ phoneNumber }) => phoneNumber],
  ['Email', ({ email }) => email],
  ['Status', ({ status }) => status],
  ['Process', ({ process }) => process],
  ['Source', ({ source }) => source],
  ['Tags', ({ tags }) => tags],
  ['Owner', ({ ownerEmail }) => ownerEmail],
  ['Assignees', ({ assigneeEmails }) => assigneeEmails],
  ['Autopilot', ({ isAutopilot }) => isAutopilot],
]

const others: ExportColumn[] = [
  ['Owner name', ({ ownerName }) => ownerName],
  ['Secondary phone numbers', ({ secondaryPhoneNumber }) => secondaryPhoneNumber],
  ['Channel types', ({ channelTypes }) => channelTypes],
  ['Opted out', ({ optedOut }) => optedOut],
  ['Blocked at', ({ blockedAt }) => blockedAt],
  ['Created at', ({ createdAt }) => createdAt],
  ['Last message at', ({ lastMessageTime }) => lastMessageTime],
  ['Contact id', ({ id }) => id],
]

export function exportColumns(fields: CustomField[]): ExportColumn[] {
  return [...imported, ...ownColumns(fields), ...others]
}

/** By what people call them; where two columns would be called the same, by what only one of them is. */
function ownColumns(fields: CustomField[]): ExportColumn[] {
  const taken = [...imported, ...others].map(([name]) => name)
  const names = [...taken, ...fields.map(({ name }) => name)].map((name) => name.toLowerCase())
  return fields
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ id, key, name }) => {
      const isAlone = names.filter((each) => each === name.toLowerCase()).length === 1
      return [isAlone ? name : `customFields.${key}`, ({ customFields }) => customFields[id]]
    })
}
