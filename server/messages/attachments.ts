import { connectionOf, connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import { findMessage } from './messages.ts'
import type { Attachment, Message } from './messages.ts'

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
  if (!attachment?.sourceUrl || attachment.storedAt) return
  const channel = await findChannel(db, { organizationId }, channelId)
  const { bytes, contentType } = await connectorOf(tools, channel)
    .fetchAttachment(connectionOf(tools, channel), attachment.sourceUrl)
    .catch(async (error: unknown) => {
      await noteFailure(db, attachment, error)
      throw error
    })
  await storage.write(keyOf(attachment), bytes)
  await transact(db, async (trx) => {
    const stored = await trx
      .updateTable('attachments')
      .set({
        storedAt: new Date(),
        size: bytes.length,
        contentType: plainType(contentType),
        failedAt: null,
        errorMessage: null,
      })
      .where('organizationId', '=', organizationId)
      .where('id', '=', attachmentId)
      .returning(['id', 'organizationId', 'messageId', 'contentType', 'size', 'storedAt'])
      .executeTakeFirst()
    if (stored) await record(trx, systemActor(organizationId), 'attachment.stored', stored)
  })
}

/** The bytes of an attachment, for whoever may see its message. */
export async function readAttachment(
  db: Database,
  actor: Actor,
  storage: Storage,
  id: string,
): Promise<{ attachment: Attachment; bytes: Buffer }> {
  const attachment = await findRow(db, actor.organizationId, id)
  if (!attachment?.storedAt) throw notFound('attachment')
  const message = await findMessage(db, actor, attachment.messageId).catch(undefinedIfMissing)
  if (!message) throw notFound('attachment')
  return { attachment, bytes: await storage.read(keyOf(attachment)) }
}

function findRow(db: Database, organizationId: string, id: string): Promise<Attachment | undefined> {
  return db
    .selectFrom('attachments')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

async function noteFailure(db: Database, { organizationId, id }: Attachment, error: unknown): Promise<void> {
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

function keyOf({ organizationId, id }: Pick<Attachment, 'organizationId' | 'id'>): string {
  return `${organizationId}/${id}`
}
