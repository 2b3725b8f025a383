import { sql } from 'kysely'

import { systemActor } from '../../identity/actor.ts'
import { followRenames } from '../../contacts/stage-moves.ts'
import { recountInbox } from '../../conversations/count-folding.ts'
import type { Trx } from '../../platform/database.ts'
import { Refusal } from '../../platform/errors.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Arrival } from './arrival.ts'
import { recognizeErased } from './returning.ts'

const mostNamed = 200

/** What follows from the rows that are here now. */
export async function rebuild({ trx, organizationId, at, renamed }: Arrival): Promise<void> {
  await refuseLostPipelines(trx, organizationId)
  await countContacts(trx, organizationId)
  await sql`
    insert into contacts_to_compare (organization_id, contact_id)
    select ${organizationId}, c.id from contacts c where c.organization_id = ${organizationId}
    on conflict (organization_id, contact_id) do nothing
  `.execute(trx)
  await sql`
    insert into channel_pacing (organization_id, channel_id, next_at)
    select ${organizationId}, c.id, ${at}::timestamptz from channels c where c.organization_id = ${organizationId}
  `.execute(trx)
  await recognizeErased(trx, organizationId)
  await recountInbox(trx, organizationId)
  await enqueue(trx, 'fold_inbox_counts', { organizationId })
  for (const pipelineId of renamed) await followRenames(trx, systemActor(organizationId), pipelineId)
}

/** Contacts without a pipeline are in the first, and new ones come into the default one. */
async function refuseLostPipelines(trx: Trx, organizationId: string): Promise<void> {
  const lost = await sql`
    select p.type from pipelines p where p.organization_id = ${organizationId}
    group by p.type having count(*) filter (where p.is_first) <> 1 or count(p.default_since) <> 1
  `.execute(trx)
  if (lost.rows.length === 0) return
  throw new Refusal(400, 'broken_export', 'Of the pipelines one must be the first, and one the default.')
}

/** In the slots of server/contacts/counts.ts. */
async function countContacts(trx: Trx, organizationId: string): Promise<void> {
  await sql`delete from contact_counts where organization_id = ${organizationId}`.execute(trx)
  await sql`delete from contact_tallies where organization_id = ${organizationId}`.execute(trx)
  const counted = sql`
    select c.status, c.user_id, coalesce(c.pipeline_id, '') as pipeline_id, ('x' || right(c.id, 1))::bit(4)::integer as slot, count(*) as contacts
    from contacts c where c.organization_id = ${organizationId} group by c.status, c.user_id, coalesce(c.pipeline_id, ''), slot
  `
  await sql`
    with counted as materialized (${counted})
    insert into contact_tallies (organization_id, status, user_id, pipeline_id, slot, contacts)
    select ${organizationId}, status, user_id, pipeline_id, slot, contacts from counted
  `.execute(trx)
  await sql`
    with counted as materialized (${counted})
    insert into contact_counts (organization_id, slot, contacts)
    select ${organizationId}, slot, sum(contacts) from counted group by slot
  `.execute(trx)
}

/**
 * An email logs in to one organization only: whoever has theirs elsewhere on this server cannot log in here until it is
 * changed. Answers whose that are, as many as a person wants to read.
 */
export async function openLogIns(trx: Trx, organizationId: string): Promise<string[]> {
  await sql`
    insert into logins (email, organization_id, user_id)
    select u.email, ${organizationId}, u.id from users u where u.organization_id = ${organizationId} and u.deleted_at is null
    on conflict (email) do nothing
  `.execute(trx)
  const found = await sql<{ email: string }>`
    select u.email from users u left join logins l on l.email = u.email and l.organization_id = ${organizationId}
    where u.organization_id = ${organizationId} and u.deleted_at is null and l.email is null
    order by u.email limit ${mostNamed}
  `.execute(trx)
  return found.rows.map(({ email }) => email)
}
