import type { Channel } from '../channels/channels.ts'
import type { Echo } from '../channels/connector.ts'
import { noteMessages } from '../conversations/last-message.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { keepAttachments } from './attachments.ts'
import type { Message } from './messages.ts'
import { idOfAnswered } from './provider-ids.ts'
import { threadWith } from './receiving.ts'
import type { Held } from './receiving.ts'
import { applyReceipt, holdProviderIds } from './receipts.ts'

/**
 * What was said in the name of the page. Our own words come back so, and tell what the provider calls them, also where its
 * answer was lost; what a person wrote elsewhere becomes a message of the thread, and answers whoever waits there.
 */
export async function hearEcho(db: Database, channel: Channel, echo: Echo): Promise<void> {
  const { attemptId, providerMessageId } = echo
  if (attemptId && (await isOurs(db, channel, attemptId))) {
    const status = 'sent' as const
    return applyReceipt(db, channel, { kind: 'receipt', attemptId, providerMessageId, status, providerStatus: 'echo' })
  }
  await transact(db, (trx) => keepForeign(trx, channel, echo))
}

async function isOurs(db: Database, { organizationId, id: channelId }: Channel, attemptId: string): Promise<boolean> {
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('id', '=', attemptId)
    .executeTakeFirst()
  return attempt !== undefined
}

async function keepForeign(trx: Trx, channel: Channel, echo: Echo): Promise<void> {
  const actor = systemActor(channel.organizationId)
  const held = await threadWith(trx, actor, channel, { from: echo.to, providerMessageId: echo.providerMessageId })
  if (!held) return
  await holdProviderIds(trx, channel, [echo.providerMessageId])
  const message = await insertForeign(trx, channel, held, echo)
  if (!message) return
  // When it was said decides whether it answers what the contact wrote; it has left already, whatever the contact wants.
  const said = { ...message, address: held.conversation.channelIdentifier }
  await noteMessages(trx, actor.organizationId, { direction: 'outbound', isBelated: true, isSaid: true }, [said])
  await keepAttachments(trx, message, echo.attachments)
  await record(trx, actor, 'message.sent', message)
}

async function insertForeign(
  trx: Trx,
  channel: Channel,
  { conversation }: Held,
  { providerMessageId, content, attachments, replyTo, at }: Echo,
): Promise<Message | undefined> {
  const saidAt = new Date(Math.min(at.getTime(), Date.now()))
  return trx
    .insertInto('messages')
    .values({
      organizationId: channel.organizationId,
      id: newId(saidAt),
      conversationId: conversation.id,
      contactId: conversation.contactId,
      channelId: channel.id,
      channelType: channel.type,
      direction: 'outbound',
      content,
      status: 'sent',
      providerMessageId,
      replyToId: await idOfAnswered(trx, channel, replyTo),
      hasAttachments: attachments.length > 0,
      createdAt: saidAt,
      updatedAt: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelId', 'providerMessageId']).doNothing())
    .returningAll()
    .executeTakeFirst()
}
