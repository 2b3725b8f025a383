import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { change } from './bulk.ts'
import { findContact, lockContact } from './contacts.ts'
import type { Contact } from './row.ts'

/** What it writes stands in its thread from now on and calls nobody; nothing is sent to it, also not what waits already. */
export function block(db: Database, actor: Actor, id: string): Promise<Contact> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    if (contact.blockedAt !== null) return contact
    return setBlocked(trx, actor, id, 'contact.blocked', { blockedAt: new Date(), blockedById: actor.userId })
  })
}

export function unblock(db: Database, actor: Actor, id: string): Promise<Contact> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    if (contact.blockedAt === null) return contact
    return setBlocked(trx, actor, id, 'contact.unblocked', { blockedAt: null, blockedById: null })
  })
}

async function setBlocked(
  trx: Trx,
  actor: Actor,
  id: string,
  event: string,
  state: { blockedAt: Date | null; blockedById: string | null },
): Promise<Contact> {
  const { blockedAt, blockedById } = state
  await change(trx, actor, [id], new Date(), sql`blocked_at = ${blockedAt}, blocked_by_id = ${blockedById}`)
  const contact = await findContact(trx, actor, id)
  await record(trx, actor, event, contact)
  return contact
}
