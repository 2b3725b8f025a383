import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { attachedFiles } from '../files/attached.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { heirOf } from '../identity/membership.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, undefinedIfMissing } from '../platform/errors.ts'
import { refuseUnsendable } from './files.ts'
import { queueMessage } from './queueing.ts'
import type { ScheduledMessage } from './scheduled-messages.ts'
import { dropFiles, lockWithContact, recorded } from './scheduling.ts'
import { findThread } from './thread.ts'

export interface SendScheduled {
  organizationId: string
  id: string
  scheduledAt: string
}

/**
 * Its time has come: it becomes a message, once, or fails with the reason, of which its author is told, or the heir. It leaves in the
 * name of whoever wrote it, even if they have left the organization or given the conversation away since: who has it now
 * sees what is scheduled there, and can cancel it.
 */
export async function sendScheduled(db: Database, tools: ChannelTools, asked: SendScheduled): Promise<void> {
  try {
    await transact(db, async (trx) => {
      const waiting = await findWaiting(trx, asked)
      if (waiting) await send(trx, tools, waiting)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await transact(db, async (trx) => {
      const waiting = await findWaiting(trx, asked)
      if (waiting) await fail(trx, waiting, error)
    })
  }
}

/** Undefined if it was canceled, changed, sent or deleted since it was asked for. */
async function findWaiting(trx: Trx, { organizationId, id, scheduledAt }: SendScheduled) {
  const scheduled = await lockWithContact(trx, systemActor(organizationId), id).catch(undefinedIfMissing)
  const isMeant = scheduled?.status === 'scheduled' && scheduled.scheduledAt.getTime() === Date.parse(scheduledAt)
  return isMeant ? scheduled : undefined
}

async function send(trx: Trx, tools: ChannelTools, scheduled: ScheduledMessage): Promise<void> {
  const { organizationId, id, contactId, content } = scheduled
  const files = await attachedFiles(trx, scheduled)
  const thread = await findThread(trx, systemActor(organizationId), scheduled.conversationId)
  const author = authorOf(scheduled)
  refuseUnsendable(connectorOf(tools, thread.channel), files)
  const message = await queueMessage(trx, author, tools, {
    to: { ...thread, contactId },
    content,
    files,
    isByHand: scheduled.isByHand,
    replyToId: scheduled.replyToId ?? undefined,
  })
  const now = new Date()
  await trx
    .updateTable('scheduledMessages')
    .set({ messageId: message.id, sentAt: now, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  await dropFiles(trx, scheduled)
  await recorded(trx, author, id, 'scheduledMessage.sent')
}

async function fail(trx: Trx, scheduled: ScheduledMessage, { code, message }: Refusal): Promise<void> {
  const { organizationId, id, conversationId, sentById } = scheduled
  const now = new Date()
  await trx
    .updateTable('scheduledMessages')
    .set({ failedAt: now, errorCode: code, errorMessage: message, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  await recorded(trx, systemActor(organizationId), id, 'scheduledMessage.failed')
  const text = `A message that you scheduled was not sent: ${message}`
  const news = { type: 'scheduledMessage', text, subjectType: 'conversation', subjectId: conversationId } as const
  if (sentById) await notify(trx, organizationId, [await heirOf(trx, organizationId, sentById)], news)
}

function authorOf({ organizationId, actorType, actorId, sentById }: ScheduledMessage): Actor {
  const type = actorType as Actor['type']
  return { organizationId, type, id: actorId, userId: sentById, role: 'ADMIN', departmentId: null }
}
