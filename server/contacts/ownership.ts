import type { Actor } from '../identity/actor.ts'
import { viewersOf } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'

/**
 * To delete a contact takes its owner, the head of the owner's department, or an admin: what is gone with all its
 * conversations cannot be fetched back, so to be assigned to it is not enough. What can be undone, such as blocking, is for
 * everybody who sees it; to make two contacts one, or one two, and to erase a person is for admins, as their routes say.
 */
export async function refuseUnlessOwner(
  db: Database,
  actor: Actor,
  contacts: Array<{ userId: string }>,
  field: string,
): Promise<void> {
  const owners = await viewersOf(db, actor)
  const others = owners ? contacts.filter(({ userId }) => !owners.includes(userId)) : []
  if (others.length === 0) return
  const whose = contacts.length === 1 ? 'This contact is' : `${others.length} of these contacts are`
  const message = `${whose} another’s: only the owner, the head of their department or an admin can delete a contact.`
  throw new Refusal(403, 'not_the_owner', message, { details: [{ field, message }] })
}
