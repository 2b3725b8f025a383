import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { filtersOf } from '../contacts/list.ts'
import type { ContactFilters } from '../contacts/list.ts'
import type { ExportColumn, ExportedContact } from './export-columns.ts'
import { byteOrderMark, toCsv } from './spreadsheets.ts'

const pageSize = 1000

/** By id, which never changes: what is active meanwhile is neither missed nor there twice. A page in memory. */
export async function* exportContacts(
  db: Database,
  actor: Actor,
  query: ContactFilters,
  columns: ExportColumn[],
): AsyncGenerator<string> {
  yield byteOrderMark + toCsv([columns.map(([, title]) => title)])
  let last = ''
  for (;;) {
    const contacts = await pageAfter(db, actor, query, last)
    if (contacts.length > 0) yield toCsv(contacts.map((contact) => columns.map(([, , value]) => value(contact))))
    if (contacts.length < pageSize) return
    last = contacts.at(-1)!.id
  }
}

async function pageAfter(db: Database, actor: Actor, query: ContactFilters, last: string): Promise<ExportedContact[]> {
  const { organizationId } = actor
  const filters = filtersOf(actor, query)
  const conditions = [sql`contacts.organization_id = ${organizationId}`, sql`contacts.id > ${last}`, ...filters]
  const found = await sql<ExportedContact>`
    select contacts.id, contacts.first_name, contacts.last_name, contacts.phone_number, contacts.email, contacts.status,
      contacts.process, contacts.source, contacts.is_autopilot, contacts.tags, contacts.channel_types,
      contacts.blocked_at, contacts.created_at, contacts.last_message_time, contacts.custom_fields,
      owner.email as owner_email, owner.full_name as owner_name, array(
        select u.email from contact_assignees s
        join users u on u.organization_id = ${organizationId} and u.id = s.user_id
        where s.organization_id = ${organizationId} and s.contact_id = contacts.id order by u.email
      ) as assignee_emails, array(
        select k.phone_number from contact_numbers k
        where k.organization_id = ${organizationId} and k.contact_id = contacts.id order by k.phone_number
      ) as secondary_phone_number, array(
        select o.channel_type from opt_outs o
        where o.organization_id = ${organizationId} and o.address = contacts.phone_number
          and o.channel_type in ('sms', 'facebook', 'webchat')
      ) as opted_out
    from contacts
    join users owner on owner.organization_id = ${organizationId} and owner.id = contacts.user_id
    where contacts.organization_id = ${organizationId} and contacts.id = any(array(
      select contacts.id from contacts where ${sql.join(conditions, sql` and `)} order by contacts.id limit ${pageSize}
    ))
    order by contacts.id
  `.execute(db)
  return found.rows
}
