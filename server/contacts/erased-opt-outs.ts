import { createHmac } from 'node:crypto'

import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { ErasedOptOuts, OptOuts } from '../platform/schema.ts'
import { addressKey, addressKeys } from './erased-opt-out-keys.ts'

const channelTypes = ['sms', 'facebook', 'webchat']

/** Of each organization another one: that two of them knew the same person cannot be told from these. */
function hashOf(key: string, channelType: string, address: string): string {
  return createHmac('sha256', key).update(`${channelType} ${address}`).digest('base64url')
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
  const key = await addressKey(trx, organizationId)
  const rows = taken.map(({ address, source, reason: _reason, notedById: _notedById, ...rest }) => ({
    ...rest,
    addressHash: hashOf(key, rest.channelType, address),
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

/** Every number and other address that these contacts have by now. */
export async function arrivalsOf(trx: Trx, organizationId: string, contactIds: string[]): Promise<Arrival[]> {
  const found = await sql<Arrival>`
    select id as contact_id, phone_number as address from contacts
    where organization_id = ${organizationId} and id = any(${contactIds})
    union
    select contact_id, phone_number from contact_numbers
    where organization_id = ${organizationId} and contact_id = any(${contactIds})
    union
    select contact_id, address from contact_addresses
    where organization_id = ${organizationId} and contact_id = any(${contactIds})
  `.execute(trx)
  return found.rows
}

/**
 * Whoever opted out and was erased has come back, in whatever way: opted out before anything can be sent. Asked in the
 * transaction that gives contacts their numbers, so that who sends need not ask.
 */
export async function restoreOptOuts(trx: Trx, actor: Actor, arrivals: Arrival[]): Promise<void> {
  const { organizationId } = actor
  const keys = await addressKeys(trx, organizationId)
  const candidates = new Map(
    keys.flatMap((key) => arrivals.flatMap(({ contactId, address }) => hashesOf(key, contactId, address))),
  )
  if (candidates.size === 0) return
  const known = await sql<Selectable<ErasedOptOuts>>`
    delete from erased_opt_outs
    where organization_id = ${organizationId} and address_hash = any(${[...candidates.keys()]}) returning *
  `.execute(trx)
  if (known.rows.length === 0) return
  const rows: Array<Omit<Selectable<OptOuts>, 'reason' | 'notedById'> & { contactId: string }> = known.rows.map(
    ({ addressHash, ...rest }) => ({
      ...rest,
      ...candidates.get(addressHash)!,
    }),
  )
  await trx
    .insertInto('optOuts')
    .values(rows.map(({ contactId: _contactId, ...row }) => row))
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelType', 'address']).doNothing())
    .execute()
  const events = rows.map(({ contactId, ...row }) => ({ ...row, id: contactId }))
  await record(trx, actor, 'contact.optedOut', events)
}

function hashesOf(key: string, contactId: string, address: string | null) {
  if (address === null) return []
  return channelTypes.map((channelType) => [hashOf(key, channelType, address), { contactId, address }] as const)
}
