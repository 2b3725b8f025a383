import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import { ownedContacts, visibleTo } from '../../identity/visibility.ts'
import type { Database, Trx } from '../../platform/database.ts'
import { record } from '../../platform/events/record.ts'
import { countContacts } from '../../contacts/counts.ts'
import type { Counted } from '../../contacts/counts.ts'
import { contactColumns, contactTables } from '../../contacts/row.ts'
import type { Contact } from '../../contacts/row.ts'
import { discountThreads } from '../../contacts/thread-counts.ts'
import type { FieldValues } from './fields.ts'
import type { Known } from './plan.ts'

/** What contacts.ts does for one contact, for many: the same rows, counters and events, in a few statements. */

interface LockedContact extends FieldValues {
  id: string
  phoneNumber: string | null
  version: number
  isVisible: boolean
  hasActivity: boolean
}

/** Until the transaction ends nobody else changes them; always in one order, so that two imports do not lock each other out. */
export async function lockContacts(trx: Trx, actor: Actor, condition: RawBuilder<unknown>): Promise<LockedContact[]> {
  const found =
    await sql<LockedContact>`${selectContacts(actor, condition)} order by contacts.id for no key update`.execute(trx)
  return found.rows
}

export async function peekContacts(
  db: Database,
  actor: Actor,
  condition: RawBuilder<unknown>,
): Promise<LockedContact[]> {
  const found = await sql<LockedContact>`${selectContacts(actor, condition)}`.execute(db)
  return found.rows
}

function selectContacts(actor: Actor, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select contacts.id, contacts.phone_number, contacts.version, contacts.first_name, contacts.last_name, contacts.email,
      contacts.status, contacts.process, contacts.source, ${visibleTo(actor, ownedContacts) ?? sql`true`} as is_visible,
      contacts.last_activity_at > contacts.created_at as has_activity
    from contacts where contacts.organization_id = ${actor.organizationId} and ${condition}`
}

/** Somebody else created a contact with one of the numbers meanwhile: what was planned without it is to be planned again. */
export class LostRace extends Error {}

export async function createContacts(trx: Trx, actor: Actor, ownerId: string, contacts: Known[]): Promise<void> {
  if (contacts.length === 0) return
  const { organizationId } = actor
  const now = new Date()
  const sorted = contacts.toSorted((one, other) => (one.phoneNumber < other.phoneNumber ? -1 : 1))
  const inserted = await sql<Counted>`
    insert into contacts (
      organization_id, id, user_id, created_by_id, phone_number, version, first_name, last_name, email, status, process,
      source, last_activity_at, created_at, updated_at
    )
    select ${organizationId}, n.id, ${ownerId}, ${actor.userId ?? ownerId}, n.phone_number, n.version, n.first_name,
      n.last_name, n.email, n.status, n.process, n.source, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from unnest(
      ${sorted.map((each) => each.phoneNumber)}::text[], ${sorted.map((each) => each.version)}::integer[], ${fieldArrays(sorted)}
    ) as n (phone_number, version, id, first_name, last_name, email, status, process, source)
    on conflict (organization_id, phone_number) do nothing
    returning *
  `.execute(trx)
  if (inserted.rows.length < contacts.length) throw new LostRace()
  await sql`
    insert into contact_assignees (organization_id, contact_id, user_id)
    select ${organizationId}, n.id, ${ownerId} from unnest(${sorted.map((each) => each.id)}::text[]) as n (id)
  `.execute(trx)
  await countContacts(trx, organizationId, { added: inserted.rows })
  await record(
    trx,
    actor,
    'contact.created',
    inserted.rows.map((row) => Object.assign(row, { assignees: [ownerId] })),
  )
}

/** Writes all that an import may change; the caller has them locked. */
export async function changeContacts(
  trx: Trx,
  actor: Actor,
  contacts: Array<FieldValues & { id: string; version: number }>,
): Promise<void> {
  if (contacts.length === 0) return
  const gone = await readContacts(trx, actor, contacts)
  const now = new Date()
  await sql`
    update contacts set
      status_changed_at = case when contacts.status = n.status then contacts.status_changed_at else ${now} end,
      first_name = n.first_name, last_name = n.last_name, email = n.email, status = n.status, process = n.process,
      source = n.source, version = n.version, updated_at = ${now}
    from unnest(${contacts.map((each) => each.version)}::integer[], ${fieldArrays(contacts)})
      as n (version, id, first_name, last_name, email, status, process, source)
    where contacts.organization_id = ${actor.organizationId} and contacts.id = n.id
  `.execute(trx)
  const added = await readContacts(trx, actor, contacts)
  await countContacts(trx, actor.organizationId, { gone, added })
  await record(trx, actor, 'contact.updated', added)
}

/** With their conversations and messages, as one alone. */
export async function deleteContacts(trx: Trx, actor: Actor, contacts: Array<{ id: string }>): Promise<void> {
  if (contacts.length === 0) return
  const deleted = await readContacts(trx, actor, contacts)
  const ids = contacts.map(({ id }) => id)
  await discountThreads(trx, actor.organizationId, ids)
  await sql`delete from contacts where organization_id = ${actor.organizationId} and id = any(${ids}::text[])`.execute(
    trx,
  )
  await countContacts(trx, actor.organizationId, { gone: deleted })
  await record(trx, actor, 'contact.deleted', deleted)
}

function fieldArrays(contacts: Array<FieldValues & { id: string }>): RawBuilder<unknown> {
  return sql`
    ${contacts.map((each) => each.id)}::text[], ${contacts.map((each) => each.firstName)}::text[],
    ${contacts.map((each) => each.lastName)}::text[], ${contacts.map((each) => each.email)}::text[],
    ${contacts.map((each) => each.status)}::text[], ${contacts.map((each) => each.process)}::text[],
    ${contacts.map((each) => each.source)}::text[]`
}

async function readContacts(trx: Trx, { organizationId }: Actor, contacts: Array<{ id: string }>): Promise<Contact[]> {
  const found = await sql<Contact>`
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(${contacts.map(({ id }) => id)}::text[])
  `.execute(trx)
  return found.rows
}
