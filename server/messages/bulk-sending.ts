import type { ChannelTools } from '../channels/channels.ts'
import { attachInstead } from '../files/attached.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { askForPiece } from './bulk-pieces.ts'
import { judge, mailingOf, pieceSize, sendPiece } from './mailings.ts'
import type { BulkMessage, Mailing, Outcome, Recipient } from './mailings.ts'

export interface BulkAnswer {
  contactId: string
  outcome: Outcome | Refusal
}

/**
 * The same to many contacts, filled in for each. One that is refused keeps no other from being sent. Of all it is decided in
 * one transaction whether they are accepted; the first of them are queued in it as well, the others by jobs, under the ids that
 * are answered here: so the call returns soon, and keeps nobody's contacts from being written to for long.
 */
export function sendToMany(db: Database, actor: Actor, tools: ChannelTools, input: BulkMessage): Promise<BulkAnswer[]> {
  return transact(db, async (trx) => {
    const at = new Date()
    const mailing = await mailingOf(trx, actor, tools, input)
    // In the order of their ids, in which everybody holds contacts.
    const ids = [...new Set(input.contactIds)].toSorted()
    const recipients = ids.map((contactId) => ({ contactId, messageId: newId(at) }))
    const later = await accept(trx, actor, tools, recipients.slice(pieceSize), mailing, at)
    const queued = await sendPiece(trx, actor, tools, recipients.slice(0, pieceSize), mailing, at)
    return inOrder(input.contactIds, new Map([...later, ...queued]))
  })
}

/** Who of them will be written to, as things are now; that is written down, with the job that does it. */
async function accept(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  recipients: Recipient[],
  mailing: Mailing,
  at: Date,
): Promise<Map<string, Outcome | Refusal>> {
  if (recipients.length === 0) return new Map()
  const outcomes = await judge(trx, actor, tools, recipients, mailing)
  const accepted = recipients.filter(({ contactId }) => !(outcomes.get(contactId) instanceof Refusal))
  if (accepted.length > 0) await keep(trx, actor, accepted, mailing, at)
  return outcomes
}

async function keep(trx: Trx, actor: Actor, accepted: Recipient[], mailing: Mailing, at: Date): Promise<void> {
  const { organizationId } = actor
  const id = newId(at)
  const contactIds = accepted.map(({ contactId }) => contactId)
  await trx
    .insertInto('bulkSends')
    .values({
      organizationId,
      id,
      template: mailing.template,
      channelId: mailing.channelId ?? null,
      contactIds,
      messageIds: accepted.map(({ messageId }) => messageId),
      actorType: actor.type,
      actorId: actor.id,
      sentById: actor.userId,
      createdAt: at,
    })
    .execute()
  const fileIds = mailing.files.map((file) => file.id)
  await attachInstead(trx, 'bulk_send_files', { organizationId, id, subjectIds: [] }, fileIds)
  await askForPiece(trx, { organizationId, id, contactIds })
}

/** Who stands in the list again is written to once. */
function inOrder(contactIds: string[], outcomes: Map<string, Outcome | Refusal>): BulkAnswer[] {
  const seen = new Set<string>()
  return contactIds.map((contactId) => {
    const isAgain = seen.has(contactId)
    seen.add(contactId)
    return { contactId, outcome: isAgain ? duplicate() : outcomes.get(contactId)! }
  })
}

function duplicate(): Refusal {
  return new Refusal(409, 'duplicate', 'This contact stands in the list before: it is written to once.')
}
