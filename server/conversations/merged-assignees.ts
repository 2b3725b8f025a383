import { sql } from 'kysely'

import type { Merge } from '../duplicates/merge-steps.ts'
import type { Trx } from '../platform/database.ts'
import type { ConversationRow } from './merging.ts'

/** From the target's own conversations, who came to them with the source and is not the target's any more. */
export async function unassignJoined(
  trx: Trx,
  { organizationId, sourceId, targetId }: Merge,
  before: ConversationRow,
): Promise<void> {
  await sql`
    delete from conversation_assignees
    where organization_id = ${organizationId} and conversation_id = ${before.id}
      and not (user_id = any(${before.assignees}))
      and user_id = any(array(
        select a.user_id from contact_assignees a
        where a.organization_id = ${organizationId} and a.contact_id = ${sourceId}
      ))
      and not (user_id = any(array(
        select a.user_id from contact_assignees a
        where a.organization_id = ${organizationId} and a.contact_id = ${targetId}
      )))
  `.execute(trx)
}

export async function addAssignees(trx: Trx, organizationId: string, id: string, userIds: string[]): Promise<void> {
  await sql`
    insert into conversation_assignees (organization_id, conversation_id, user_id)
    select u.organization_id, ${id}, u.id from users u where u.organization_id = ${organizationId} and u.id = any(${userIds})
    on conflict (organization_id, conversation_id, user_id) do nothing
  `.execute(trx)
}

export async function unassign(trx: Trx, organizationId: string, id: string, userIds: string[]): Promise<void> {
  await sql`
    delete from conversation_assignees
    where organization_id = ${organizationId} and conversation_id = ${id} and user_id = any(${userIds})
  `.execute(trx)
}
