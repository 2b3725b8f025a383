import { sql } from 'kysely'

import { findContact } from '../contacts/contacts.ts'
import { countContacts } from '../contacts/counts.ts'
import { hashOptOuts } from '../contacts/erased-opt-outs.ts'
import type { Contact } from '../contacts/row.ts'
import { keepingCounts } from '../contacts/thread-counts.ts'
import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound, undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Vault } from '../platform/secrets.ts'
import { findErasure } from './erasures.ts'
import type { Erasure, Found } from './erasures.ts'
import { enqueuePiece, firstStep } from './pieces.ts'
import { keepSubjects } from './subjects.ts'
import { tracesOf } from './traces.ts'
import type { Traces } from './traces.ts'

/**
 * The person is in no list any more when this has been committed, and nothing that waits will be sent to it. What is many, its
 * messages above all, goes piece by piece afterwards. Erasing again answers how far that is.
 */
export function eraseContact(db: Database, actor: Actor, vault: Vault, id: string): Promise<Erasure> {
  return transact(db, async (trx) => {
    await sql`
      select id from contacts where organization_id = ${actor.organizationId} and id = ${id} for update
    `.execute(trx)
    const contact = await findContact(trx, actor, id).catch(undefinedIfMissing)
    if (!contact) return findBegun(trx, actor, id)

    await refuseDuringImport(trx, actor.organizationId)
    await holdConversations(trx, contact)
    const traces = await tracesOf(trx, contact)
    const found = await countFound(trx, contact, traces)
    const inFlight = await stopSending(trx, actor.organizationId, traces)
    const erasure = await insertErasure(trx, actor, {
      contactId: id,
      found,
      sealed: vault.seal({ ...traces, inFlight }),
    })
    await keepSubjects(trx, erasure, traces)
    await hashOptOuts(trx, actor.organizationId, traces.addresses)
    await emptyConversations(trx, actor.organizationId, traces)
    await forgetDuplicates(trx, actor.organizationId, traces)
    await forgetSources(trx, actor.organizationId, traces)
    await trx.deleteFrom('contacts').where('organizationId', '=', actor.organizationId).where('id', '=', id).execute()
    await countContacts(trx, actor.organizationId, { gone: [contact] })

    await record(trx, actor, 'contact.erased', { id, userId: contact.userId, assignees: contact.assignees } as {
      id: string
    })
    await audit(trx, actor, 'contact.erased', { id, ...found }, null)
    await enqueuePiece(trx, erasure)
    return erasure
  })
}

/** Whoever says something there, or sends, waits, and then finds neither them nor the contact. */
async function holdConversations(trx: Trx, { organizationId, id }: Contact): Promise<void> {
  await sql`
    select id from conversations where organization_id = ${organizationId} and contact_id = ${id} order by id for update
  `.execute(trx)
}

/** It might have the person in its file, and make them anew. */
async function refuseDuringImport(trx: Trx, organizationId: string): Promise<void> {
  const running = await sql`
    select id from imports where organization_id = ${organizationId} and (
      started_at is not null and finished_at is null and canceled_at is null
      or undo_started_at is not null and undone_at is null
    ) limit 1
  `.execute(trx)
  if (running.rows.length === 0) return
  throw new Refusal(
    409,
    'import_running',
    'Contacts are being imported, maybe this one too: erase it when that is done.',
  )
}

async function findBegun(trx: Trx, actor: Actor, contactId: string): Promise<Erasure> {
  const begun = await findErasure(trx, actor, { contactId })
  if (!begun) throw notFound('contact')
  return begun
}

async function countFound(trx: Trx, { organizationId, id }: Contact, traces: Traces): Promise<Found> {
  const places = [...traces.contactIds, ...traces.conversationIds]
  const found = await sql<Found>`
    select
      (
        select count(*)::integer from conversations v where v.organization_id = ${organizationId} and v.contact_id = ${id}
      ) as conversations,
      (
        select coalesce(sum(v.message_count), 0)::integer from conversations v
        where v.organization_id = ${organizationId} and v.contact_id = ${id}
      ) as messages,
      (
        select count(*)::integer from contact_notes n where n.organization_id = ${organizationId} and n.contact_id = ${id}
      ) + (
        select count(*)::integer from conversation_notes n
        where n.organization_id = ${organizationId} and n.conversation_id = any(${traces.conversationIds})
      ) as notes,
      (
        select count(*)::integer from contact_documents d where d.organization_id = ${organizationId} and d.contact_id = ${id}
      ) as documents,
      (
        select count(*)::integer from reminders r where r.organization_id = ${organizationId} and r.contact_id = ${id}
      ) as reminders,
      (
        select count(distinct p.file_id)::integer from file_places p
        where p.organization_id = ${organizationId} and p.subject_id = any(${places})
      ) as files
  `.execute(trx)
  return found.rows[0]!
}

/** Answers whether a worker is calling a provider at this moment: that cannot be called back. */
async function stopSending(trx: Trx, organizationId: string, { conversationIds }: Traces): Promise<boolean> {
  const waiting = await sql<{ claimedBy: number | null }>`
    delete from outbox where organization_id = ${organizationId} and conversation_id = any(${conversationIds})
    returning claimed_by
  `.execute(trx)
  return waiting.rows.some(({ claimedBy }) => claimedBy !== null)
}

async function insertErasure(
  trx: Trx,
  { organizationId, type, id: actorId }: Actor,
  { contactId, found, sealed }: { contactId: string; found: Found; sealed: string },
): Promise<Erasure> {
  const requestedAt = new Date()
  const values = { organizationId, id: newId(requestedAt), contactId, actorType: type, actorId, sealed, requestedAt }
  const inserted = await trx
    .insertInto('erasures')
    .values({ ...values, found: JSON.stringify(found), step: firstStep })
    .returningAll()
    .executeTakeFirstOrThrow()
  return inserted as unknown as Erasure
}

/** What is left of them is nothing but what their messages hang on. */
async function emptyConversations(trx: Trx, organizationId: string, { conversationIds }: Traces): Promise<void> {
  for (const table of ['scheduled_messages', 'conversation_notes', 'conversation_assignees', 'conversation_seen']) {
    await sql`
      delete from ${sql.table(table)}
      where organization_id = ${organizationId} and conversation_id = any(${conversationIds})
    `.execute(trx)
  }
  await keepingCounts(trx, organizationId, sql`id = any(${conversationIds})`, () =>
    sql`
      update conversations set
        contact_id = null, channel_identifier = '', latest_message = null, tags = '{}', assignee_ids = '{}',
        snoozed_until = null, snoozed_by_id = null, waiting_since = null, unread_count = 0, unseen_at = null,
        unseen_by_id = null, reader_ids = '{}', unrouted_since = null
      where organization_id = ${organizationId} and id = any(${conversationIds})
    `.execute(trx),
  )
}

/** Who said when that a number is the person's stays in the audit log; what they wrote of it may name anybody. */
async function forgetSources(trx: Trx, organizationId: string, { contactIds }: Traces): Promise<void> {
  await sql`
    update audit_logs set before = before - 'verificationSource', after = after - 'verificationSource'
    where organization_id = ${organizationId} and subject_id = any(${contactIds}) and subject_type = 'contact'
  `.execute(trx)
}

async function forgetDuplicates(trx: Trx, organizationId: string, { contactIds }: Traces): Promise<void> {
  await sql`
    delete from contact_merges
    where organization_id = ${organizationId} and (source_id = any(${contactIds}) or target_id = any(${contactIds}))
  `.execute(trx)
  await sql`
    delete from dedup_reviews
    where organization_id = ${organizationId}
      and (source_contact_id = any(${contactIds}) or candidate_contact_id = any(${contactIds}))
  `.execute(trx)
  await sql`
    delete from contacts_to_compare where organization_id = ${organizationId} and contact_id = any(${contactIds})
  `.execute(trx)
}
