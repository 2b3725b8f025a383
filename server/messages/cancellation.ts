import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { keepDeliveries } from './deliveries.ts'
import { findMessage, holdMessages } from './messages.ts'
import type { Message } from './messages.ts'
import { takeFromOutbox } from './outbox.ts'

/** Withdraws a message that still waits. Once a worker has begun to send it, there is no way back. */
export function cancelMessage(db: Database, actor: Actor, id: string): Promise<Message> {
  return transact(db, async (trx) => {
    const message = await findMessage(trx, actor, id)
    await holdMessages(trx, actor.organizationId, [id])
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
  const waiting = await sql<{ messageId: string }>`
    select o.message_id from outbox o
    join conversations v on v.organization_id = ${organizationId} and v.id = o.conversation_id
    where o.organization_id = ${organizationId} and o.claimed_by is null and v.channel_type = ${channelType}
      and (o.address = ${address} or o.address is null and v.channel_identifier = ${address})
  `.execute(trx)
  const ids = await takeAllFromOutbox(
    trx,
    organizationId,
    waiting.rows.map((row) => row.messageId),
  )
  const failed = await withdraw(trx, organizationId, ids, { status: 'failed', ...optedOutError })
  await record(trx, actor, 'message.failed', failed)
}

/** Nor is what waits for it in the thread of somebody else, to whom it was given: whose address it was, is erased. */
export async function withdrawErased(trx: Trx, organizationId: string, addresses: string[]): Promise<void> {
  const waiting = await sql<{ messageId: string }>`
    select message_id from outbox
    where organization_id = ${organizationId} and address = any(${addresses}) and claimed_by is null
  `.execute(trx)
  const messageIds = waiting.rows.map((row) => row.messageId)
  const ids = await takeAllFromOutbox(trx, organizationId, messageIds)
  const failed = await withdraw(trx, organizationId, ids, { status: 'failed', ...erasedError })
  await record(trx, systemActor(organizationId), 'message.failed', failed)
}

/** What waits on a channel that was deleted can never leave. */
export function withdrawFromDeleted(db: Database, organizationId: string, channelId: string): Promise<void> {
  return transact(db, async (trx) => {
    const waiting = await trx
      .selectFrom('outbox')
      .select('messageId')
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', channelId)
      .where('claimedBy', 'is', null)
      .execute()
    const ids = await takeAllFromOutbox(
      trx,
      organizationId,
      waiting.map((row) => row.messageId),
    )
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

const erasedError = {
  errorCode: 'contact_erased',
  errorMessage: 'Whom this was written to was erased before it was sent: nothing was sent.',
}

const channelDeletedError = {
  errorCode: 'channel_deleted',
  errorMessage: 'The channel was deleted before this was sent: write through another one.',
}

/** Those of them that no worker has begun to send; held before, as whoever moves or settles them does. */
async function takeAllFromOutbox(trx: Trx, organizationId: string, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  await holdMessages(trx, organizationId, messageIds)
  const taken = await trx
    .deleteFrom('outbox')
    .where('organizationId', '=', organizationId)
    .where('messageId', '=', sql<string>`any(${messageIds})`)
    .where('claimedBy', 'is', null)
    .returning('messageId')
    .execute()
  return taken.map((row) => row.messageId)
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
