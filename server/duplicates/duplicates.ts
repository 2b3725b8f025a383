import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import { countryOf } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import { keysOf, nameOf } from './likeness/keys.ts'
import type { Compared } from './likeness/keys.ts'
import { findPairs } from './likeness/pairs.ts'

const pieceSize = 200

/** Has the changed contacts of each organization compared, in jobs of their own. */
export async function findDuplicates(db: Database): Promise<void> {
  const changed = await sql<{ organizationId: string }>`
    select organization_id, count(*) from contacts_to_compare group by organization_id
  `.execute(db)
  for (const { organizationId } of changed.rows) {
    await transact(db, (trx) => enqueue(trx, 'compare_contacts', { organizationId }))
  }
}

/**
 * Compares some contacts that were made or changed with all others; the rest is the next job's, asked for in the transaction
 * that takes these off the list. A pair that is known stays as it was decided.
 */
export async function compareContacts(db: Database, organizationId: string): Promise<void> {
  await transact(db, async (trx) => {
    if (!(await isAlone(trx, organizationId))) return
    const contactIds = await takeChanged(trx, organizationId)
    if (contactIds.length === 0) return
    await rewriteKeys(trx, organizationId, contactIds)
    await addReviews(trx, organizationId, contactIds)
    if (contactIds.length === pieceSize) await enqueue(trx, 'compare_contacts', { organizationId })
  })
}

// Two at once would not see each other's keys. Who is first goes on until nothing is left.
async function isAlone(trx: Trx, organizationId: string): Promise<boolean> {
  const lock = sql`hashtextextended(${`compare contacts of ${organizationId}`}, 0)`
  const locked = await sql<{ isLocked: boolean }>`select pg_try_advisory_xact_lock(${lock}) as is_locked`.execute(trx)
  return locked.rows[0]?.isLocked === true
}

async function takeChanged(trx: Trx, organizationId: string): Promise<string[]> {
  const found = await sql<{ contactId: string }>`
    select contact_id from contacts_to_compare
    where organization_id = ${organizationId} order by contact_id limit ${pieceSize} for update skip locked
  `.execute(trx)
  const contactIds = found.rows.map(({ contactId }) => contactId)
  await sql`
    delete from contacts_to_compare where organization_id = ${organizationId} and contact_id = any(${contactIds})
  `.execute(trx)
  return contactIds
}

async function rewriteKeys(trx: Trx, organizationId: string, contactIds: string[]): Promise<void> {
  // Shared, so that none is deleted before its keys point to it.
  const contacts = await sql<Compared & { id: string }>`
    select id, first_name, last_name, phone_number, email, array(
      select n.phone_number from contact_numbers n
      where n.organization_id = ${organizationId} and n.contact_id = contacts.id
      union all
      select w.phone from contact_addresses a
      join webchat_visitors w on w.organization_id = ${organizationId} and w.channel_id = a.channel_id
        and w.address = a.address
      where a.organization_id = ${organizationId} and a.contact_id = contacts.id and w.phone is not null
    ) as other_numbers
    from contacts
    where organization_id = ${organizationId} and id = any(${contactIds}) order by id for key share
  `.execute(trx)
  const country = await countryOf(trx, organizationId)
  const rows = contacts.rows.flatMap((contact) =>
    keysOf(contact, country).map((key) => ({ contactId: contact.id, key, name: nameOf(contact) })),
  )
  await sql`
    delete from contact_keys where organization_id = ${organizationId} and contact_id = any(${contactIds})
  `.execute(trx)
  await sql`
    insert into contact_keys (organization_id, contact_id, key, name)
    select ${organizationId}, made.contact_id, made.key, made.name
    from unnest(
      ${rows.map(({ contactId }) => contactId)}::text[],
      ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ name }) => name)}::text[]
    ) as made (contact_id, key, name)
    on conflict (organization_id, contact_id, key) do nothing
  `.execute(trx)
}

async function addReviews(trx: Trx, organizationId: string, contactIds: string[]): Promise<void> {
  const pairs = await findPairs(trx, organizationId, contactIds)
  if (pairs.length === 0) return
  const createdAt = new Date()
  const added = await trx
    .insertInto('dedupReviews')
    .values(
      pairs.map((pair) => ({
        ...pair,
        organizationId,
        id: newId(createdAt),
        status: 'needs_review',
        createdAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['organizationId', 'sourceContactId', 'candidateContactId']).doNothing())
    .returningAll()
    .execute()
  await record(trx, systemActor(organizationId), 'duplicate.found', added)
}
