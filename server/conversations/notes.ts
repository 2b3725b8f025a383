import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'

import { attachInstead, attachedTo, detach, findOwnUploads } from '../files/attached.ts'
import type { AttachedFile } from '../files/attached.ts'
import { findUser } from '../identity/users.ts'
import { userActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { ConversationNotes } from '../platform/schema.ts'
import { findConversation } from './conversations.ts'
import { followToo } from './following.ts'
import type { Conversation } from './row.ts'

const table = 'conversation_note_files'

/** What colleagues tell each other in a conversation; the contact never reads it. */
export type Note = Selectable<ConversationNotes> & { authorName: string | null; attachments: AttachedFile[] }

export interface NoteFields {
  content: string
  /** Users who are told of it. */
  mentions?: string[]
  /** Keys of files. */
  attachments?: string[]
}

/** The newest, the oldest of them first, as messages are listed; the cursor leads to the ones before. */
export async function listNotes(
  db: Database,
  actor: Actor,
  conversationId: string,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ notes: Note[]; nextCursor: string | null }> {
  await findConversation(db, actor, conversationId)
  const found = await sql<Note>`
    ${notesOf(actor.organizationId)} and n.conversation_id = ${conversationId}
      and ${cursor === undefined ? sql`true` : sql`n.id < ${readCursor(cursor, 1)[0]}`}
    order by n.id desc limit ${size}
  `.execute(db)
  const oldest = found.rows.length === size ? found.rows.at(-1) : undefined
  return { notes: found.rows.toReversed(), nextCursor: oldest ? writeCursor([oldest.id]) : null }
}

export function addNote(
  db: Database,
  actor: Actor,
  conversationId: string,
  { content, mentions = [], attachments = [] }: NoteFields,
): Promise<Note> {
  return transact(db, async (trx) => {
    const conversation = await findConversation(trx, actor, conversationId)
    const now = new Date()
    const { organizationId, userId } = actor
    const id = newId(now)
    await trx
      .insertInto('conversationNotes')
      .values({ organizationId, id, conversationId, userId, content, mentions, createdAt: now, updatedAt: now })
      .execute()
    await attachInstead(trx, table, holderOf(id, conversation), await findOwnUploads(trx, actor, attachments))
    await tellMentioned(trx, actor, conversationId, mentions)
    return recorded(trx, actor, id, 'note.added')
  })
}

/** What the product itself has to say to those who answer there. */
export async function addOwnNote(
  trx: Trx,
  actor: Actor,
  { id, conversationId, content, at }: { id: string; conversationId: string; content: string; at: Date },
): Promise<void> {
  const { organizationId } = actor
  await trx
    .insertInto('conversationNotes')
    .values({ organizationId, id, conversationId, userId: null, content, createdAt: at, updatedAt: at })
    .execute()
  await recorded(trx, actor, id, 'note.added')
}

/** By its author alone. Who was mentioned before is not told again. */
export function updateNote(
  db: Database,
  actor: Actor,
  conversationId: string,
  id: string,
  { content, mentions, attachments }: Partial<NoteFields>,
): Promise<Note> {
  return transact(db, async (trx) => {
    for (const userId of mentions ?? []) await findUser(trx, actor, userId)
    const present = await lockOwn(trx, actor, conversationId, id)
    await trx
      .updateTable('conversationNotes')
      .set({ content: content ?? present.content, mentions: mentions ?? present.mentions, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    if (attachments) {
      const fileIds = await findOwnUploads(trx, actor, attachments, present.attachments)
      const holder = holderOf(id, await findConversation(trx, actor, conversationId))
      await attachInstead(trx, table, holder, fileIds, present.attachments)
    }
    const news = (mentions ?? []).filter((userId) => !present.mentions.includes(userId))
    await tellMentioned(trx, actor, conversationId, news)
    return recorded(trx, actor, id, 'note.updated')
  })
}

export function deleteNote(db: Database, actor: Actor, conversationId: string, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const note = await lockOwn(trx, actor, conversationId, id)
    const fileIds = note.attachments.map(({ key }) => key)
    await detach(trx, table, note, fileIds)
    await trx
      .deleteFrom('conversationNotes')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'note.deleted', note)
  })
}

async function lockOwn(trx: Trx, actor: Actor, conversationId: string, id: string): Promise<Note> {
  await findConversation(trx, actor, conversationId)
  await trx
    .selectFrom('conversationNotes')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const note = await findNote(trx, actor, id)
  if (note?.conversationId !== conversationId) throw notFound('note')
  if (note.userId === null || note.userId !== actor.userId) {
    throw new Refusal(403, 'not_the_author', 'Only who wrote a note can change or delete it.')
  }
  return note
}

/** A mention that leads to something one may not see would be of no use: so it is refused, and says of whom. */
async function tellMentioned(trx: Trx, actor: Actor, conversationId: string, userIds: string[]): Promise<void> {
  const { organizationId, userId } = actor
  for (const mentioned of userIds) {
    const user = await findUser(trx, actor, mentioned)
    const seen = await findConversation(trx, userActor(user), conversationId).catch(undefinedIfMissing)
    if (seen && !user.disabledAt) continue
    const message = `${user.fullName} cannot see this conversation: assign it to them first.`
    throw new Refusal(422, 'mention_without_access', message, { details: [{ field: 'mentions', message }] })
  }
  const author = userId === null ? undefined : await findUser(trx, actor, userId)
  const text = `${author?.fullName ?? 'Somebody'} mentioned you in a note on a conversation.`
  const news = { type: 'mention', text, subjectType: 'conversation', subjectId: conversationId } as const
  const others = userIds.filter((mentioned) => mentioned !== userId)
  await followToo(trx, actor, conversationId, others)
  await notify(trx, organizationId, others, news)
}

async function findNote(trx: Trx, { organizationId }: Actor, id: string): Promise<Note | undefined> {
  const found = await sql<Note>`
    ${notesOf(organizationId)} and n.id = ${id}
  `.execute(trx)
  return found.rows[0]
}

function notesOf(organizationId: string): RawBuilder<unknown> {
  return sql`
    select n.*, u.full_name as author_name, ${attachedTo(organizationId, table, sql`n.id`)} as attachments
    from conversation_notes n
    left join users u on u.organization_id = ${organizationId} and u.id = n.user_id
    where n.organization_id = ${organizationId}`
}

function holderOf(id: string, { organizationId, id: conversationId, contactId }: Conversation) {
  return { organizationId, id, subjectIds: [conversationId, contactId] }
}

async function recorded(trx: Trx, actor: Actor, id: string, event: string): Promise<Note> {
  const note = await findNote(trx, actor, id)
  await record(trx, actor, event, note!)
  return note!
}

/** From one conversation to another: all that there are, or these of them. Answers which. */
export async function moveNotes(
  trx: Trx,
  organizationId: string,
  fromId: string,
  toId: string,
  ids?: string[],
): Promise<string[]> {
  const moved = await sql<{ id: string }>`
    update conversation_notes set conversation_id = ${toId}
    where organization_id = ${organizationId} and conversation_id = ${fromId} and ${ids ? sql`id = any(${ids})` : sql`true`}
    returning id
  `.execute(trx)
  return moved.rows.map(({ id }) => id)
}
