import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Contact } from '../../contacts/row.ts'
import { attachedTo } from '../../files/attached.ts'
import type { AttachedFile } from '../../files/attached.ts'
import type { Links } from '../../files/links.ts'
import type { Database } from '../../platform/database.ts'
import { containing } from '../traces.ts'
import type { Traces } from '../traces.ts'

const pageSize = 500
const walkedEvents = 10_000
/** Of the links to files: time enough to hand the document over and to fetch them. */
const linkHours = 7 * 24

export interface Subject extends Traces {
  contact: Contact
  organizationId: string
}

interface Row {
  id: string
}

interface FileRow {
  fileId: string | null
  name: string
  contentType: string
  size: number | null
}

type Section = (db: Database, links: Links, subject: Subject) => AsyncGenerator<object[]>

/** Everything that is held about a person, in the order in which it is written. */
export const sections: Record<string, Section> = {
  optOuts: (db, _links, { organizationId, addresses }) =>
    once(
      db,
      sql`
        select o.channel_type, o.address, o.source, o.reason, o.opted_out_at from opt_outs o
        where o.organization_id = ${organizationId} and o.address = any(${addresses})
      `,
    ),

  conversations: (db, _links, { organizationId, conversationIds }) =>
    byId(
      db,
      (after) => sql`
        select v.id, v.channel_id, v.channel_type, v.channel_identifier, v.tags, v.message_count, v.resolved_at,
          v.snoozed_until, v.user_id, v.assignee_ids, v.created_at, v.updated_at
        from conversations v
        where v.organization_id = ${organizationId} and v.id = any(${conversationIds}) and v.id > ${after}
        order by v.id limit ${pageSize}
      `,
    ),

  async *messages(db, links, { organizationId, conversationIds }) {
    for (const conversationId of conversationIds) {
      const pages = byId(
        db,
        (after) => sql`
          select m.id, m.conversation_id, m.channel_type, m.direction, m.content, m.status, m.error_message, m.sent_by_id,
            m.is_ai_generated, m.has_attachments, m.created_at
          from messages m
          where m.organization_id = ${organizationId} and m.conversation_id = ${conversationId} and m.id > ${after}
          order by m.id limit ${pageSize}
        `,
      )
      for await (const page of pages) yield withAttachments(db, links, organizationId, page)
    }
  },

  /** Who it was in the browser, with what it said of itself and where it was. */
  visitors: (db, _links, { organizationId, contact }) =>
    byId(
      db,
      (after) => sql`
        select w.id, w.channel_id, w.external_id, w.name, w.email, w.phone, w.form_at, w.consented_at, w.consent_text,
          w.language, w.browser, w.page, w.page_title, w.referrer, w.first_seen_at, w.last_seen_at
        from webchat_visitors w
        join contact_addresses a on a.organization_id = ${organizationId} and a.channel_id = w.channel_id
          and a.address = w.address
        where w.organization_id = ${organizationId} and a.contact_id = ${contact.id} and w.id > ${after}
        order by w.id limit ${pageSize}
      `,
    ),

  ratings: (db, _links, { organizationId, conversationIds }) =>
    byId(
      db,
      (after) => sql`
        select r.id, r.conversation_id, r.requested_at, r.rating, r.feedback, r.answered_at, r.answered_by_id
        from csat_requests r
        where r.organization_id = ${organizationId} and r.conversation_id = any(${conversationIds}) and r.id > ${after}
        order by r.id limit ${pageSize}
      `,
    ),

  conversationNotes: (db, links, { organizationId, conversationIds }) =>
    byIdWithFiles(
      db,
      { links, organizationId },
      (after) => sql`
        select n.id, n.conversation_id, n.user_id, n.content, n.created_at, n.updated_at,
          ${attachedTo(organizationId, 'conversation_note_files', sql`n.id`)} as attachments
        from conversation_notes n
        where n.organization_id = ${organizationId} and n.conversation_id = any(${conversationIds}) and n.id > ${after}
        order by n.id limit ${pageSize}
      `,
    ),

  scheduledMessages: (db, links, { organizationId, conversationIds }) =>
    byIdWithFiles(
      db,
      { links, organizationId },
      (after) => sql`
        select s.id, s.conversation_id, s.content, s.scheduled_at, s.sent_by_id, s.sent_at, s.canceled_at, s.failed_at,
          s.created_at, ${attachedTo(organizationId, 'scheduled_message_files', sql`s.id`)} as attachments
        from scheduled_messages s
        where s.organization_id = ${organizationId} and s.conversation_id = any(${conversationIds}) and s.id > ${after}
        order by s.id limit ${pageSize}
      `,
    ),

  notes: (db, links, { organizationId, contact }) =>
    byIdWithFiles(
      db,
      { links, organizationId },
      (after) => sql`
        select n.id, n.user_id, n.note, n.edited_at, n.created_at,
          ${attachedTo(organizationId, 'contact_note_files', sql`n.id`)} as attachments
        from contact_notes n
        where n.organization_id = ${organizationId} and n.contact_id = ${contact.id} and n.id > ${after}
        order by n.id limit ${pageSize}
      `,
    ),

  async *documents(db, links, { organizationId, contact }) {
    const pages = byId<Row & FileRow>(
      db,
      (after) => sql`
        select d.id, d.name, d.document_type, d.notes, d.uploaded_by_id, d.created_at, d.file_id, f.content_type, f.size
        from contact_documents d
        join files f on f.organization_id = ${organizationId} and f.id = d.file_id
        where d.organization_id = ${organizationId} and d.contact_id = ${contact.id} and d.id > ${after}
        order by d.id limit ${pageSize}
      `,
    )
    for await (const page of pages) yield page.map((document) => linked(links, organizationId, document))
  },

  reminders: (db, _links, { organizationId, contact }) =>
    byId(
      db,
      (after) => sql`
        select r.id, r.note, r.reminder_date, r.channel_type, r.phone_number, r.contact_name, r.created_by_id, r.fired_at,
          r.created_at
        from reminders r
        where r.organization_id = ${organizationId} and r.contact_id = ${contact.id} and r.id > ${after}
        order by r.id limit ${pageSize}
      `,
    ),

  merges: (db, _links, { organizationId, contactIds }) =>
    byId(
      db,
      (after) => sql`
        select m.id, m.source_id, m.target_id, m.merged_at, m.undone_at, m.saved -> 'source' as merged_contact
        from contact_merges m
        where m.organization_id = ${organizationId} and m.target_id = any(${contactIds}) and m.undone_at is null
          and m.id > ${after}
        order by m.id limit ${pageSize}
      `,
    ),

  imports: (db, _links, { organizationId, contact }) =>
    once(
      db,
      sql`
        select r.import_id, r.number as row, r.outcome, r.phone_number, r.changes from import_results r
        where r.organization_id = ${organizationId} and r.outcome <> 'skipped'
          and r.import_id || ' ' || r.contact_id = any(array(
            select i.id || ' ' || ${contact.id}::text from imports i where i.organization_id = ${organizationId}
          ))
        order by r.import_id, r.number
      `,
    ),

  async *events(db, _links, subject) {
    let after = ''
    for (;;) {
      const last = await endOfWalk(db, subject, after)
      yield await eventsBetween(db, subject, after, last)
      if (last === undefined) return
      after = last
    }
  },
}

async function* once(db: Database, statement: RawBuilder<unknown>): AsyncGenerator<object[]> {
  yield (await (statement as RawBuilder<object>).execute(db)).rows
}

/** Page by page in the order of the ids, which stand in the document as everywhere. */
async function* byId<T extends Row>(
  db: Database,
  pageAfter: (id: string) => RawBuilder<unknown>,
): AsyncGenerator<Array<T & { _id: string }>> {
  let after = ''
  for (;;) {
    const { rows } = await (pageAfter(after) as RawBuilder<T>).execute(db)
    if (rows.length > 0) yield rows.map(({ id, ...rest }) => ({ _id: id, ...rest }) as unknown as T & { _id: string })
    if (rows.length < pageSize) return
    after = rows.at(-1)!.id
  }
}

/** Of those that say themselves which files are attached to them. */
async function* byIdWithFiles(
  db: Database,
  { links, organizationId }: { links: Links; organizationId: string },
  pageAfter: (id: string) => RawBuilder<unknown>,
): AsyncGenerator<object[]> {
  for await (const page of byId<Row & { attachments: AttachedFile[] }>(db, pageAfter)) {
    yield page.map((holder) => ({
      ...holder,
      attachments: holder.attachments.map(({ key: fileId, name, size, type: contentType }) =>
        linked(links, organizationId, { fileId, name, size, contentType }),
      ),
    }))
  }
}

async function withAttachments(
  db: Database,
  links: Links,
  organizationId: string,
  messages: Array<{ _id: string }>,
): Promise<object[]> {
  const found = await sql<FileRow & { messageId: string }>`
    select a.message_id, a.file_id, a.content_type, a.size, coalesce(f.name, 'attachment') as name
    from attachments a
    left join files f on f.organization_id = ${organizationId} and f.id = a.file_id
    where a.organization_id = ${organizationId} and a.message_id = any(${messages.map(({ _id }) => _id)}) order by a.id
  `.execute(db)
  const byMessage = Map.groupBy(found.rows, ({ messageId }) => messageId)
  return messages.map((message) => ({
    ...message,
    attachments: (byMessage.get(message._id) ?? []).map((file) => linked(links, organizationId, file)),
  }))
}

/** With a link to the file, which needs no log-in and expires. */
function linked(links: Links, organizationId: string, { fileId, ...file }: FileRow): object {
  if (fileId === null) return { ...file, url: null, urlExpiresAt: null }
  const { url, expiresAt } = links.to({ organizationId, id: fileId }, { hours: linkHours })
  return { ...file, url, urlExpiresAt: expiresAt }
}

async function endOfWalk(db: Database, { organizationId }: Subject, after: string): Promise<string | undefined> {
  const end = await sql<Row>`
    select id from events where organization_id = ${organizationId} and id > ${after}
    order by id offset ${walkedEvents - 1} limit 1
  `.execute(db)
  return end.rows[0]?.id
}

/** There is no index by subject: the log is walked through, as far as it is kept. */
async function eventsBetween(
  db: Database,
  { organizationId, contactIds, conversationIds }: Subject,
  after: string,
  last: string | undefined,
): Promise<object[]> {
  const ids = [...contactIds, ...conversationIds]
  const found = await sql<object>`
    select e.position, e.type, e.actor_type, e.actor_id, e.subject_id, e.data, e.created_at from events e
    where e.organization_id = ${organizationId} and e.id > ${after} and ${last ? sql`e.id <= ${last}` : sql`true`}
      and (e.subject_id = any(${ids}) or e.data::text like any(${ids.map(containing)}))
    order by e.id
  `.execute(db)
  return found.rows
}
