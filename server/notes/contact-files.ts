import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { isAdmin } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { findContact } from '../contacts/contacts.ts'

/** A file that came from a contact, went to it, or was put to its papers or its notes. */
export interface ContactFile {
  id: string
  organizationId: string
  name: string
  contentType: string
  size: number
  createdAt: Date
  hasThumbnail: boolean
  conversationId: string | null
  documentId: string | null
  documentType: string | null
}

/** Of all conversations of the contact that the actor may see, of its documents and its notes; the newest first. */
export async function listContactFiles(
  db: Database,
  actor: Actor,
  contactId: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ files: ContactFile[]; nextCursor: string | null }> {
  await findContact(db, actor, contactId)
  const { organizationId } = actor
  const before = cursor ? sql`p.file_id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const seen = visibleTo(actor, ownedConversations) ?? sql`true`
  const found = await sql<ContactFile>`
    select f.id, f.organization_id, coalesce(d.name, f.name) as name, f.content_type, f.size, f.created_at,
      f.thumbnail_at is not null as has_thumbnail, v.id as conversation_id, d.id as document_id, d.document_type
    from file_places p
    join files f on f.organization_id = ${organizationId} and f.id = p.file_id
    left join contact_documents d
      on d.organization_id = ${organizationId} and d.contact_id = ${contactId} and d.file_id = p.file_id
    left join lateral (
      select conversations.id from file_places t
      join conversations on conversations.organization_id = ${organizationId} and conversations.id = t.subject_id
      where t.organization_id = ${organizationId} and t.file_id = p.file_id
        and conversations.contact_id = ${contactId} and ${seen}
      limit 1
    ) v on true
    where p.organization_id = ${organizationId} and p.subject_id = ${contactId} and f.stored_at is not null and ${before}
      and ${isAdmin(actor) ? sql`true` : sql`(v.id is not null or d.id is not null or ${ofNoThread(organizationId)})`}
    order by p.file_id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { files: found.rows, nextCursor: last ? writeCursor([last.id]) : null }
}

/** What stands in a conversation is for whoever sees that; what stands in none, for whoever sees the contact. */
function ofNoThread(organizationId: string) {
  return sql`not exists (
    select from file_places t
    join conversations u on u.organization_id = ${organizationId} and u.id = t.subject_id
    where t.organization_id = ${organizationId} and t.file_id = p.file_id
  )`
}
