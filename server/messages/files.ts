import { sql } from 'kysely'

import type { AttachmentLimits, Connector } from '../channels/connector.ts'
import { isOwnUpload, useFiles } from '../files/files.ts'
import type { StoredFile } from '../files/files.ts'
import type { Links } from '../files/links.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedContacts, ownedConversations, visibleTo } from '../identity/visibility.ts'
import { violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Refusal } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import type { Message } from './messages.ts'

/** By its key, or by the id of the attachment that it is: one's own upload, or what belongs to a message, a note or a contact that one may see. */
export async function findReadableFile(db: Database, actor: Actor, key: string): Promise<StoredFile> {
  const { organizationId } = actor
  const found = await sql<StoredFile & { isVisible: boolean }>`
    select f.*, exists (
      select from attachments a
      join messages m on m.organization_id = ${organizationId} and m.id = a.message_id
      join conversations on conversations.organization_id = ${organizationId} and conversations.id = m.conversation_id
      where a.organization_id = ${organizationId} and a.file_id = f.id and ${visibleTo(actor, ownedConversations) ?? sql`true`}
    ) or exists (
      select from contact_documents d
      join contacts on contacts.organization_id = ${organizationId} and contacts.id = d.contact_id
      where d.organization_id = ${organizationId} and d.file_id = f.id and ${visibleTo(actor, ownedContacts) ?? sql`true`}
    ) or exists (
      select from contact_note_files a
      join contact_notes n on n.organization_id = ${organizationId} and n.id = a.holder_id
      join contacts on contacts.organization_id = ${organizationId} and contacts.id = n.contact_id
      where a.organization_id = ${organizationId} and a.file_id = f.id and ${visibleTo(actor, ownedContacts) ?? sql`true`}
    ) or exists (
      select from conversation_note_files a
      join conversation_notes n on n.organization_id = ${organizationId} and n.id = a.holder_id
      join conversations on conversations.organization_id = ${organizationId} and conversations.id = n.conversation_id
      where a.organization_id = ${organizationId} and a.file_id = f.id and ${visibleTo(actor, ownedConversations) ?? sql`true`}
    ) or exists (
      select from scheduled_message_files a
      join scheduled_messages s on s.organization_id = ${organizationId} and s.id = a.holder_id
      join conversations on conversations.organization_id = ${organizationId} and conversations.id = s.conversation_id
      where a.organization_id = ${organizationId} and a.file_id = f.id and ${visibleTo(actor, ownedConversations) ?? sql`true`}
    ) as is_visible
    from files f
    where f.organization_id = ${organizationId} and f.stored_at is not null and f.id in (
      select ${key} union all
      select a.file_id from attachments a where a.organization_id = ${organizationId} and a.id = ${key}
    )
  `.execute(db)
  const file = found.rows.find((each) => each.isVisible || isOwnUpload(actor, each))
  if (!file) throw notFound('attachment')
  return file
}

/** The files that a message is to take along, by keys or addresses of ours. */
export async function findFilesToSend(
  db: Database,
  actor: Actor,
  links: Links,
  references: string[],
): Promise<StoredFile[]> {
  const files: StoredFile[] = []
  for (const reference of references) {
    const key = links.keyIn(reference, actor.organizationId)
    if (!key) {
      const shown = reference.slice(0, 100)
      throw invalid(
        'attachments',
        `${shown} is no file of yours: upload it by POST /api/upload, and name its key here.`,
      )
    }
    files.push(await findReadableFile(db, actor, key))
  }
  return files
}

export function refuseUnsendable(connector: Connector, files: StoredFile[]): void {
  const refusal = unsendable(connector, files)
  if (refusal) throw refusal
}

/** The same where each of them may become a message of its own. */
export function refuseEachUnsendable(connector: Connector, files: StoredFile[]): void {
  if (!connector.attachments?.isAlone) return refuseUnsendable(connector, files)
  for (const file of files) refuseUnsendable(connector, [file])
}

/** Says in words what the provider would only answer with a code, after the message had left. */
export function unsendable({ attachments: limits }: Connector, files: StoredFile[], content = ''): Refusal | undefined {
  if (files.length === 0) return undefined
  if (!limits) return invalid('attachments', 'this channel carries none.')
  if (files.length > limits.most) {
    return invalid('attachments', `this channel carries ${limits.most} in a message, not ${files.length}.`)
  }
  if (limits.isAlone && content.trim() !== '') {
    return invalid('attachments', 'on this channel a message is a text or a file: send one after the other.')
  }
  const strange = files.find((file) => !limits.isAccepted(file.contentType))
  if (strange) return invalid('attachments', `this channel does not carry ${strange.contentType} (${strange.name}).`)
  const picture = files.find((file) => file.contentType.startsWith('image/') && file.size > mostOfPicture(limits))
  if (picture) return invalid('attachments', `${picture.name} is too large for a picture on this channel.`)
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size <= limits.mostBytes) return undefined
  const [is, may] = [size, limits.mostBytes].map((bytes) => `${Math.ceil((bytes * 10) / 1024 / 1024) / 10} MB`)
  return invalid('attachments', `they have ${is} together; this channel carries ${may} in a message.`)
}

function mostOfPicture({ mostBytes, mostBytesOfPicture = mostBytes }: AttachmentLimits): number {
  return mostBytesOfPicture
}

interface Attached {
  message: Message
  files: StoredFile[]
}

/** Each message uses the files by itself: whoever deletes the last of them deletes the files. */
export async function attachFiles(trx: Trx, attached: Attached[]): Promise<void> {
  const rows = attached.flatMap(toRows)
  if (rows.length === 0) return
  await trx
    .insertInto('attachments')
    .values(rows)
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'attachments_file_id_fkey') ? notFound('attachment') : error
    })
  for (const group of Map.groupBy(attached, ({ files }) => files.map(({ id }) => id).join()).values()) {
    const fileIds = group[0]!.files.map(({ id }) => id)
    const places = group.flatMap(({ message }) => [message.conversationId, message.contactId])
    await useFiles(trx, rows[0]!.organizationId, fileIds, places)
  }
}

function toRows({ message: { organizationId, id: messageId, createdAt }, files }: Attached) {
  return files.map(({ id: fileId, contentType, size }) => ({
    organizationId,
    id: newId(createdAt),
    messageId,
    fileId,
    contentType,
    size,
    storedAt: createdAt,
    createdAt,
  }))
}
