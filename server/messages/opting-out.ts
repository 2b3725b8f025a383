import { sql } from 'kysely'

import { contactWith } from '../contacts/numbers.ts'
import { optOut } from '../contacts/opt-outs.ts'
import { systemActor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { addressOf } from './attempts.ts'
import { withdrawOptedOut } from './cancellation.ts'
import type { Message } from './messages.ts'

/**
 * An opt-out reaches for all that waits for the address: whoever is to note one holds the threads before any message, as those
 * do who move what is in them.
 */
export async function holdThreadsOf(trx: Trx, organizationId: string, messageIds: string[]): Promise<void> {
  if (messageIds.length === 0) return
  await sql`
    select v.id from conversations v
    where v.organization_id = ${organizationId} and v.id = any(array(
      select m.conversation_id from messages m where m.organization_id = ${organizationId} and m.id = any(${messageIds})
    ))
    order by v.id for no key update
  `.execute(trx)
}

/**
 * The provider refuses the address that this attempt went to, because its owner opted out there: so it is opted out here. Whose
 * it is may be another by now than whom the message is with.
 */
export async function noteOptOut(trx: Trx, message: Message, attemptId?: string): Promise<void> {
  const { organizationId, channelType } = message
  const actor = systemActor(organizationId)
  const address = await addressOf(trx, message, attemptId)
  // While the contact is being erased there is none, and nobody to whom it would matter.
  if (!address) return
  const contactId = (await contactWith(trx, organizationId, address)) ?? message.contactId
  await optOut(trx, actor, contactId, { channelType, address }, 'provider')
  await withdrawOptedOut(trx, actor, channelType, address)
}
