import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { addOwnNote } from './notes.ts'
import { updateConversation } from './rewriting.ts'
import type { Conversation } from './row.ts'

interface Way {
  /** By an advertisement that the organization pays for. */
  isAd: boolean
  description: string
  at: Date
}

/** Once, however often it is told. The caller holds the thread. */
export async function refer(
  trx: Trx,
  actor: Actor,
  conversation: Conversation,
  { isAd, description, at }: Way,
): Promise<void> {
  const { organizationId, id: conversationId } = conversation
  const told = await trx
    .selectFrom('conversationNotes')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', conversationId)
    .where('createdAt', '=', at)
    .where('content', '=', description)
    .executeTakeFirst()
  if (told) return
  await addOwnNote(trx, actor, { id: newId(at), conversationId, content: description, at })
  const isNewer = isAd && (!conversation.adClickedAt || conversation.adClickedAt < at)
  // Seen from here they clicked before they wrote, whatever the clocks say.
  if (isNewer)
    await updateConversation(trx, organizationId, conversationId, { adClickedAt: clickedAt(conversation, at) })
  await record(trx, actor, 'conversation.referred', { ...conversation, referral: description, isAd } as Conversation)
}

const clocksDiffer = 60_000

function clickedAt({ lastInboundAt }: Conversation, at: Date): Date {
  const isAlike = lastInboundAt !== null && at > lastInboundAt && at.getTime() - lastInboundAt.getTime() < clocksDiffer
  return isAlike ? lastInboundAt : at
}

interface Clicked {
  adClickedAt: Date | null
}

/** Of two threads that become one. */
export function latestClick(one: Clicked, other: Clicked): Date | null {
  return timeOf(one) > timeOf(other) ? one.adClickedAt : other.adClickedAt
}

/** What the thread keeps when the one that was joined to it leaves: these are as they were kept, as JSON. */
export function ownClick(now: Clicked, { from, to }: { from: Clicked; to: Clicked }): Date | null {
  const cameAlong = from.adClickedAt !== null && timeOf(now) === timeOf(from)
  return cameAlong ? to.adClickedAt : now.adClickedAt
}

function timeOf({ adClickedAt }: Clicked): number {
  return adClickedAt ? new Date(adClickedAt).getTime() : 0
}
