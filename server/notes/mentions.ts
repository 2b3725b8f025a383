import { sql } from 'kysely'

import { userActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { notify } from '../identity/notifications.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import type { Contact } from '../contacts/row.ts'

/**
 * Who may not see the contact cannot be mentioned on it: a note leads to it, and to be let in by a mention would be a
 * decision that nobody took. The refusal names who it is, so that the contact can be assigned to them first.
 */
export async function refuseBlind(
  db: Database,
  organizationId: string,
  contactId: string,
  userIds: string[],
): Promise<void> {
  if (userIds.length === 0) return
  const users = await db
    .selectFrom('users')
    .select(['organizationId', 'id', 'fullName', 'accessRole', 'departmentId'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', userIds)
    .where('deletedAt', 'is', null)
    .execute()
  if (users.length < new Set(userIds).size) throw notFound('user')
  const blind: string[] = []
  for (const user of users) if (!(await mayReadContact(db, userActor(user), contactId))) blind.push(user.fullName)
  if (blind.length === 0) return
  const message = `${blind.join(', ')} may not see this contact: assign it to them, or leave them out.`
  throw new Refusal(422, 'mention_without_access', message, { details: [{ field: 'mentions', message }] })
}

/** Everybody but the author. */
export async function tellMentioned(
  trx: Trx,
  actor: Actor,
  note: { fullName: string; note: string },
  contact: Contact,
  userIds: string[],
): Promise<void> {
  const name = nameOf(contact)
  await notify(
    trx,
    actor.organizationId,
    userIds.filter((userId) => userId !== actor.userId),
    {
      type: 'mention',
      text: `${note.fullName} mentioned you in a note on ${name}: ${note.note}`,
      subjectType: 'contact',
      subjectId: contact.id,
    },
  )
}

function nameOf({ firstName, lastName, phoneNumber, email }: Contact): string {
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return name || phoneNumber || email || 'a contact'
}

async function mayReadContact(db: Database, actor: Actor, contactId: string): Promise<boolean> {
  const visible = visibleTo(actor, ownedContacts)
  if (!visible) return true
  const found = await sql`
    select id from contacts
    where contacts.organization_id = ${actor.organizationId} and contacts.id = ${contactId} and ${visible}
  `.execute(db)
  return found.rows.length > 0
}
