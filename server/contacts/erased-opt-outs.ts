import { createHmac, hkdfSync } from 'node:crypto'

import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { ErasedOptOuts, OptOuts } from '../platform/schema.ts'

const channelTypes = ['sms', 'facebook', 'webchat']

let key: Buffer | undefined

/** Which key the addresses are hashed with: one that is good for nothing else, so that it gives nothing else away. */
export function hashAddressesWith(secret: string): void {
  key = Buffer.from(hkdfSync('sha256', secret, '', 'opt-outs of erased contacts', 32))
}

/** Of each organization another one: that two of them knew the same person cannot be told from these. */
function hashOf(organizationId: string, channelType: string, address: string): string {
  if (!key) throw new Error('hashAddressesWith() comes before anything that makes contacts.')
  return createHmac('sha256', key).update(`${organizationId} ${channelType} ${address}`).digest('base64url')
}

/** Takes the opt-outs of these addresses out of sight: what is left recognizes an address, and names none. */
export async function hashOptOuts(trx: Trx, organizationId: string, addresses: string[]): Promise<number> {
  if (addresses.length === 0) return 0
  const taken = await trx
    .deleteFrom('optOuts')
    .where('organizationId', '=', organizationId)
    .where('address', 'in', addresses)
    .returningAll()
    .execute()
  if (taken.length === 0) return 0
  const rows = taken.map(({ address, source, ...rest }) => ({
    ...rest,
    addressHash: hashOf(organizationId, rest.channelType, address),
    // Of what was shared among the numbers of one person nobody knows any more whose word stood behind it.
    source: source === 'merge' ? 'user' : source,
  }))
  await trx
    .insertInto('erasedOptOuts')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organizationId', 'addressHash']).doNothing())
    .execute()
  return taken.length
}

interface Arrival {
  contactId: string
  address: string | null
}

/** Every number that these contacts have by now. */
export async function arrivalsOf(trx: Trx, organizationId: string, contactIds: string[]): Promise<Arrival[]> {
  const found = await sql<Arrival>`
    select id as contact_id, phone_number as address from contacts
    where organization_id = ${organizationId} and id = any(${contactIds})
    union
    select contact_id, phone_number from contact_numbers
    where organization_id = ${organizationId} and contact_id = any(${contactIds})
  `.execute(trx)
  return found.rows
}

async function hasErased(trx: Trx, organizationId: string): Promise<boolean> {
  const found = await sql`select from erased_opt_outs where organization_id = ${organizationId} limit 1`.execute(trx)
  return found.rows.length > 0
}

/**
 * Whoever opted out and was erased has come back, in whatever way: opted out before anything can be sent. Asked in the
 * transaction that gives contacts their numbers, so that who sends need not ask.
 */
export async function restoreOptOuts(trx: Trx, actor: Actor, arrivals: Arrival[]): Promise<void> {
  const { organizationId } = actor
  // Mostly there are none, and a keyed hash takes longer than all else that is done with a new contact here.
  if (!(await hasErased(trx, organizationId))) return
  const candidates = new Map(
    arrivals.flatMap(({ contactId, address }) =>
      address === null
        ? []
        : channelTypes.map(
            (channelType) => [hashOf(organizationId, channelType, address), { contactId, address }] as const,
          ),
    ),
  )
  if (candidates.size === 0) return
  const known = await sql<Selectable<ErasedOptOuts>>`
    delete from erased_opt_outs
    where organization_id = ${organizationId} and address_hash = any(${[...candidates.keys()]}) returning *
  `.execute(trx)
  if (known.rows.length === 0) return
  const rows: Array<Selectable<OptOuts> & { contactId: string }> = known.rows.map(({ addressHash, ...rest }) => ({
    ...rest,
    ...candidates.get(addressHash)!,
  }))
  await trx
    .insertInto('optOuts')
    .values(rows.map(({ contactId: _contactId, ...row }) => row))
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelType', 'address']).doNothing())
    .execute()
  const events = rows.map(({ contactId, ...row }) => ({ ...row, id: contactId }))
  await record(trx, actor, 'contact.optedOut', events)
}
