import { sql } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import { withPrevious } from '../../identity/visibility.ts'
import { beforeCommit } from '../../platform/database.ts'
import type { Trx } from '../../platform/database.ts'
import { record } from '../../platform/events/record.ts'
import { countContacts } from '../../contacts/counts.ts'
import { restoreOptOuts } from '../../contacts/erased-opt-outs.ts'
import { findCustomFields } from '../../contacts/custom-fields.ts'
import type { CustomValue } from '../../contacts/custom-values.ts'
import { firstPlace } from '../../contacts/places.ts'
import { contactColumns, contactTables } from '../../contacts/row.ts'
import type { Contact } from '../../contacts/row.ts'
import { discountThreads } from '../../contacts/thread-counts.ts'
import type { FieldValues } from './field-values.ts'
import { LostRace } from './known-contacts.ts'
import type { Known, Was } from './plan.ts'

/** What contacts.ts does for one contact, for many: the same rows, counters and events, in a few statements. */

export async function createContacts(trx: Trx, actor: Actor, contacts: Known[]): Promise<void> {
  if (contacts.length === 0) return
  const { organizationId } = actor
  const now = new Date()
  const { pipelineId } = await firstPlace(trx, organizationId)
  const sorted = contacts.toSorted((one, other) => (one.phoneNumber < other.phoneNumber ? -1 : 1))
  const inserted = await sql`
    insert into contacts (
      organization_id, id, user_id, created_by_id, phone_number, version, first_name, last_name, email, status, process,
      source, is_autopilot, tags, custom_fields, pipeline_id, last_activity_at, created_at, updated_at
    )
    select ${organizationId}, n.id, n.user_id, coalesce(${actor.userId}::text, n.user_id), n.phone_number, n.version,
      n.first_name, n.last_name, n.email, n.status, n.process, n.source, n.is_autopilot, n.tags, n.custom_fields,
      ${pipelineId}, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from ${recordset(sorted)}
    on conflict (organization_id, phone_number) do nothing
  `.execute(trx)
  if (Number(inserted.numAffectedRows) < contacts.length) throw new LostRace()
  await refuseKept(trx, organizationId, sorted)
  await addAssignees(
    trx,
    organizationId,
    sorted.map(({ id, fields }) => ({ id, added: fields.assignees })),
  )
  const keys = await keysOf(trx, organizationId, sorted)
  const rows = sorted.map((contact) => asCreated(actor, contact, { pipelineId, now, keys }))
  await record(trx, actor, 'contact.created', rows)
  await restoreOptOuts(
    trx,
    actor,
    sorted.map((each) => ({ contactId: each.id, address: each.phoneNumber })),
  )
  // Last, since who makes a contact meanwhile waits for the counts that this holds.
  beforeCommit(trx, () => countContacts(trx, organizationId, { added: rows }))
}

/** Somebody may have been merged away meanwhile, and the number be the other one's. */
async function refuseKept(trx: Trx, organizationId: string, contacts: Known[]): Promise<void> {
  const kept = await sql`
    select from contact_numbers
    where organization_id = ${organizationId} and phone_number = any(${contacts.map((each) => each.phoneNumber)}::text[])
    limit 1
  `.execute(trx)
  if (kept.rows.length > 0) throw new LostRace()
}

async function keysOf(trx: Trx, organizationId: string, contacts: Known[]): Promise<Map<string, string>> {
  const hasOwn = contacts.some(({ fields }) => Object.keys(fields.customFields).length > 0)
  return new Map(hasOwn ? (await findCustomFields(trx, organizationId)).map(({ id, key }) => [id, key]) : [])
}

/** The row as it was inserted: to have the database read all of them out again would take a third of the time again. */
function asCreated(
  { organizationId, userId: author }: Actor,
  { id, phoneNumber, version, fields }: Known,
  { pipelineId, now, keys }: { pipelineId: string | null; now: Date; keys: Map<string, string> },
) {
  const own = Object.entries(fields.customFields).map(([field, value]) => [keys.get(field) ?? field, value])
  return {
    ...unused,
    ...fields,
    organizationId,
    id,
    phoneNumber,
    version,
    pipelineId,
    createdById: author ?? fields.userId,
    customFields: Object.fromEntries(own) as Record<string, CustomValue>,
    lastActivityAt: now,
    createdAt: now,
    updatedAt: now,
  }
}

/** What nothing is said about in a file, as the table's defaults have it. */
const unused = {
  isBulkSms: false,
  channelTypes: [],
  latestMessageId: null,
  lastMessageTime: null,
  lastInboundAt: null,
  messageCount: 0,
  messageStatus: 'never',
  statusChangedAt: null,
  blockedAt: null,
  blockedById: null,
}

export interface ChangedContact {
  id: string
  version: number
  fields: FieldValues
  was: Was
}

/** Writes all that an import may change; the caller has them locked. */
export async function changeContacts(trx: Trx, actor: Actor, contacts: ChangedContact[]): Promise<void> {
  if (contacts.length === 0) return
  const { organizationId } = actor
  const now = new Date()
  await sql`
    update contacts set
      status_changed_at = case when contacts.status = n.status then contacts.status_changed_at else ${now} end,
      owner_wrote_at = case when contacts.user_id = n.user_id then contacts.owner_wrote_at end,
      first_name = n.first_name, last_name = n.last_name, email = n.email, status = n.status, process = n.process,
      source = n.source, is_autopilot = n.is_autopilot, tags = n.tags, user_id = n.user_id,
      custom_fields = n.custom_fields, version = n.version, updated_at = ${now}
    from ${recordset(contacts)}
    where contacts.organization_id = ${organizationId} and contacts.id = n.id
  `.execute(trx)
  const joined = contacts.map(({ id, fields, was }) => ({ id, added: without(fields.assignees, was.assignees) }))
  await addAssignees(trx, organizationId, joined)
  await removeAssignees(trx, organizationId, contacts)
  const after = await readContacts(trx, actor, contacts)
  const gone = contacts.map(({ id, was }) => ({ id, status: was.status, userId: was.userId }))
  await countContacts(trx, organizationId, { gone, added: after })
  const known = new Map(contacts.map(({ id, was }) => [id, was]))
  const changed = after.map((contact) => withPrevious(contact, known.get(contact.id)))
  await record(trx, actor, 'contact.updated', changed)
  const news = new Set(
    contacts
      .filter(({ fields, was }, index) => fields.userId !== was.userId || joined[index]!.added.length > 0)
      .map(({ id }) => id),
  )
  await record(
    trx,
    actor,
    'contact.reassigned',
    after.filter(({ id }) => news.has(id)),
  )
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

/** As JSON, in which lists may have any length; arrays of arrays may not. */
function recordset(contacts: Array<{ id: string; version: number; phoneNumber?: string; fields: FieldValues }>) {
  const rows = contacts.map(({ id, version, phoneNumber, fields }) => ({
    id,
    version,
    phone_number: phoneNumber,
    user_id: fields.userId,
    first_name: fields.firstName,
    last_name: fields.lastName,
    email: fields.email,
    status: fields.status,
    process: fields.process,
    source: fields.source,
    is_autopilot: fields.isAutopilot,
    tags: fields.tags,
    custom_fields: fields.customFields,
  }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (
    id text, version integer, phone_number text, user_id text, first_name text, last_name text, email text, status text,
    process text, source text, is_autopilot boolean, tags text[], custom_fields jsonb
  )`
}

async function addAssignees(
  trx: Trx,
  organizationId: string,
  joined: Array<{ id: string; added: string[] }>,
): Promise<void> {
  const pairs = joined.flatMap(({ id, added }) => added.map((userId) => [id, userId] as const))
  if (pairs.length === 0) return
  await sql`
    insert into contact_assignees (organization_id, contact_id, user_id)
    select ${organizationId}, n.id, n.user_id
    from unnest(${pairs.map(([id]) => id)}::text[], ${pairs.map(([, userId]) => userId)}::text[]) as n (id, user_id)
    on conflict (organization_id, contact_id, user_id) do nothing
  `.execute(trx)
}

async function removeAssignees(trx: Trx, organizationId: string, contacts: ChangedContact[]): Promise<void> {
  const pairs = contacts.flatMap(({ id, fields, was }) =>
    without(was.assignees, fields.assignees).map((userId) => [id, userId] as const),
  )
  if (pairs.length === 0) return
  await sql`
    delete from contact_assignees using unnest(
      ${pairs.map(([id]) => id)}::text[], ${pairs.map(([, userId]) => userId)}::text[]
    ) as n (id, user_id)
    where contact_assignees.organization_id = ${organizationId} and contact_assignees.contact_id = n.id
      and contact_assignees.user_id = n.user_id
  `.execute(trx)
}

function without(all: string[], gone: string[]): string[] {
  return all.filter((each) => !gone.includes(each))
}

async function readContacts(trx: Trx, { organizationId }: Actor, contacts: Array<{ id: string }>): Promise<Contact[]> {
  const found = await sql<Contact>`
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(${contacts.map(({ id }) => id)}::text[])
  `.execute(trx)
  return found.rows
}
