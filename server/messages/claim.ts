import { sql } from 'kysely'

import type { Draft } from '../channels/connector.ts'
import { mayWrite } from '../channels/windows.ts'
import type { Heard } from '../channels/windows.ts'
import { heardColumns } from '../conversations/row.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'

export interface Claimed extends Draft {
  messageId: string
  tries: number
  /** When it was written, or a person last had it tried again. */
  queuedAt: Date
  files?: Array<{ id: string; contentType: string }>
}

export interface Claim {
  drafts: Claimed[]
  /** Claimed as well, but not to be sent any more. */
  optedOut: Claimed[]
  /** Neither, for the contact was blocked since. */
  blocked: Claimed[]
  /** Nor these: the time in which one may write there is over. */
  closed: Claimed[]
  /** When the channel's rate allows the next one. */
  waitMilliseconds: number
}

const nothing: Claim = { drafts: [], optedOut: [], blocked: [], closed: [], waitMilliseconds: 0 }

/**
 * Takes what is due on a channel, at most as many as its rate allows, and one per conversation: a message never overtakes
 * an earlier one to the same contact. Whoever holds the channel's pacing row claims; the others find nothing.
 */
export function claim(
  db: Database,
  { organizationId, channelId }: { organizationId: string; channelId: string },
  { workerId, limit, perSecond }: { workerId: number; limit: number; perSecond: number },
): Promise<Claim> {
  return transact(db, async (trx) => {
    const now = new Date()
    const nextAt = await holdPacing(trx, organizationId, channelId)
    if (!nextAt) return nothing
    const pace = paceOf(nextAt, now, perSecond)
    if (pace.allowed === 0) return { ...nothing, waitMilliseconds: pace.waitMilliseconds }

    const messageIds = await dueMessages(trx, organizationId, channelId, now, Math.min(limit, pace.allowed))
    if (messageIds.length === 0) return nothing
    const attempts = messageIds.map((messageId) => ({ messageId, attemptId: newId(now) }))
    await markClaimed(trx, organizationId, attempts, workerId)
    const claimed = await readDrafts(trx, organizationId, messageIds)
    const addresses = new Map(claimed.map(({ messageId, to }) => [messageId, to]))
    await trx
      .insertInto('attempts')
      .values(
        attempts.map(({ messageId, attemptId }) => ({
          organizationId,
          id: attemptId,
          messageId,
          channelId,
          address: addresses.get(messageId) ?? null,
          startedAt: now,
        })),
      )
      .execute()
    await trx
      .updateTable('channelPacing')
      .set({ nextAt: pace.after(messageIds.length) })
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', channelId)
      .execute()
    return { ...judged(claimed, now), waitMilliseconds: 0 }
  })
}

function judged(claimed: Judged[], now: Date): Omit<Claim, 'waitMilliseconds'> {
  const verdicts = Object.groupBy(claimed, (each) => {
    if (each.isOptedOut) return 'optedOut'
    if (each.isBlocked) return 'blocked'
    return mayWrite(each, { isByHand: each.isByHand, now }) === 'no' ? 'closed' : 'drafts'
  })
  const { drafts = [], optedOut = [], blocked = [], closed = [] } = verdicts
  return {
    drafts: drafts.map((each) => ({ ...each, isLate: mayWrite(each, { isByHand: each.isByHand, now }) === 'late' })),
    optedOut,
    blocked,
    closed,
  }
}

type Judged = Claimed & Heard & { isOptedOut: boolean; isBlocked: boolean; isByHand: boolean }

/**
 * Gives back what a claim took without anybody here hearing of it, because the connection broke at its commit: whatever
 * the worker has claimed on the channel and does not hold. None of it was sent.
 */
export async function giveBack(
  db: Database,
  { organizationId, channelId }: { organizationId: string; channelId: string },
  workerId: number,
  heldAttempts: string[],
): Promise<void> {
  await sql`
    update outbox set claimed_by = null, attempt_id = null
    where organization_id = ${organizationId} and channel_id = ${channelId} and claimed_by = ${workerId}
      and not (attempt_id = any(${heldAttempts}))
  `.execute(db)
}

async function holdPacing(trx: Trx, organizationId: string, channelId: string): Promise<Date | undefined> {
  const pacing = await trx
    .selectFrom('channelPacing')
    .select('nextAt')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return pacing?.nextAt
}

interface Pace {
  allowed: number
  waitMilliseconds: number
  after: (taken: number) => Date
}

/**
 * Spreads sends evenly; what was not used is saved up for a second at most (or for one message, on a slower channel). Times are
 * whole milliseconds, rounded so that a channel is rather a little slower than its rate than ever faster.
 */
export function paceOf(nextAt: Date, now: Date, perSecond: number): Pace {
  const savedUp = Math.max(1000, Math.ceil(1000 / perSecond))
  const from = Math.max(nextAt.getTime(), now.getTime() - savedUp)
  const allowed = Math.max(0, Math.floor(((now.getTime() - from) * perSecond) / 1000))
  const untilNext = Math.ceil(from + 1000 / perSecond - now.getTime())
  return {
    allowed,
    waitMilliseconds: allowed > 0 ? 0 : Math.max(1, untilNext),
    after: (taken) => new Date(Math.ceil(from + (taken * 1000) / perSecond)),
  }
}

/** Nothing where the channel was halted at this moment: what is put back then is due at once. */
async function dueMessages(
  trx: Trx,
  organizationId: string,
  channelId: string,
  now: Date,
  limit: number,
): Promise<string[]> {
  const found = await sql<{ messageId: string }>`
    select o.message_id from outbox o
    where o.organization_id = ${organizationId} and o.channel_id = ${channelId}
      and o.claimed_by is null and o.due_at <= ${now}
      and not exists (
        select from outbox earlier
        where earlier.organization_id = ${organizationId} and earlier.conversation_id = o.conversation_id
          and earlier.message_id < o.message_id
      )
      and exists (
        select from channels c
        where c.organization_id = ${organizationId} and c.id = ${channelId} and c.halted_at is null and c.disabled_at is null
      )
    order by o.is_bulk, o.message_id limit ${limit} for update skip locked
  `.execute(trx)
  return stillThere(
    trx,
    organizationId,
    found.rows.map((row) => row.messageId),
  )
}

/** Without those that are being deleted: who does that waits for their place in the outbox, and must not be waited for. */
async function stillThere(trx: Trx, organizationId: string, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  const found = await sql<{ id: string }>`
    select id from messages where organization_id = ${organizationId} and id = any(${messageIds})
    for key share skip locked
  `.execute(trx)
  const there = new Set(found.rows.map(({ id }) => id))
  return messageIds.filter((id) => there.has(id))
}

async function markClaimed(
  trx: Trx,
  organizationId: string,
  attempts: Array<{ messageId: string; attemptId: string }>,
  workerId: number,
): Promise<void> {
  await sql`
    update outbox set claimed_by = ${workerId}, attempt_id = attempt.id, tries = tries + 1
    from unnest(${attempts.map((each) => each.messageId)}::text[], ${attempts.map((each) => each.attemptId)}::text[])
      as attempt (message_id, id)
    where outbox.organization_id = ${organizationId} and outbox.message_id = attempt.message_id
  `.execute(trx)
}

async function readDrafts(trx: Trx, organizationId: string, messageIds: string[]): Promise<Judged[]> {
  const found = await sql<Judged & { hasAttachments: boolean }>`
    select m.id as message_id, m.content, m.has_attachments, m.is_by_hand, m.updated_at as queued_at,
      ${heardColumns(organizationId, sql`v`)},
      coalesce(o.address, v.channel_identifier) as "to", o.attempt_id, o.tries, (
        select q.provider_message_id from messages q
        where q.organization_id = ${organizationId} and q.id = m.reply_to_id
      ) as reply_to,
      exists (
        select from opt_outs p where p.organization_id = ${organizationId}
          and p.channel_type = v.channel_type and p.address = coalesce(o.address, v.channel_identifier)
      ) as is_opted_out,
      c.blocked_at is not null as is_blocked
    from outbox o
    join messages m on m.organization_id = ${organizationId} and m.id = o.message_id
    join conversations v on v.organization_id = ${organizationId} and v.id = m.conversation_id
    join contacts c on c.organization_id = ${organizationId} and c.id = v.contact_id
    where o.organization_id = ${organizationId} and o.message_id = any(${messageIds})
  `.execute(trx)
  if (!found.rows.some((each) => each.hasAttachments)) return found.rows
  const files = await filesOf(trx, organizationId, messageIds)
  return found.rows.map((each) => ({ ...each, files: files.filter((file) => file.messageId === each.messageId) }))
}

async function filesOf(trx: Trx, organizationId: string, messageIds: string[]) {
  const found = await sql<{ messageId: string; id: string; contentType: string }>`
    select a.message_id, a.file_id as id, a.content_type from attachments a
    where a.organization_id = ${organizationId} and a.message_id = any(${messageIds}) and a.file_id is not null
    order by a.id
  `.execute(trx)
  return found.rows
}
