import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import type { ChannelTools } from '../channels/channels.ts'
import { attachedFiles, attachedTo, detach } from '../files/attached.ts'
import type { AttachedFile } from '../files/attached.ts'
import type { Actor } from '../identity/actor.ts'
import { heirOf } from '../identity/membership.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { enqueue } from '../platform/jobs.ts'
import type { BulkSends } from '../platform/schema.ts'
import { senderOf } from '../templates/personalization.ts'
import { pieceSize, sendPiece } from './mailings.ts'
import type { Recipient } from './mailings.ts'

/** Names the piece by what is left before it, so that whoever comes with an old job finds that it is done. */
export interface BulkPiece {
  organizationId: string
  id: string
  left: number
}

type BulkSend = Selectable<BulkSends> & { attachments: AttachedFile[] }

export async function askForPiece(
  trx: Trx,
  { organizationId, id, contactIds }: Pick<BulkSend, 'organizationId' | 'id' | 'contactIds'>,
): Promise<void> {
  await enqueue(trx, 'send_bulk_piece', { organizationId, id, left: contactIds.length } satisfies BulkPiece)
}

/**
 * Queues the next of those that were accepted, and asks for the rest in the same transaction: after a crash anywhere a piece is
 * done or it is not. In the name of whoever asked for it, who could see all of them then. Whom something refuses by now, that is
 * recorded of, and the author is told.
 */
export async function sendBulkPiece(db: Database, tools: ChannelTools, asked: BulkPiece): Promise<void> {
  try {
    await transact(db, async (trx) => {
      const bulk = await hold(trx, asked)
      if (!bulk) return
      const recipients = recipientsOf(bulk)
      const outcomes = await send(trx, tools, bulk, recipients.slice(0, pieceSize))
      await recordRefused(trx, bulk, recipients, outcomes)
      await goOn(trx, bulk, recipients.slice(pieceSize))
    })
  } catch (error) {
    // Such as a channel that was deleted: then it refuses all that are left.
    if (!(error instanceof Refusal)) throw error
    await transact(db, async (trx) => {
      const bulk = await hold(trx, asked)
      if (!bulk) return
      const recipients = recipientsOf(bulk)
      await recordRefused(trx, bulk, recipients, new Map(bulk.contactIds.map((contactId) => [contactId, error])))
      await goOn(trx, bulk, [])
    })
  }
}

async function hold(trx: Trx, { organizationId, id, left }: BulkPiece): Promise<BulkSend | undefined> {
  const found = await sql<BulkSend>`
    select b.*, ${attachedTo(organizationId, 'bulk_send_files', sql`b.id`)} as attachments from bulk_sends b
    where b.organization_id = ${organizationId} and b.id = ${id} for update of b
  `.execute(trx)
  const [bulk] = found.rows
  return bulk?.contactIds.length === left ? bulk : undefined
}

function recipientsOf({ contactIds, messageIds }: BulkSend): Recipient[] {
  return contactIds.map((contactId, index) => ({ contactId, messageId: messageIds[index]! }))
}

async function send(trx: Trx, tools: ChannelTools, bulk: BulkSend, recipients: Recipient[]) {
  const actor = authorOf(bulk)
  const mailing = {
    template: bulk.template,
    sender: await senderOf(trx, actor),
    channelId: bulk.channelId ?? undefined,
    files: await attachedFiles(trx, bulk),
  }
  return sendPiece(trx, actor, tools, recipients, mailing, bulk.createdAt)
}

function authorOf({ organizationId, actorType, actorId, sentById }: BulkSend): Actor {
  const type = actorType as Actor['type']
  return { organizationId, type, id: actorId, userId: sentById, role: 'ADMIN', departmentId: null }
}

async function recordRefused(
  trx: Trx,
  bulk: BulkSend,
  recipients: Recipient[],
  outcomes: Map<string, unknown>,
): Promise<void> {
  const { organizationId, sentById } = bulk
  const refused = recipients.flatMap(({ contactId, messageId: id }) => {
    const outcome = outcomes.get(contactId)
    return outcome instanceof Refusal ? [{ id, contactId, sentById, errorCode: outcome.code, outcome }] : []
  })
  const events = refused.map(({ outcome: _outcome, ...event }) => event)
  await record(trx, authorOf(bulk), 'message.refused', events)
  const first = refused.find(({ errorCode }) => errorCode !== 'contact_not_found')
  if (!sentById || !first) return
  const count = refused.length === 1 ? 'One message' : `${refused.length} messages`
  const text = `${count} that you sent to many could not be sent after all, the first because: ${first.outcome.message}`
  const news = { type: 'bulkSend', text, subjectType: 'contact', subjectId: first.contactId } as const
  await notify(trx, organizationId, [await heirOf(trx, organizationId, sentById)], news)
}

async function goOn(trx: Trx, bulk: BulkSend, rest: Recipient[]): Promise<void> {
  const { organizationId, id, attachments } = bulk
  if (rest.length === 0) {
    const keys = attachments.map(({ key }) => key)
    await detach(trx, 'bulk_send_files', { organizationId, id }, keys)
    await trx.deleteFrom('bulkSends').where('organizationId', '=', organizationId).where('id', '=', id).execute()
    return
  }
  const contactIds = rest.map(({ contactId }) => contactId)
  const messageIds = rest.map(({ messageId }) => messageId)
  await trx
    .updateTable('bulkSends')
    .set({ contactIds, messageIds })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  await askForPiece(trx, { organizationId, id, contactIds })
}
