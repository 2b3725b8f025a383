import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { addAssignees } from '../contacts/contacts.ts'
import { violates } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import type { Conversation } from './row.ts'

/**
 * Replaces who is assigned to these conversations, in the rows that hold the keys and in the copy that lists are found by.
 * Who is to answer must see whom: they are put on the contacts as well.
 */
export async function replaceAssignees(
  trx: Trx,
  organizationId: string,
  conversations: Conversation[],
  userIds: string[],
): Promise<void> {
  const ids = conversations.map(({ id }) => id)
  await sql`
    delete from conversation_assignees where organization_id = ${organizationId} and conversation_id = any(${ids})
  `.execute(trx)
  await sql`
    insert into conversation_assignees (organization_id, conversation_id, user_id)
    select ${organizationId}, c.id, u.id from unnest(${ids}::text[]) as c (id) cross join unnest(${userIds}::text[]) as u (id)
  `
    .execute(trx)
    .catch((error: unknown) => {
      throw violates(error, 'conversation_assignees_user_id_fkey') ? notFound('user') : error
    })
  const contactIds = [...new Set(conversations.map(({ contactId }) => contactId))]
  await addAssignees(trx, organizationId, contactIds, userIds)
  await sql`
    update conversations set assignee_ids = ${userIds}, unrouted_since = null, updated_at = ${new Date()}
    where organization_id = ${organizationId} and id = any(${ids})
  `.execute(trx)
}

/** Copies who is assigned into the conversations `v` that the condition names; for whoever changed only the rows. */
export async function recallAssignees(trx: Trx, organizationId: string, condition: RawBuilder<unknown>): Promise<void> {
  await sql`
    with assigned as materialized (
      select v.id, array(
        select a.user_id from conversation_assignees a
        where a.organization_id = ${organizationId} and a.conversation_id = v.id order by a.user_id
      ) as user_ids
      from conversations v where v.organization_id = ${organizationId} and ${condition}
    )
    update conversations set assignee_ids = assigned.user_ids from assigned
    where conversations.organization_id = ${organizationId} and conversations.id = assigned.id
  `.execute(trx)
}
