import { sql } from 'kysely'

import type { Database } from '../platform/database.ts'
import type { Message } from './messages.ts'

type Tried = Pick<Message, 'organizationId' | 'id' | 'conversationId'>

/**
 * Where the message went by this attempt, or by the last: its thread may be elsewhere by now. What was tried before that was
 * kept went where its thread was, unless a merge put it into another one since. None of somebody who was erased, or is being so.
 */
export async function addressOf(db: Database, message: Tried, attemptId?: string): Promise<string | undefined> {
  const { organizationId, id, conversationId } = message
  const found = await sql<{ address: string }>`
    select coalesce((
      select a.address from attempts a
      where a.organization_id = ${organizationId} and a.message_id = ${id}
        and ${attemptId === undefined ? sql`true` : sql`a.id = ${attemptId}`}
      order by a.id desc limit 1
    ), (
      select p.address from merged_messages p
      where p.organization_id = ${organizationId} and p.message_id = ${id} order by p.merge_id limit 1
    ), v.channel_identifier) as address
    from conversations v
    where v.organization_id = ${organizationId} and v.id = ${conversationId} and v.contact_id is not null
  `.execute(db)
  return found.rows[0]?.address || undefined
}

export async function lastAttemptOf(
  db: Database,
  { organizationId, id }: Omit<Tried, 'conversationId'>,
): Promise<string | undefined> {
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('messageId', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return attempt?.id
}
