import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { filtersOf } from '../contacts/list.ts'
import type { ContactFilters } from '../contacts/list.ts'
import { contactColumns, contactTables } from '../contacts/row.ts'
import type { Contact } from '../contacts/row.ts'
import { byteOrderMark, toCsv } from './spreadsheets.ts'

const pageSize = 1000

interface ExportedContact extends Contact {
  ownerEmail: string
  assigneeEmails: string[]
}

/** What a column is called, and what stands in it. An import knows the first ones again. */
const columns: Array<[name: string, value: (contact: ExportedContact) => unknown]> = [
  ['First name', ({ firstName }) => firstName],
  ['Last name', ({ lastName }) => lastName],
  ['Phone number', ({ phoneNumber }) => phoneNumber],
  ['Email', ({ email }) => email],
  ['Status', ({ status }) => status],
  ['Process', ({ process }) => process],
  ['Source', ({ source }) => source],
  ['Owner', ({ ownerEmail }) => ownerEmail],
  ['Assignees', ({ assigneeEmails }) => assigneeEmails],
  ['Channel types', ({ channelTypes }) => channelTypes],
  ['Opted out', ({ optedOut }) => optedOut],
  ['Created at', ({ createdAt }) => createdAt],
  ['Last message at', ({ lastMessageTime }) => lastMessageTime],
  ['Contact id', ({ id }) => id],
]

/** By id, which never changes: what is active meanwhile is neither missed nor there twice. A page in memory. */
export async function* exportContacts(db: Database, actor: Actor, query: ContactFilters): AsyncGenerator<string> {
  yield byteOrderMark + toCsv([columns.map(([name]) => name)])
  let last = ''
  for (;;) {
    const contacts = await pageAfter(db, actor, query, last)
    if (contacts.length > 0) yield toCsv(contacts.map((contact) => columns.map(([, value]) => value(contact))))
    if (contacts.length < pageSize) return
    last = contacts.at(-1)!.id
  }
}

async function pageAfter(db: Database, actor: Actor, query: ContactFilters, last: string): Promise<ExportedContact[]> {
  const { organizationId } = actor
  const filters = filtersOf(actor, query)
  const conditions = [sql`contacts.organization_id = ${organizationId}`, sql`contacts.id > ${last}`, ...filters]
  const found = await sql<ExportedContact>`
    select ${contactColumns(organizationId)}, owner.email as owner_email, array(
      select u.email from contact_assignees s
      join users u on u.organization_id = ${organizationId} and u.id = s.user_id
      where s.organization_id = ${organizationId} and s.contact_id = contacts.id order by u.email
    ) as assignee_emails
    from ${contactTables(organizationId)}
    join users owner on owner.organization_id = ${organizationId} and owner.id = contacts.user_id
    where contacts.organization_id = ${organizationId} and contacts.id = any(array(
      select contacts.id from contacts where ${sql.join(conditions, sql` and `)} order by contacts.id limit ${pageSize}
    ))
    order by contacts.id
  `.execute(db)
  return found.rows
}
