import { namedSchemas } from '../platform/schemas.ts'

/** Not in the answer to a contact, but in what it is asked with, or elsewhere a part of every contact. */
const others = [
  'id',
  'customFields',
  'secondaryPhoneNumber',
  'pipelineId',
  'pipelineStage',
  'outreachConfigId',
  'fromHistoryModal',
  'targetUserId',
  'notes',
  'documents',
  'tags',
  'blockedAt',
  'isBlocked',
]

/** Whether every contact has it, so that no field of an organization's own can be called so, however it is written. */
export function isNameOfContact(name: string): boolean {
  const contact = namedSchemas().find(({ $id }: { $id?: string }) => $id === 'Contact') as { properties: object }
  const taken = [...Object.keys(contact.properties), ...Object.getOwnPropertyNames(Object.prototype), ...others]
  return taken.some((each) => each.toLowerCase() === name.toLowerCase())
}
