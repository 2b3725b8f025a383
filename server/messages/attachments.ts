import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { contentTypeOf, sampleSize } from '../files/content-type.ts'
import { storageKey, useFiles } from '../files/files.ts'
import { askForThumbnail } from '../files/thumbnails.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Attachments } from '../platform/schema.ts'
import type { Storage } from '../platform/storage.ts'
import type { Message } from './messages.ts'

type AttachmentRow = Selectable<Attachments>

export interface FetchAttachment {
  organizationId: string
  attachmentId: string
  channelId: string
}

/** Notes what was attached and has it fetched soon: providers keep it for a while only, and ask for credentials. */
export async function keepAttachments(
  trx: Trx,
  message: Message,
  attachments: Array<{ url: string; contentType: string }>,
): Promise<void> {
  const { organizationId, id: messageId, channelId } = message
  for (const { url, contentType } of attachments) {
    const id = newId()
    await trx
      .insertInto('attachments')
      .values({
        organizationId,
        id,
        messageId,
        contentType: plainType(contentType),
        sourceUrl: url,
        createdAt: new Date(),
      })
      .execute()
    await enqueue(trx, 'fetch_attachment', { organizationId, attachmentId: id, channelId } satisfies FetchAttachment)
  }
}

/** Fetches what a contact attached and keeps it. Throws where it cannot be had now, to be tried again later. */
export async function fetchAttachment(
  db: Database,
  tools: ChannelTools,
  storage: Storage,
  { organizationId, attachmentId, channelId }: FetchAttachment,
): Promise<void> {
  const attachment = await findRow(db, organizationId, attachmentId)
  // A try before this one may have died between the storage and the database, and then the message was deleted.
  if (!attachment) return storage.remove(storageKey({ organizationId, id: attachmentId }))
  if (!attachment.sourceUrl || attachment.storedAt) return
  const channel = await findChannel(db, { organizationId }, channelId)
  const { bytes, contentType } = await connectorOf(tools, channel)
    .fetchAttachment(connectionOf(tools, channel), attachment.sourceUrl)
    .catch(async (error: unknown) => {
      await noteFailure(db, attachment, error)
      throw error
    })
  await storage.write(storageKey(attachment), bytes)
  const isKept = await transact(db, (trx) => keepFile(trx, attachment, bytes, plainType(contentType)))
  if (!isKept) await storage.remove(storageKey(attachment))
}

/** The file has the id of the attachment as which it came. Answers false where that was deleted meanwhile. */
async function keepFile(trx: Trx, attachment: AttachmentRow, bytes: Buffer, contentType: string): Promise<boolean> {
  const { organizationId, id, messageId } = attachment
  const places = await holdPlaces(trx, attachment)
  if (!places) return false
  const [now, size, name] = [new Date(), bytes.length, nameFor(contentType)]
  const file = await trx
    .insertInto('files')
    .values({
      organizationId,
      id,
      name,
      contentType: await contentTypeOf(bytes.subarray(0, sampleSize), name, contentType),
      size,
      storedAt: now,
      usedAt: now,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!file) return true
  await useFiles(trx, organizationId, [id], places)
  await askForThumbnail(trx, file)
  await trx
    .updateTable('attachments')
    .set({ fileId: id, storedAt: now, size, contentType, failedAt: null, errorMessage: null })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  const stored = { id, organizationId, messageId, conversationId: places[0], contentType, size, storedAt: now }
  await record(trx, systemActor(organizationId), 'attachment.stored', stored)
  return true
}

// What a phone called it, providers do not tell.
function nameFor(contentType: string): string {
  const [, ending] = /\/([a-z0-9]{2,4})$/.exec(contentType) ?? []
  return ending ? `attachment.${ending}` : 'attachment'
}

/** Where it was said; until the transaction ends nobody deletes it. */
async function holdPlaces(trx: Trx, { organizationId, id }: AttachmentRow): Promise<string[] | undefined> {
  const found = await sql<{ conversationId: string; contactId: string }>`
    select m.conversation_id, m.contact_id from attachments a
    join messages m on m.organization_id = ${organizationId} and m.id = a.message_id
    where a.organization_id = ${organizationId} and a.id = ${id} for update of a
  `.execute(trx)
  const [place] = found.rows
  return place && [place.conversationId, place.contactId]
}

function findRow(db: Database, organizationId: string, id: string): Promise<AttachmentRow | undefined> {
  return db
    .selectFrom('attachments')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

async function noteFailure(db: Database, { organizationId, id }: AttachmentRow, error: unknown): Promise<void> {
  await db
    .updateTable('attachments')
    .set({ failedAt: new Date(), errorMessage: error instanceof Error ? error.message.slice(0, 500) : String(error) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}

// It becomes a header when somebody reads the file: so nothing but a type passes, and no parameters.
function plainType(contentType: string): string {
  return /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].toLowerCase() ?? 'application/octet-stream'
}
