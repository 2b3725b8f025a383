import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import type { Destination } from './thread.ts'

/** What a contact has, whoever said it. */
const had = new Set(['sent', 'delivered', 'read'])

/** A message can answer what stands in the same thread and has reached the contact, where the channel shows that it does. */
export async function refuseUnquotable(
  trx: Trx,
  { organizationId }: Actor,
  tools: ChannelTools,
  { channel, conversation }: Destination,
  replyToId: string,
): Promise<void> {
  const quoted = await trx
    .selectFrom('messages')
    .select(['direction', 'status'])
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', conversation?.id ?? '')
    .where('id', '=', replyToId)
    .executeTakeFirst()
  if (!quoted) throw notFound('message')
  if (!connectorOf(tools, channel).hasQuotes) {
    throw invalid('replyToId', 'this channel shows no quotes: leave it out, or say in the text what you answer.')
  }
  if (quoted.direction === 'outbound' && !had.has(quoted.status)) {
    throw new Refusal(
      409,
      'not_sent',
      'The message that you answer has not reached the contact: nothing would be quoted.',
    )
  }
}
