import { sql } from 'kysely'

import { noteTrouble, findChannel } from '../channels/channels.ts'
import type { Receipt } from '../channels/connector.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Message } from './messages.ts'
import { holdThreadsOf, noteOptOut } from './opting-out.ts'
import { takeFromOutbox } from './outbox.ts'
import { statusesBefore } from './status.ts'

interface ChannelKey {
  organizationId: string
  id: string
}

/**
 * Takes in what a provider tells of a message: each thing once, in whatever order, also before the answer to our own call
 * has come. It is kept in the history; the message's status only moves forward.
 */
export function applyReceipt(db: Database, channel: ChannelKey, receipt: Receipt): Promise<void> {
  return transact(db, async (trx) => {
    if (receipt.error?.isOptOut) await holdThreadsOf(trx, channel.organizationId, await idsOf(trx, channel, receipt))
    const message = (await messageOf(trx, channel, receipt)) ?? (await messageOfAnswer(trx, channel, receipt))
    if (!message) return park(trx, channel, receipt)
    if (!(await keepDelivery(trx, message, receipt))) return
    const moved = (await isSuperseded(trx, message, receipt))
      ? await moveByEarlierAttempt(trx, message, receipt)
      : await moveByLastAttempt(trx, message, receipt)
    if (moved) await recordMove(trx, message, moved)
    if (receipt.error?.isOptOut) await noteOptOut(trx, message, receipt.attemptId)
    if (receipt.error?.isChannelTrouble) await noteChannelTrouble(trx, channel, receipt.error.message)
  })
}

// What arrived was sent, though nobody had told us yet.
async function recordMove(trx: Trx, before: Message, after: Message): Promise<void> {
  const actor = systemActor(after.organizationId)
  const hasArrived = after.status === 'delivered' || after.status === 'read'
  const isNewlySent = hasArrived && statusesBefore('sent').includes(before.status)
  const sent: Message = { ...after, status: 'sent' }
  if (isNewlySent) await record(trx, actor, 'message.sent', sent)
  await record(trx, actor, `message.${after.status}`, after)
}

// Held, so that two receipts at once do not both wait for what the other one holds.
async function messageOf(trx: Trx, channel: ChannelKey, receipt: Receipt): Promise<Message | undefined> {
  return (await messagesOf(trx, channel, receipt)).selectAll().forNoKeyUpdate().executeTakeFirst()
}

async function idsOf(trx: Trx, channel: ChannelKey, receipt: Receipt): Promise<string[]> {
  const found = await (await messagesOf(trx, channel, receipt)).select('id').execute()
  return found.map(({ id }) => id)
}

/** One, or none. */
async function messagesOf(trx: Trx, channel: ChannelKey, receipt: Receipt) {
  const messageId = receipt.attemptId && (await messageOfAttempt(trx, channel, receipt.attemptId))
  const query = trx
    .selectFrom('messages')
    .where('organizationId', '=', channel.organizationId)
    .where('channelId', '=', channel.id)
    .where('direction', '=', 'outbound')
  return messageId
    ? query.where('id', '=', messageId)
    : query.where('providerMessageId', '=', receipt.providerMessageId)
}

// The answer to our call may be being written down at this moment: either it finds the parked receipt, or we its message.
async function messageOfAnswer(trx: Trx, channel: ChannelKey, receipt: Receipt): Promise<Message | undefined> {
  await holdProviderIds(trx, channel, [receipt.providerMessageId])
  return messageOf(trx, channel, receipt)
}

/** One transaction at a time deals with what a provider calls by these ids, until it ends. */
export async function holdProviderIds(trx: Trx, channel: ChannelKey, ids: string[]): Promise<void> {
  const keys = ids.map((id) => `${channel.organizationId} ${channel.id} ${id}`).toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key`.execute(trx)
}

async function messageOfAttempt(trx: Trx, channel: ChannelKey, attemptId: string): Promise<string | undefined> {
  const attempt = await trx
    .selectFrom('attempts')
    .select('messageId')
    .where('organizationId', '=', channel.organizationId)
    .where('channelId', '=', channel.id)
    .where('id', '=', attemptId)
    .executeTakeFirst()
  return attempt?.messageId
}

async function park(trx: Trx, channel: ChannelKey, receipt: Receipt): Promise<void> {
  const receivedAt = new Date()
  await trx
    .insertInto('unmatchedReceipts')
    .values({
      organizationId: channel.organizationId,
      id: newId(receivedAt),
      channelId: channel.id,
      providerMessageId: receipt.providerMessageId,
      receipt: JSON.stringify(receipt),
      receivedAt,
    })
    .execute()
}

async function keepDelivery(trx: Trx, message: Message, receipt: Receipt): Promise<boolean> {
  const occurredAt = new Date()
  const kept = await trx
    .insertInto('deliveries')
    .values({
      organizationId: message.organizationId,
      id: newId(occurredAt),
      messageId: message.id,
      attemptId: receipt.attemptId ?? null,
      status: receipt.status,
      providerStatus: receipt.providerStatus,
      errorCode: receipt.error?.code ?? null,
      errorMessage: receipt.error?.message ?? null,
      occurredAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

/** A person has had the message tried again since the attempt that the receipt is about. */
async function isSuperseded(trx: Trx, message: Message, receipt: Receipt): Promise<boolean> {
  const { organizationId, id } = message
  if (!receipt.attemptId || message.providerMessageId === receipt.providerMessageId) return false
  const found = await sql<{ isSuperseded: boolean }>`
    select exists (
      select from attempts where organization_id = ${organizationId} and message_id = ${id} and id > ${receipt.attemptId}
    ) or exists (
      select from outbox where organization_id = ${organizationId} and message_id = ${id} and claimed_by is null
    ) as is_superseded
  `.execute(trx)
  return found.rows[0]?.isSuperseded ?? false
}

// That it failed says nothing of the later attempt. That it arrived does: there is no need to send it once more.
async function moveByEarlierAttempt(trx: Trx, message: Message, receipt: Receipt): Promise<Message | undefined> {
  if (receipt.status === 'failed') return undefined
  await takeFromOutbox(trx, message)
  return moveForward(trx, message, receipt)
}

async function moveByLastAttempt(trx: Trx, message: Message, receipt: Receipt): Promise<Message | undefined> {
  if (message.providerMessageId === null) await learnProviderId(trx, message, receipt.providerMessageId)
  return moveForward(trx, message, receipt)
}

function moveForward(trx: Trx, message: Message, receipt: Receipt): Promise<Message | undefined> {
  return trx
    .updateTable('messages')
    .set({
      status: receipt.status,
      errorCode: receipt.error?.code ?? null,
      errorMessage: receipt.error?.message ?? null,
      updatedAt: new Date(),
    })
    .where('organizationId', '=', message.organizationId)
    .where('id', '=', message.id)
    .where('status', 'in', statusesBefore(receipt.status))
    .returningAll()
    .executeTakeFirst()
}

async function learnProviderId(trx: Trx, message: Message, providerMessageId: string): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ providerMessageId })
    .where('organizationId', '=', message.organizationId)
    .where('id', '=', message.id)
    .where('providerMessageId', 'is', null)
    .execute()
}

async function noteChannelTrouble(trx: Trx, channel: ChannelKey, trouble: string): Promise<void> {
  const found = await findChannel(trx, channel, channel.id).catch(undefinedIfMissing)
  if (found) await noteTrouble(trx, systemActor(channel.organizationId), found, trouble)
}
