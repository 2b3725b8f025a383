import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { addressOf, lastAttemptOf } from './attempts.ts'
import { findMessage } from './messages.ts'
import { applyReceipt } from './receipts.ts'

export interface LookUp {
  organizationId: string
  channelId: string
  messageId: string
  tries: number
}

const pausesMinutes = [2, 10, 60]

/** Asks the provider what became of a message whose outcome is unknown; some times, and then it is left to a person. */
export async function lookUpMessage(db: Database, tools: ChannelTools, asked: LookUp): Promise<void> {
  const actor = systemActor(asked.organizationId)
  const message = await findMessage(db, actor, asked.messageId).catch(undefinedIfMissing)
  const channel = await findChannel(db, actor, asked.channelId).catch(undefinedIfMissing)
  if (!message || !channel || message.status !== 'unknown') return

  const to = await addressOf(db, message)
  if (to === undefined) return
  const about = { to, content: message.content, since: message.createdAt }
  const receipt = await connectorOf(tools, channel)
    .lookUp(connectionOf(tools, channel), about)
    .catch(() => undefined)
  const isAnothers = receipt && (await isTaken(db, asked, receipt.providerMessageId))
  if (receipt && !isAnothers) {
    const attemptId = await lastAttemptOf(db, message)
    return applyReceipt(db, channel, { ...receipt, ...(attemptId ? { attemptId } : {}) })
  }
  const pause = pausesMinutes[asked.tries - 1]
  if (pause === undefined) return
  const runAt = new Date(Date.now() + pause * 60_000)
  await transact(db, (trx) => enqueue(trx, 'look_up_message', { ...asked, tries: asked.tries + 1 }, { runAt }))
}

// The same words to the same contact may have been sent twice: one that we know already is not the one in question.
async function isTaken(
  db: Database,
  { organizationId, channelId, messageId }: LookUp,
  providerMessageId: string,
): Promise<boolean> {
  const other = await db
    .selectFrom('messages')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', '=', providerMessageId)
    .where('id', '<>', messageId)
    .executeTakeFirst()
  return other !== undefined
}
