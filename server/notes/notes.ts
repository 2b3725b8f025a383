import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { attachInstead, attachedTo, detach, findOwnUploads } from '../files/attached.ts'
import type { AttachedFile } from '../files/attached.ts'
import { isAdmin, requireUser } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { findContact } from '../contacts/contacts.ts'
import { refuseBlind, tellMentioned } from './mentions.ts'

export interface Note {
  id: string
  contactId: string
  userId: string
  fullName: string
  email: string
  note: string
  mentions: string[]
  attachments: AttachedFile[]
  reactions: Array<{ emoji: string; users: string[]; count: number }>
  editedAt: Date | null
  createdAt: Date
}

export interface NoteFields {
  note?: string
  mentions?: string[]
  /** Keys of files. */
  attachments?: string[]
}

/** Whoever may see the contact may read and write notes on it; each who is mentioned is told. */
export function addNote(
  db: Database,
  actor: Actor,
  { contactId, note, mentions = [], attachments = [] }: NoteFields & { contactId: string; note: string },
): Promise<Note> {
  const userId = requireUser(actor)
  return transact(db, async (trx) => {
    const contact = await findContact(trx, actor, contactId)
    await refuseBlind(trx, actor.organizationId, contactId, mentions)
    const now = new Date()
    const id = newId(now)
    await trx
      .insertInto('contactNotes')
      .values({ organizationId: actor.organizationId, id, contactId, userId, note, mentions, createdAt: now })
      .execute()
    const holder = { organizationId: actor.organizationId, id, subjectIds: [contactId] }
    await attachInstead(trx, 'contact_note_files', holder, await findOwnUploads(trx, actor, attachments))
    const added = await findNote(trx, actor, id)
    await record(trx, actor, 'note.added', added)
    await tellMentioned(trx, actor, added, contact, mentions)
    return added
  })
}

/** Of one contact, the newest first. */
export async function listNotes(
  db: Database,
  actor: Actor,
  { contactId, size, cursor }: { contactId: string; size: number; cursor?: string },
): Promise<{ notes: Note[]; nextCursor: string | null }> {
  await findContact(db, actor, contactId)
  const before = cursor ? sql`n.id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const notes = await readNotes(
    db,
    actor.organizationId,
    sql`n.contact_id = ${contactId} and ${before} order by n.id desc limit ${size}`,
  )
  const last = notes.length === size ? notes.at(-1) : undefined
  return { notes, nextCursor: last ? writeCursor([last.id]) : null }
}

/** By its author alone; who is mentioned for the first time is told. */
export function editNote(
  db: Database,
  actor: Actor,
  id: string,
  { attachments, ...changes }: NoteFields,
): Promise<Note> {
  return transact(db, async (trx) => {
    const before = await lockNote(trx, actor, id)
    const added = (changes.mentions ?? []).filter((userId) => !before.mentions.includes(userId))
    await refuseBlind(trx, actor.organizationId, before.contactId, added)
    if (before.userId !== actor.userId) throw notTheAuthor('edit')
    if (!isNews(before, changes, attachments)) return before
    await trx
      .updateTable('contactNotes')
      .set({ ...changes, editedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    if (attachments) await attachOthers(trx, actor, before, attachments)
    const after = await findNote(trx, actor, id)
    await record(trx, actor, 'note.edited', after)
    await tellMentioned(trx, actor, after, await findContact(trx, actor, after.contactId), added)
    return after
  })
}

function isNews(before: Note, { note = before.note, mentions = before.mentions }: NoteFields, attachments?: string[]) {
  const keys = before.attachments.map(({ key }) => key)
  const hasSame = !attachments || attachments.join() === keys.join()
  return note !== before.note || mentions.toSorted().join() !== before.mentions.toSorted().join() || !hasSame
}

/** By its author, or by an admin. */
export function deleteNote(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const note = await lockNote(trx, actor, id)
    if (note.userId !== actor.userId && !isAdmin(actor)) throw notTheAuthor('delete')
    const holder = { organizationId: actor.organizationId, id }
    await detach(
      trx,
      'contact_note_files',
      holder,
      note.attachments.map(({ key }) => key),
    )
    await trx
      .deleteFrom('contactNotes')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'note.deleted', note)
  })
}

/** Takes the actor's reaction away if it is there, and leaves it otherwise; two at once do it twice. */
export function toggleReaction(db: Database, actor: Actor, noteId: string, emoji: string): Promise<Note> {
  const userId = requireUser(actor)
  return transact(db, async (trx) => {
    const { contactId } = await lockNote(trx, actor, noteId)
    const reaction = { organizationId: actor.organizationId, noteId, userId, emoji }
    const taken = await trx
      .deleteFrom('contactNoteReactions')
      .where('organizationId', '=', actor.organizationId)
      .where('noteId', '=', noteId)
      .where('userId', '=', userId)
      .where('emoji', '=', emoji)
      .returning('emoji')
      .executeTakeFirst()
    if (!taken)
      await trx
        .insertInto('contactNoteReactions')
        .values({ ...reaction, createdAt: new Date() })
        .execute()
    await record(trx, actor, taken ? 'reaction.removed' : 'reaction.added', {
      id: noteId,
      contactId,
      ...reaction,
    } as { id: string })
    return findNote(trx, actor, noteId)
  })
}

async function attachOthers(trx: Trx, actor: Actor, note: Note, keys: string[]): Promise<void> {
  const holder = { organizationId: actor.organizationId, id: note.id, subjectIds: [note.contactId] }
  const fileIds = await findOwnUploads(trx, actor, keys, note.attachments)
  await attachInstead(trx, 'contact_note_files', holder, fileIds, note.attachments)
}

// Held, so that whoever changes it at the same time comes after, and nobody reacts to what is gone.
async function lockNote(trx: Trx, actor: Actor, id: string): Promise<Note> {
  await sql`
    select id from contact_notes where organization_id = ${actor.organizationId} and id = ${id} for update
  `.execute(trx)
  return findNote(trx, actor, id)
}

async function findNote(db: Database, actor: Actor, id: string): Promise<Note> {
  const [note] = await readNotes(db, actor.organizationId, sql`n.id = ${id}`)
  const contact = note && (await findContact(db, actor, note.contactId).catch(undefinedIfMissing))
  if (!contact) throw notFound('note')
  return note
}

async function readNotes(db: Database, organizationId: string, which: RawBuilder<unknown>): Promise<Note[]> {
  const found = await sql<Note>`
    select n.id, n.contact_id, n.user_id, u.full_name, u.email, n.note, n.mentions, n.edited_at, n.created_at,
      ${attachedTo(organizationId, 'contact_note_files', sql`n.id`)} as attachments, coalesce((
      select json_agg(json_build_object('emoji', g.emoji, 'users', g.users, 'count', cardinality(g.users)) order by g.first_at)
      from (
        select r.emoji, array_agg(r.user_id order by r.created_at) as users, min(r.created_at) as first_at
        from contact_note_reactions r where r.organization_id = ${organizationId} and r.note_id = n.id group by r.emoji
      ) g
    ), '[]') as reactions
    from contact_notes n join users u on u.organization_id = ${organizationId} and u.id = n.user_id
    where n.organization_id = ${organizationId} and ${which}
  `.execute(db)
  return found.rows
}

function notTheAuthor(verb: string): Refusal {
  return new Refusal(403, 'not_the_author', `Only who wrote this note may ${verb} it.`)
}
