import { sql } from 'kysely'

import type { PartedContents } from '../conversations/separating.ts'
import { messagesInMerges } from './merging.ts'

/** What happens to messages, sent and waiting, when a contact is separated. */
export const messagesInSeparations: PartedContents = {
  keepAddresses: messagesInMerges.keepAddresses,
  giveTo: messagesInMerges.giveTo,
  summarize: messagesInMerges.summarize,

  async timeOf(trx, organizationId, conversationId, messageId) {
    const message = await trx
      .selectFrom('messages')
      .select('createdAt')
      .where('organizationId', '=', organizationId)
      .where('conversationId', '=', conversationId)
      .where('id', '=', messageId)
      .executeTakeFirst()
    return message?.createdAt
  },

  async split(trx, { organizationId, newId }, from, toId, messageId) {
    await sql`
      update messages set conversation_id = ${toId}, contact_id = ${newId}
      where organization_id = ${organizationId} and conversation_id = ${from.id} and id >= ${messageId}
    `.execute(trx)
    await sql`
      update outbox set conversation_id = ${toId}
      where organization_id = ${organizationId} and conversation_id = ${from.id} and message_id >= ${messageId}
    `.execute(trx)
    await sql`
      insert into file_places (organization_id, subject_id, file_id)
      select a.organization_id, ${toId}, a.file_id from attachments a
      join messages m on m.organization_id = ${organizationId} and m.id = a.message_id
      where a.organization_id = ${organizationId} and m.conversation_id = ${toId} and a.file_id is not null
      on conflict (organization_id, subject_id, file_id) do nothing
    `.execute(trx)
  },
}
