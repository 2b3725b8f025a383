import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { channelAt } from './channels.ts'
import type { Channel } from './channels.ts'
import type { Media } from './connector.ts'
import { identifyNumber } from './configuration.ts'

export { simulatorConnector } from './simulator/connector.ts'
export { magicNumbers, magicPeople } from './simulator/magic-numbers.ts'
export { isTypingTo } from './simulator/typing.ts'

export interface PhoneMessage {
  id: string
  channelId: string
  sender: string
  recipient: string
  body: string
  media: Media[]
  providerMessageId: string | null
  /** The provider's id of what it answers. */
  replyTo: string | null
  createdAt: Date
}

/** What the simulated phones of this organization received, newest first. */
export async function phoneMessages(
  db: Database,
  actor: Actor,
  { to, channelId, size, cursor }: { to?: string; channelId?: string; size: number; cursor?: string },
): Promise<{ messages: PhoneMessage[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('simulatorMessages')
    .select(['id', 'channelId', 'sender', 'recipient', 'body', 'media', 'providerMessageId', 'replyTo', 'createdAt'])
    .where('organizationId', '=', actor.organizationId)
    .orderBy('id', 'desc')
    .limit(size)
  if (to) query = query.where('recipient', '=', to)
  if (channelId) query = query.where('channelId', '=', channelId)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  const found = await query.execute()
  const messages = found.map((each) => ({ ...each, media: each.media as unknown as Media[] }))
  const last = messages.length === size ? messages.at(-1) : undefined
  return { messages, nextCursor: last ? writeCursor([last.id]) : null }
}

/** The simulated channel of the actor's organization at this address. */
export async function simulatedChannel(db: Database, actor: Actor, country: string, to: string): Promise<Channel> {
  for (const [type, address] of [['sms', numberIn(to, country)] as const, ['facebook', to.trim()] as const]) {
    const channel = address && (await channelAt(db, type, address))
    if (channel && channel.provider === 'simulator' && channel.organizationId === actor.organizationId) return channel
  }
  throw invalid('to', 'it must be the number or the page of a channel of yours whose provider is the simulator.')
}

function numberIn(text: string, country: string): string | undefined {
  try {
    return identifyNumber(text, country)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
