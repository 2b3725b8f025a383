import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { numbersOf } from './numbers.ts'

interface Address {
  channelType: string
  address: string
}

export type OptOutSource = 'keyword' | 'provider' | 'user' | 'merge'

/** Answers whether this changed anything; an address that is opted out already stays as it is. */
export async function optOut(
  trx: Trx,
  actor: Actor,
  contactId: string,
  { channelType, address }: Address,
  source: OptOutSource,
  { reason = null, notedById = null }: { reason?: string | null; notedById?: string | null } = {},
): Promise<boolean> {
  const { organizationId } = actor
  const values = { organizationId, channelType, address, source, reason, notedById, optedOutAt: new Date() }
  const inserted = await trx
    .insertInto('optOuts')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'channelType', 'address'])
        .doUpdateSet((eb) => ({
          source: eb.ref('excluded.source'),
          reason: eb.ref('excluded.reason'),
          notedById: eb.ref('excluded.notedById'),
          optedOutAt: eb.ref('excluded.optedOutAt'),
        }))
        // What somebody says counts more than what was taken over from another number, which an undo would lift; and what the
        // contact says itself more than what a colleague noted, who could take that back.
        .where((eb) =>
          eb.or([
            eb.and([eb('optOuts.source', '=', 'merge'), eb('excluded.source', '<>', 'merge')]),
            eb.and([eb('optOuts.source', '=', 'user'), eb('excluded.source', 'in', ['keyword', 'provider'])]),
          ]),
        ),
    )
    .returning('address')
    .executeTakeFirst()
  if (!inserted) return false
  await record(trx, actor, 'contact.optedOut', { ...values, id: contactId })
  if (source !== 'merge') await shareOptOuts(trx, actor, contactId)
  return true
}

export async function optIn(
  trx: Trx,
  actor: Actor,
  contactId: string,
  { channelType, address }: Address,
  more: { source?: OptOutSource; reason?: string } = {},
): Promise<boolean> {
  const deleted = await trx
    .deleteFrom('optOuts')
    .where('organizationId', '=', actor.organizationId)
    .where('channelType', '=', channelType)
    .where('address', '=', address)
    .returning('address')
    .executeTakeFirst()
  if (!deleted) return false
  const told = { id: contactId, channelType, address, ...more }
  await record(trx, actor, 'contact.optedIn', told)
  await liftShared(trx, actor, contactId)
  return true
}

/** What only the provider said of the address is over: its owner never said so. */
export async function liftRefusal(
  trx: Trx,
  actor: Actor,
  contactId: string,
  { channelType, address }: Address,
): Promise<void> {
  const deleted = await trx
    .deleteFrom('optOuts')
    .where('organizationId', '=', actor.organizationId)
    .where('channelType', '=', channelType)
    .where('address', '=', address)
    .where('source', '=', 'provider')
    .returning('address')
    .executeTakeFirst()
  if (deleted) await record(trx, actor, 'contact.optedIn', { id: contactId, channelType, address } as { id: string })
}

/** A person who wants no messages at one number wants none at any other: a contact that was merged has several. */
export async function shareOptOuts(trx: Trx, actor: Actor, contactId: string): Promise<void> {
  const numbers = await numbersOf(trx, actor.organizationId, contactId)
  if (numbers.length < 2) return
  const found = await trx
    .selectFrom('optOuts')
    .select(['channelType', 'address'])
    .where('organizationId', '=', actor.organizationId)
    .where('address', 'in', numbers)
    .execute()
  for (const channelType of new Set(found.map((each) => each.channelType))) {
    const optedOut = new Set(found.filter((each) => each.channelType === channelType).map(({ address }) => address))
    const others = numbers.filter((number) => !optedOut.has(number))
    for (const address of others) await optOut(trx, actor, contactId, { channelType, address }, 'merge')
  }
}

/** Lifts what was only shared, once nobody's own word stands behind it any more. */
export async function liftShared(trx: Trx, actor: Actor, contactId: string): Promise<void> {
  const { organizationId } = actor
  const numbers = await numbersOf(trx, organizationId, contactId)
  const lifted = await sql<{ channelType: string; address: string }>`
    delete from opt_outs
    where organization_id = ${organizationId} and address = any(${numbers}) and source = 'merge'
      and not exists (
        select from opt_outs said
        where said.organization_id = ${organizationId} and said.channel_type = opt_outs.channel_type
          and said.address = any(${numbers}) and said.source <> 'merge'
      )
    returning channel_type, address
  `.execute(trx)
  const events = lifted.rows.map((each) => ({ id: contactId, ...each }))
  await record(trx, actor, 'contact.optedIn', events)
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
