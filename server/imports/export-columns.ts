import { invalid } from '../platform/errors.ts'
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

/** What a column is asked for by, what it is called in the file, and what stands in it. */
export type ExportColumn = [name: string, title: string, value: (contact: ExportedContact) => unknown]

/** An import knows these again, by their names. */
const imported: ExportColumn[] = [
  ['firstName', 'First name', ({ firstName }) => firstName],
  ['lastName', 'Last name', ({ lastName }) => lastName],
  ['phoneNumber', 'Phone number', ({ phoneNumber }) => phoneNumber],
  ['email', 'Email', ({ email }) => email],
  ['status', 'Status', ({ status }) => status],
  ['process', 'Process', ({ process }) => process],
  ['source', 'Source', ({ source }) => source],
  ['tags', 'Tags', ({ tags }) => tags],
  ['owner', 'Owner', ({ ownerEmail }) => ownerEmail],
  ['assignees', 'Assignees', ({ assigneeEmails }) => assigneeEmails],
  ['isAutopilot', 'Autopilot', ({ isAutopilot }) => isAutopilot],
]

const others: ExportColumn[] = [
  ['ownerName', 'Owner name', ({ ownerName }) => ownerName],
  ['secondaryPhoneNumber', 'Secondary phone numbers', ({ secondaryPhoneNumber }) => secondaryPhoneNumber],
  ['channelTypes', 'Channel types', ({ channelTypes }) => channelTypes],
  ['optedOut', 'Opted out', ({ optedOut }) => optedOut],
  ['blockedAt', 'Blocked at', ({ blockedAt }) => blockedAt],
  ['createdAt', 'Created at', ({ createdAt }) => createdAt],
  ['lastMessageTime', 'Last message at', ({ lastMessageTime }) => lastMessageTime],
  ['_id', 'Contact id', ({ id }) => id],
]

export function exportColumns(fields: CustomField[]): ExportColumn[] {
  return [...imported, ...ownColumns(fields), ...others]
}

/** Those that are asked for, in the order of the file; all of them without. */
export function chosenColumns(fields: CustomField[], asked: string[] | undefined): ExportColumn[] {
  const columns = exportColumns(fields)
  if (!asked) return columns
  const unknown = asked.find((each) => !columns.some(([name]) => name === each))
  if (unknown !== undefined) throw invalid('columns', `there is no column ${unknown.slice(0, 40)}.`)
  return columns.filter(([name]) => asked.includes(name))
}

/** By what people call them; where two columns would be called the same, by what only one of them is. */
function ownColumns(fields: CustomField[]): ExportColumn[] {
  const taken = [...imported, ...others].map(([, title]) => title)
  const names = [...taken, ...fields.map(({ name }) => name)].map((name) => name.toLowerCase())
  return fields
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ id, key, name }) => {
      const isAlone = names.filter((each) => each === name.toLowerCase()).length === 1
      return [`customFields.${key}`, isAlone ? name : `customFields.${key}`, ({ customFields }) => customFields[id]]
    })
}
