import { sql } from 'kysely'

import { afterCommit } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Signals } from '../platform/signals.ts'
import type { Message } from './messages.ts'

let signals: Signals | undefined

/** Whom to wake when something is to leave. Without one the workers find it by looking. */
export function wakeWorkersThrough(them: Signals | undefined): void {
  signals = them
}

type Queued = Pick<Message, 'organizationId' | 'id' | 'conversationId' | 'channelId'>

/** What is bulk lets everything else on its channel go first. */
export async function addToOutbox(
  trx: Trx,
  messages: Queued[],
  { dueAt, isBulk = false }: { dueAt: Date; isBulk?: boolean },
): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map(({ organizationId, id: messageId, conversationId, channelId }) => {
    return { organizationId, messageId, conversationId, channelId, dueAt, isBulk }
  })
  if (!isBulk) await hurry(trx, rows)
  await trx.insertInto('outbox').values(rows).execute()
  const channels = Map.groupBy(rows, (row) => row.channelId)
  for (const [{ organizationId, channelId }] of channels.values() as Iterable<[(typeof rows)[0]]>) {
    afterCommit(trx, () => wakeWorkers(organizationId, channelId))
  }
}

/** What waits in bulk for somebody who is answered now goes first: the answer cannot overtake it, and is not to wait for all. */
async function hurry(trx: Trx, rows: Array<{ organizationId: string; conversationId: string }>): Promise<void> {
  await sql`
    update outbox set is_bulk = false
    where organization_id = ${rows[0]!.organizationId}
      and conversation_id = any(${rows.map(({ conversationId }) => conversationId)}) and is_bulk
  `.execute(trx)
}

/** Whoever was put off by what was wrong with the channel leaves now; what is to leave later keeps its time. */
export async function hurryPutOff(trx: Trx, organizationId: string, channelId: string, now: Date): Promise<void> {
  await sql`
    update outbox set due_at = ${now}
    where organization_id = ${organizationId} and channel_id = ${channelId}
      and claimed_by is null and tries > 0 and due_at > ${now}
  `.execute(trx)
  await trx
    .updateTable('channelPacing')
    .set({ nextAt: now })
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('nextAt', '>', now)
    .execute()
  afterCommit(trx, () => wakeWorkers(organizationId, channelId))
}

export function wakeWorkers(organizationId: string, channelId: string): void {
  signals?.send('outbox', `${organizationId} ${channelId}`)
}

/** Takes the message back if no worker has begun to send it. */
export async function takeFromOutbox(trx: Trx, message: Queued): Promise<boolean> {
  const taken = await trx
    .deleteFrom('outbox')
    .where('organizationId', '=', message.organizationId)
    .where('messageId', '=', message.id)
    .where('claimedBy', 'is', null)
    .returning('messageId')
    .executeTakeFirst()
  return taken !== undefined
}

/** The channels for which something is due, of all organizations. */
export async function dueChannels(db: Database): Promise<Array<{ organizationId: string; channelId: string }>> {
  const found = await sql<{ organizationId: string; channelId: string }>`
    select organization_id, channel_id, count(*) from outbox
    where claimed_by is null and due_at <= ${new Date()} group by organization_id, channel_id
  `.execute(db)
  return found.rows
}

export async function countWaiting(db: Database): Promise<number> {
  const found = await sql<{ waiting: number }>`select count(*) as waiting from outbox`.execute(db)
  return found.rows[0]?.waiting ?? 0
}
