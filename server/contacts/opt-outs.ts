import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'

interface Address {
  channelType: string
  address: string
}

/** Answers whether this changed anything; an address that is opted out already stays as it is. */
export async function optOut(
  trx: Trx,
  actor: Actor,
  contactId: string,
  { channelType, address }: Address,
  source: 'keyword' | 'provider' | 'user',
): Promise<boolean> {
  const values = { organizationId: actor.organizationId, channelType, address, source, optedOutAt: new Date() }
  const inserted = await trx
    .insertInto('optOuts')
    .values(values)
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelType', 'address']).doNothing())
    .returning('address')
    .executeTakeFirst()
  if (!inserted) return false
  await record(trx, actor, 'contact.optedOut', { ...values, id: contactId })
  return true
}

export async function optIn(
  trx: Trx,
  actor: Actor,
  contactId: string,
  { channelType, address }: Address,
): Promise<boolean> {
  const deleted = await trx
    .deleteFrom('optOuts')
    .where('organizationId', '=', actor.organizationId)
    .where('channelType', '=', channelType)
    .where('address', '=', address)
    .returning('address')
    .executeTakeFirst()
  if (!deleted) return false
  await record(trx, actor, 'contact.optedIn', { id: contactId, channelType, address } as { id: string })
  return true
}

/** Those of the addresses that want no messages. */
export async function optedOutAmong(db: Database, organizationId: string, addresses: Address[]): Promise<Address[]> {
  if (addresses.length === 0) return []
  const found = await sql<Address>`
    select o.channel_type, o.address from opt_outs o
    join unnest(
      ${addresses.map((each) => each.channelType)}::text[], ${addresses.map((each) => each.address)}::text[]
    ) as asked (channel_type, address) on asked.channel_type = o.channel_type and asked.address = o.address
    where o.organization_id = ${organizationId}
  `.execute(db)
  return found.rows
}
