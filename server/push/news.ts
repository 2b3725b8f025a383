import { sql } from 'kysely'

import { findContact } from '../contacts/contacts.ts'
import { findConversation } from '../conversations/conversations.ts'
import { findAsSeen } from '../conversations/seen.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import type { Push, PushKind } from './queue.ts'

/** What a browser is told, and no more of it. */
export interface News {
  title: string
  body: string
  /** News of one thing takes the place of what was said of it before. */
  tag: string
  /** What it leads to. */
  subjectType: string
  subjectId: string
}

/** After so long it is no news any more. */
export const newsSeconds: Record<PushKind, number> = { message: 12 * 3600, notification: 24 * 3600, test: 60 }

const mostLetters = 160

/**
 * What there is to say at this moment to somebody; undefined for what they have seen, what is gone, and what they may not see
 * any more.
 */
export function newsOf(db: Database, actor: Actor, push: Push): Promise<News | undefined> {
  if (push.kind === 'message') return messageNews(db, actor, push)
  if (push.kind === 'notification') return notificationNews(db, actor, push)
  const text = 'This browser is told of your news, also while Tether is closed.'
  return Promise.resolve({ title: 'Notifications work', body: text, tag: 'test', subjectType: 'test', subjectId: '' })
}

async function messageNews(db: Database, actor: Actor, { subjectId: messageId }: Push): Promise<News | undefined> {
  const { organizationId } = actor
  const message = await db
    .selectFrom('messages')
    .select(['conversationId', 'content', 'hasAttachments'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  if (!message) return undefined
  const conversation = await findAsSeen(db, actor, message.conversationId).catch(undefinedIfMissing)
  if (!conversation || conversation.unreadCount === 0) return undefined
  return {
    title: await nameOf(db, organizationId, conversation.contactId),
    body: shortened(message.content) || (message.hasAttachments ? 'Sent a file' : 'Sent a message'),
    tag: conversation.id,
    subjectType: 'conversation',
    subjectId: conversation.id,
  }
}

async function nameOf(db: Database, organizationId: string, contactId: string): Promise<string> {
  const contact = await db
    .selectFrom('contacts')
    .select(['firstName', 'lastName', 'phoneNumber'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  const name = [contact?.firstName, contact?.lastName].filter(Boolean).join(' ')
  return shortened(name) || contact?.phoneNumber || 'New message'
}

const titles: Record<string, string> = {
  mention: 'You were mentioned',
  assignment: 'Assigned to you',
  reminder: 'Reminder',
  import: 'Import',
  webhook: 'Webhook',
}

async function notificationNews(db: Database, actor: Actor, { subjectId: id }: Push): Promise<News | undefined> {
  const found = await sql<{ type: string; text: string; subjectType: string; subjectId: string }>`
    select type, text, subject_type, subject_id from notifications
    where organization_id = ${actor.organizationId} and id = ${id} and user_id = ${actor.userId} and seen_at is null
  `.execute(db)
  const [notification] = found.rows
  if (!notification || !(await maySee(db, actor, notification))) return undefined
  const { type, text, subjectType, subjectId } = notification
  return { title: titles[type] ?? 'Tether', body: shortened(text), tag: id, subjectType, subjectId }
}

async function maySee(
  db: Database,
  actor: Actor,
  { subjectType, subjectId }: { subjectType: string; subjectId: string },
): Promise<boolean> {
  const find = { conversation: findConversation, contact: findContact }[subjectType]
  if (!find) return true
  return (await (find(db, actor, subjectId) as Promise<object>).catch(undefinedIfMissing)) !== undefined
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > mostLetters ? `${line.slice(0, mostLetters - 1).trimEnd()}…` : line
}
