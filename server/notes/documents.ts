import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { useFiles } from '../files/files.ts'
import type { StoredFile } from '../files/files.ts'
import { askToRemoveFile } from '../files/removal.ts'
import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { ContactDocuments, Files } from '../platform/schema.ts'
import { findContact } from '../contacts/contacts.ts'
import { refuseUnknownDocumentType } from './document-types.ts'

/** A file that belongs to a contact's papers: a contract, a licence. */
export type ContactDocument = Selectable<ContactDocuments> & Pick<Selectable<Files>, 'contentType' | 'size'>

export interface DocumentFields {
  documentType: string
  name?: string
  notes?: string | null
  sourceMessageId?: string
  /** Of the product's own making: the organization need not have named such a type. */
  isOwnType?: true
}

/** The same file is among a contact's documents once: adding it again answers the document that is there. */
export function addDocument(
  db: Database,
  actor: Actor,
  contactId: string,
  file: StoredFile,
  { documentType, name, notes, sourceMessageId, isOwnType }: DocumentFields,
): Promise<ContactDocument> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    await findContact(trx, actor, contactId)
    if (!isOwnType) await refuseUnknownDocumentType(trx, organizationId, documentType)
    const createdAt = new Date()
    const added = await trx
      .insertInto('contactDocuments')
      .values({
        organizationId,
        id: newId(createdAt),
        contactId,
        fileId: file.id,
        name: name ?? file.name,
        documentType,
        notes: notes ?? null,
        sourceMessageId: sourceMessageId ?? null,
        uploadedById: actor.userId,
        createdAt,
      })
      .onConflict((conflict) => conflict.columns(['organizationId', 'contactId', 'fileId']).doNothing())
      .returningAll()
      .executeTakeFirst()
      .catch(refuseGone)
    if (!added) return findDocument(trx, organizationId, contactId, { fileId: file.id })
    await useFiles(trx, organizationId, [file.id], [contactId])
    await record(trx, actor, 'document.added', added)
    return { ...added, contentType: file.contentType, size: file.size }
  })
}

/** The newest first. */
export async function listDocuments(
  db: Database,
  actor: Actor,
  contactId: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ documents: ContactDocument[]; nextCursor: string | null }> {
  await findContact(db, actor, contactId)
  const before = cursor ? sql`d.id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const { organizationId } = actor
  const found = await sql<ContactDocument>`
    select d.*, f.content_type, f.size from contact_documents d
    join files f on f.organization_id = ${organizationId} and f.id = d.file_id
    where d.organization_id = ${organizationId} and d.contact_id = ${contactId} and ${before}
    order by d.id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { documents: found.rows, nextCursor: last ? writeCursor([last.id]) : null }
}

/** By its own id, or by that of its file. */
export async function readDocument(
  db: Database,
  actor: Actor,
  contactId: string,
  by: { id: string } | { fileId: string },
): Promise<ContactDocument> {
  await findContact(db, actor, contactId)
  return findDocument(db, actor.organizationId, contactId, by)
}

/** Its file goes as well, unless something else uses it. */
export function deleteDocument(db: Database, actor: Actor, contactId: string, id: string): Promise<ContactDocument> {
  return transact(db, async (trx) => {
    const document = await readDocument(trx, actor, contactId, { id })
    const { organizationId } = actor
    const deleted = await trx
      .deleteFrom('contactDocuments')
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!deleted) throw notFound('document')
    await askToRemoveFile(trx, { organizationId, id: deleted.fileId })
    await record(trx, actor, 'document.deleted', deleted)
    return document
  })
}

async function findDocument(
  db: Database,
  organizationId: string,
  contactId: string,
  by: { id: string } | { fileId: string },
): Promise<ContactDocument> {
  const isIt = 'id' in by ? sql`d.id = ${by.id}` : sql`d.file_id = ${by.fileId}`
  const found = await sql<ContactDocument>`
    select d.*, f.content_type, f.size from contact_documents d
    join files f on f.organization_id = ${organizationId} and f.id = d.file_id
    where d.organization_id = ${organizationId} and d.contact_id = ${contactId} and ${isIt}
  `.execute(db)
  if (!found.rows[0]) throw notFound('document')
  return found.rows[0]
}

// Deleted between being looked at and being used.
function refuseGone(error: unknown): never {
  if (violates(error, 'contact_documents_contact_id_fkey')) throw notFound('contact')
  throw violates(error, 'contact_documents_file_id_fkey') ? notFound('file') : error
}
