import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { holdContactsOf } from '../conversations/correspondents.ts'
import type { Conversation } from '../conversations/row.ts'
import { attachInstead, attachedFiles, detach } from '../files/attached.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import { findFilesToSend, refuseUnsendable } from './files.ts'
import { isByHand, prepareMessage } from './queueing.ts'
import { findScheduled } from './scheduled-messages.ts'
import type { ScheduledMessage } from './scheduled-messages.ts'
import { addressed } from './sending.ts'
import type { NewMessage } from './sending.ts'
import { findThread } from './thread.ts'

const furthestMilliseconds = 366 * 86_400_000

/** What cannot be sent now is refused now; whether it can be then is judged again when it leaves. */
export function scheduleMessage(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  input: NewMessage & { scheduledAt: string },
): Promise<ScheduledMessage> {
  const scheduledAt = readTime(input.scheduledAt)
  return transact(db, async (trx) => {
    const { conversation, content, files, replyToId } = await prepareMessage(
      trx,
      actor,
      tools,
      await addressed(trx, actor, tools, input),
    )
    const now = new Date()
    const id = newId(now)
    await trx
      .insertInto('scheduledMessages')
      .values({
        organizationId: actor.organizationId,
        id,
        conversationId: conversation.id,
        content,
        scheduledAt,
        actorType: actor.type,
        actorId: actor.id,
        sentById: actor.userId,
        isByHand: isByHand(actor),
        replyToId: replyToId ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .execute()
    const fileIds = files.map((file) => file.id)
    await attachInstead(trx, 'scheduled_message_files', holderOf(id, conversation), fileIds)
    await askToSend(trx, actor.organizationId, id, scheduledAt)
    return recorded(trx, actor, id, 'scheduledMessage.added')
  })
}

interface ScheduledChanges {
  content?: string
  scheduledAt?: string
  /** Keys of files, or addresses of ours that lead to them: all that it takes along then. */
  attachments?: string[]
}

/** While it has not left; one that failed gets another chance. */
export function reschedule(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  id: string,
  changes: ScheduledChanges,
): Promise<ScheduledMessage> {
  const time = changes.scheduledAt === undefined ? undefined : readTime(changes.scheduledAt)
  return transact(db, async (trx) => {
    const present = await lockWithContact(trx, actor, id)
    if (present.status !== 'scheduled' && present.status !== 'failed') throw notScheduled()
    const scheduledAt = time ?? present.scheduledAt
    if (present.status === 'failed' && !time)
      throw invalid('scheduledAt', 'it is needed: the time that it had is over.')
    const thread = await findThread(trx, actor, present.conversationId)
    const content = changes.content ?? present.content
    const files = await filesToTake(trx, actor, tools, present, changes)
    if (files.length === 0 && !content.trim()) throw invalid('content', 'it is required where nothing is attached.')
    refuseUnsendable(connectorOf(tools, thread.channel), files)
    const outgoing = { to: { ...thread, contactId: present.contactId }, content, files }
    const { conversation } = await prepareMessage(trx, actor, tools, outgoing)
    const fileIds = files.map((file) => file.id)
    if (changes.attachments)
      await attachInstead(trx, 'scheduled_message_files', holderOf(id, conversation), fileIds, present.attachments)
    await trx
      .updateTable('scheduledMessages')
      .set({ content, scheduledAt, failedAt: null, errorCode: null, errorMessage: null, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    if (time) await askToSend(trx, actor.organizationId, id, time)
    return recorded(trx, actor, id, 'scheduledMessage.updated')
  })
}

/** If this is answered, it never leaves. */
export function cancelScheduled(db: Database, actor: Actor, id: string): Promise<ScheduledMessage> {
  return transact(db, async (trx) => {
    const present = await lockScheduled(trx, actor, id)
    if (present.status === 'canceled') return present
    if (present.status === 'sent') throw notScheduled()
    const now = new Date()
    await trx
      .updateTable('scheduledMessages')
      .set({ canceledAt: now, canceledById: actor.userId, failedAt: null, updatedAt: now })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await dropFiles(trx, present)
    return recorded(trx, actor, id, 'scheduledMessage.canceled')
  })
}

/** It needs them no more: it was canceled, or the message has them now. */
export function dropFiles(trx: Trx, scheduled: ScheduledMessage): Promise<void> {
  const fileIds = scheduled.attachments.map(({ key }) => key)
  return detach(trx, 'scheduled_message_files', scheduled, fileIds)
}

/** Those that are attached already may be somebody's else who scheduled it. */
async function filesToTake(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  present: ScheduledMessage,
  { attachments }: ScheduledChanges,
): Promise<StoredFile[]> {
  return attachments ? findFilesToSend(trx, actor, tools.links, attachments) : attachedFiles(trx, present)
}

function holderOf(id: string, { organizationId, id: conversationId, contactId }: Conversation) {
  return { organizationId, id, subjectIds: [conversationId, contactId] }
}

/** For who is to send it, or to see whether it could be: the contact is held before, as whoever moves or deletes it does. */
export async function lockWithContact(trx: Trx, actor: Actor, id: string): Promise<ScheduledMessage> {
  const { conversationId } = await findScheduled(trx, actor, id)
  await holdContactsOf(trx, actor.organizationId, [conversationId])
  return lockScheduled(trx, actor, id)
}

/** Held until the transaction ends: whoever sends, changes or cancels it waits, and sees what became of it. */
async function lockScheduled(trx: Trx, actor: Actor, id: string): Promise<ScheduledMessage> {
  await trx
    .selectFrom('scheduledMessages')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return findScheduled(trx, actor, id)
}

export async function recorded(trx: Trx, actor: Actor, id: string, event: string): Promise<ScheduledMessage> {
  const scheduled = await findScheduled(trx, { ...actor, role: 'ADMIN' }, id)
  await record(trx, actor, event, scheduled)
  return scheduled
}

function readTime(text: string): Date {
  const time = new Date(text)
  const ahead = time.getTime() - Date.now()
  if (ahead > 0 && ahead <= furthestMilliseconds) return time
  throw invalid('scheduledAt', 'it must be a time in the future, and no more than a year away.')
}

// The time travels with the job: after a change the earlier job finds another time, and does nothing.
function askToSend(trx: Trx, organizationId: string, id: string, scheduledAt: Date): Promise<void> {
  return enqueue(trx, 'send_scheduled_message', { organizationId, id, scheduledAt }, { runAt: scheduledAt })
}

function notScheduled(): Refusal {
  return new Refusal(409, 'not_scheduled', 'Only a message that has not left yet can be changed or canceled.')
}
