import type { Channel } from '../channels/channels.ts'
import type { Trx } from '../platform/database.ts'
import type { Message } from './messages.ts'

/** What the provider calls so on this channel, held until the transaction ends. */
export function holdMessageCalled(
  trx: Trx,
  { organizationId, id: channelId }: Pick<Channel, 'organizationId' | 'id'>,
  providerMessageId: string,
): Promise<Message | undefined> {
  return trx
    .selectFrom('messages')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', '=', providerMessageId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The message of the same channel that another one answers; null where we do not know it. */
export async function idOfAnswered(
  trx: Trx,
  { organizationId, id: channelId }: Pick<Channel, 'organizationId' | 'id'>,
  providerMessageId: string | undefined,
): Promise<string | null> {
  if (providerMessageId === undefined) return null
  const found = await trx
    .selectFrom('messages')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', '=', providerMessageId)
    .executeTakeFirst()
  return found?.id ?? null
}
