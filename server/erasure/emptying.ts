import { sql } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import type { Trx } from '../platform/database.ts'
import type { Traces } from './traces.ts'

/** Answers whether a worker is calling a provider at this moment: that cannot be called back. */
export async function stopSending(trx: Trx, organizationId: string, { conversationIds }: Traces): Promise<boolean> {
  const waiting = await sql<{ claimedBy: number | null }>`
    delete from outbox where organization_id = ${organizationId} and conversation_id = any(${conversationIds})
    returning claimed_by
  `.execute(trx)
  return waiting.rows.some(({ claimedBy }) => claimedBy !== null)
}

/** What is left of them is nothing but what their messages hang on. */
export async function emptyConversations(trx: Trx, organizationId: string, { conversationIds }: Traces): Promise<void> {
  for (const table of [
    'scheduled_messages',
    'conversation_notes',
    'conversation_assignees',
    'conversation_seen',
    'conversation_followers',
    'drafts',
    'csat_requests',
  ]) {
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

/** Who said when that a number is the person's, or what they consent to, stays in the audit log; why may name anybody. */
export async function forgetSources(trx: Trx, organizationId: string, { contactIds }: Traces): Promise<void> {
  await sql`
    update audit_logs set before = before - 'verificationSource' - 'reason', after = after - 'verificationSource' - 'reason'
    where organization_id = ${organizationId} and subject_id = any(${contactIds}) and subject_type = 'contact'
  `.execute(trx)
}

export async function forgetDuplicates(trx: Trx, organizationId: string, { contactIds }: Traces): Promise<void> {
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
