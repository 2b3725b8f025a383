import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { mayWrite } from '../channels/windows.ts'
import { findConversation } from '../conversations/conversations.ts'
import { systemActor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'

/** Lets the contact see that somebody writes, where its channel can show that, and may. */
export async function showTyping(
  db: Database,
  tools: ChannelTools,
  organizationId: string,
  conversationId: string,
): Promise<void> {
  const actor = systemActor(organizationId)
  const conversation = await findConversation(db, actor, conversationId)
  if (mayWrite(conversation, { isByHand: false, now: new Date() }) !== 'yes') return
  const channel = await findChannel(db, actor, conversation.channelId)
  const connector = connectorOf(tools, channel)
  if (!connector.showTyping || channel.disabledAt || channel.haltedAt) return
  await connector.showTyping(connectionOf(tools, channel), conversation.channelIdentifier)
}
