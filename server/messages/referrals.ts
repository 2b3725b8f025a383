import type { Channel } from '../channels/channels.ts'
import type { Referral } from '../channels/connector.ts'
import { refer } from '../conversations/referrals.ts'
import { holdConversation } from '../conversations/opening.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'

/** How somebody came stands in their thread, for who answers them. Who has never written has none. */
export function noteReferral(db: Database, channel: Channel, referral: Referral): Promise<void> {
  return transact(db, async (trx) => {
    const held = await holdConversation(trx, channel, referral.from)
    if (held) await refer(trx, systemActor(channel.organizationId), held.conversation, referral)
  })
}
