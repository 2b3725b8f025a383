import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { keepDeliveries } from './deliveries.ts'
import { findMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { takeFromOutbox } from './outbox.ts'

/** Withdraws a message that still waits. Once a worker has begun to send it, there is no way back. */
export function cancelMessage(db: Database, actor: Actor, id: string): Promise<Message> {
  return transact(db, async (trx) => {
    const message = await findMessage(trx, actor, id)
    if (!(await takeFromOutbox(trx, message))) {
      // Asked again: whoever canceled it at the same time has done so by now.
      const present = await findMessage(trx, actor, id)
      if (present.status === 'canceled') return present
      throw new Refusal(409, 'not_queued', 'Only a message that still waits can be canceled; this one is on its way.')
    }
    const canceled = await withdraw(trx, actor.organizationId, [id], {
      status: 'canceled',
      errorCode: null,
      errorMessage: null,
    })
    await record(trx, actor, 'message.canceled', canceled)
    return canceled[0]!
  })
}

/** Everything that waits for this address is not sent any more: the contact has opted out. */
export async function withdrawOptedOut(trx: Trx, actor: Actor, channelType: string, address: string): Promise<void> {
  const { organizationId } = actor
  const waiting = await trx
    .deleteFrom('outbox')
    .where('organizationId', '=', organizationId)
    .where('claimedBy', 'is', null)
    .where('conversationId', 'in', (query) =>
      query
        .selectFrom('conversations')
        .select('id')
        .where('organizationId', '=', organizationId)
        .where('channelType', '=', channelType)
        .where('channelIdentifier', '=', address),
    )
    .returning('messageId')
    .execute()
  const ids = waiting.map((row) => row.messageId)
  const failed = await withdraw(trx, organizationId, ids, { status: 'failed', ...optedOutError })
  await record(trx, actor, 'message.failed', failed)
}

/** What waits on a channel that was deleted can never leave. */
export function withdrawFromDeleted(db: Database, organizationId: string, channelId: string): Promise<void> {
  return transact(db, async (trx) => {
    const waiting = await trx
      .deleteFrom('outbox')
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', channelId)
      .where('claimedBy', 'is', null)
      .returning('messageId')
      .execute()
    const ids = waiting.map((row) => row.messageId)
    const failed = await withdraw(trx, organizationId, ids, { status: 'failed', ...channelDeletedError })
    await record(trx, systemActor(organizationId), 'message.failed', failed)
  })
}

export const optedOutError = {
  errorCode: 'opted_out',
  errorMessage: 'The contact has opted out: nothing was sent.',
}

export const blockedError = {
  errorCode: 'contact_blocked',
  errorMessage: 'The contact was blocked before this was sent: nothing was sent.',
}

const channelDeletedError = {
  errorCode: 'channel_deleted',
  errorMessage: 'The channel was deleted before this was sent: write through another one.',
}

async function withdraw(
  trx: Trx,
  organizationId: string,
  ids: string[],
  change: { status: 'canceled' | 'failed'; errorCode: string | null; errorMessage: string | null },
): Promise<Message[]> {
  if (ids.length === 0) return []
  const now = new Date()
  const withdrawn = await trx
    .updateTable('messages')
    .set({ ...change, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .where('status', '=', 'queued')
    .returningAll()
    .execute()
  await keepDeliveries(
    trx,
    withdrawn.map(({ id: messageId }) => ({ organizationId, id: newId(now), messageId, ...change, occurredAt: now })),
  )
  return withdrawn
}
