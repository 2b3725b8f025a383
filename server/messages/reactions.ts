import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import type { Reaction } from '../channels/connector.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { Message } from './messages.ts'
import { holdMessageCalled } from './provider-ids.ts'

/** The contact’s latest word on the message counts. Answers false where the message is not known yet. */
export function react(db: Database, channel: Channel, { providerMessageId, emoji, at }: Reaction): Promise<boolean> {
  return transact(db, async (trx) => {
    const message = await holdMessageCalled(trx, channel, providerMessageId)
    if (!message) return false
    const { organizationId, id: messageId } = message
    const before = await trx
      .selectFrom('messageReactions')
      .selectAll()
      .where('organizationId', '=', organizationId)
      .where('messageId', '=', messageId)
      .executeTakeFirst()
    if (before && before.reactedAt >= at) return true
    await trx
      .insertInto('messageReactions')
      .values({ organizationId, messageId, emoji, reactedAt: at })
      .onConflict((conflict) =>
        conflict
          .columns(['organizationId', 'messageId'])
          .doUpdateSet((eb) => ({ emoji: eb.ref('excluded.emoji'), reactedAt: eb.ref('excluded.reactedAt') })),
      )
      .execute()
    const type = emoji === null ? 'message.unreacted' : 'message.reacted'
    const isNews = (before?.emoji ?? null) !== emoji
    if (isNews) await record(trx, systemActor(organizationId), type, { ...message, reaction: emoji } as Message)
    return true
  })
}

/** By the messages that have one. Only pages know of them, so most lists ask nothing. */
export async function reactionsTo(
  db: Database,
  { organizationId }: Actor,
  messages: Message[],
): Promise<Map<string, string>> {
  const ids = messages.filter(({ channelType }) => channelType === 'facebook').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const found = await sql<{ messageId: string; emoji: string }>`
    select message_id, emoji from message_reactions
    where organization_id = ${organizationId} and message_id = any(${ids}) and emoji is not null
  `.execute(db)
  return new Map(found.rows.map(({ messageId, emoji }) => [messageId, emoji]))
}
