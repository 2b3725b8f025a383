import { sql } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { recallAssignees } from './assignees.ts'
import { conversationsOf, recordAssigned } from './hand-over.ts'

/** Whoever takes over a contact, or joins it, takes over or joins the conversations with it. */
export const followOwner: Subscriber = {
  name: 'conversations.followOwner',
  types: ['contact.reassigned'],
  async hear(trx: Trx, event: Event) {
    const { organizationId, actorType, actorId, subjectId: contactId } = event
    const held = await sql<{ id: string }>`
      select id from conversations where organization_id = ${organizationId} and contact_id = ${contactId}
      order by id for no key update
    `.execute(trx)
    const ids = held.rows.map(({ id }) => id)
    const before = await conversationsOf(trx, organizationId, ids)
    await keepingCounts(trx, organizationId, sql`contact_id = ${contactId}`, () => follow(trx, event))
    await recordAssigned(trx, { organizationId, type: actorType, id: actorId }, before)
  },
}

async function follow(trx: Trx, event: Event): Promise<void> {
  await trx
    .updateTable('conversations')
    .set({ userId: String(event.data['userId']), updatedAt: new Date() })
    .where('organizationId', '=', event.organizationId)
    .where('contactId', '=', event.subjectId)
    .execute()
  await sql`
      insert into conversation_assignees (organization_id, conversation_id, user_id)
      select v.organization_id, v.id, a.user_id
      from conversations v
      join contact_assignees a on a.organization_id = ${event.organizationId} and a.contact_id = v.contact_id
      where v.organization_id = ${event.organizationId} and v.contact_id = ${event.subjectId}
      on conflict (organization_id, conversation_id, user_id) do nothing
    `.execute(trx)
  await recallAssignees(trx, event.organizationId, sql`v.contact_id = ${event.subjectId}`)
}
