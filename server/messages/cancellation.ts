import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { findMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { takeFromOutbox } from './outbox.ts'

/** Withdraws a message that still waits. Once a worker has begun to send it, there is no way back. */
export function cancelMessage(db: Database, actor: Actor, id: string): Promise<Message> {
  return transact(db, async (trx) => {
    const message = await findMessage(trx, actor, id)
    if (message.status === 'canceled') return message
    if (message.status !== 'queued' || !(await takeFromOutbox(trx, message))) {
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

export const optedOutError = {
  errorCode: 'opted_out',
  errorMessage: 'The contact has opted out: nothing was sent.',
}

async function withdraw(
  trx: Trx,
  organizationId: string,
  ids: string[],
  change: { status: 'canceled' | 'failed'; errorCode: string | null; errorMessage: string | null },
): Promise<Message[]> {
  if (ids.length === 0) return []
  return trx
    .updateTable('messages')
    .set({ ...change, updatedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .where('status', '=', 'queued')
    .returningAll()
    .execute()
}
