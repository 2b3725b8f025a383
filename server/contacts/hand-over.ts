import { sql } from 'kysely'

import { heirOf } from '../identity/membership.ts'
import { withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Author } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Tasks } from '../platform/jobs.ts'
import { countContacts } from './counts.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'

const pieceSize = 200

interface HandOver {
  author: Author
  userId: string
}

/** What a deleted user owned or was assigned to goes to the heir. */
export const handOverContacts: Subscriber = {
  name: 'contacts.handOver',
  types: ['user.deleted'],
  hear: (trx: Trx, { organizationId, actorType, actorId, subjectId }: Event) =>
    enqueue(trx, 'hand_over_contacts', {
      author: { organizationId, type: actorType, id: actorId },
      userId: subjectId,
    }),
}

export function handOverContactsTasks(db: Database): Tasks {
  return { hand_over_contacts: (asked: HandOver) => handOver(db, asked) }
}

/** In pieces, since somebody may own a hundred thousand; each asks for the next in the transaction that it ends with. */
function handOver(db: Database, { author, userId }: HandOver): Promise<void> {
  const { organizationId } = author
  return transact(db, async (trx) => {
    const heirId = await heirOf(trx, organizationId, userId)
    const ids = await nextPiece(trx, organizationId, userId)
    if (heirId === userId || ids.length === 0) return
    const before = await contactsOf(trx, organizationId, ids)
    await give(trx, organizationId, { ids, userId, heirId })
    const after = await contactsOf(trx, organizationId, ids)
    await countContacts(trx, organizationId, { gone: before, added: after })
    const known = new Map(before.map((contact) => [contact.id, contact]))
    const given = after.map((contact) => withPrevious(contact, known.get(contact.id)))
    await record(trx, author, 'contact.reassigned', given)
    await enqueue(trx, 'hand_over_contacts', { author, userId })
  })
}

async function nextPiece(trx: Trx, organizationId: string, userId: string): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from contacts
    where organization_id = ${organizationId} and id in (
      (
        select c.id from contacts c where c.organization_id = ${organizationId} and c.user_id = ${userId}
        limit ${pieceSize}
      )
      union
      (
        select a.contact_id from contact_assignees a where a.organization_id = ${organizationId} and a.user_id = ${userId}
        limit ${pieceSize}
      )
    )
    order by id for no key update
  `.execute(trx)
  return found.rows.map((row) => row.id)
}

async function give(
  trx: Trx,
  organizationId: string,
  { ids, userId, heirId }: { ids: string[]; userId: string; heirId: string },
): Promise<void> {
  await sql`
    update contacts set user_id = ${heirId}, owner_wrote_at = null, version = version + 1, updated_at = ${new Date()}
    where organization_id = ${organizationId} and id = any(${ids}) and user_id = ${userId}
  `.execute(trx)
  const left = await sql<{ contactId: string }>`
    delete from contact_assignees
    where organization_id = ${organizationId} and user_id = ${userId} and contact_id = any(${ids})
    returning contact_id
  `.execute(trx)
  await sql`
    insert into contact_assignees (organization_id, contact_id, user_id)
    select ${organizationId}, contact_id, ${heirId} from unnest(${left.rows.map((row) => row.contactId)}::text[]) as contact_id
    on conflict (organization_id, contact_id, user_id) do nothing
  `.execute(trx)
}

async function contactsOf(trx: Trx, organizationId: string, ids: string[]): Promise<Contact[]> {
  const found = await sql<Contact>`
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(${ids})
  `.execute(trx)
  return found.rows
}
