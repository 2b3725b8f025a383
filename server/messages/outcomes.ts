import { sql } from 'kysely'

import { findChannel, haltChannel, noteTrouble } from '../channels/channels.ts'
import type { DeliveryError, Outcome, Receipt } from '../channels/connector.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { enqueue } from '../platform/jobs.ts'
import { newId } from '../platform/id.ts'
import type { Claimed } from './claim.ts'
import { keepDeliveries } from './deliveries.ts'
import { holdMessages } from './messages.ts'
import type { Message } from './messages.ts'
import { holdThreadsOf, noteOptOut } from './opting-out.ts'
import { applyReceipt, holdProviderIds } from './receipts.ts'
import { statusesBefore } from './status.ts'

export interface Settled {
  organizationId: string
  channelId: string
  draft: Claimed
  outcome: Outcome
  /** The channel was known to be broken when it was called; now we know better, or not. */
  wasTroubled?: boolean
  /** What it was called with, sealed. */
  credentials?: string | null
}

const giveUpHours = 24
const longestPauseSeconds = 300
const firstLookUpSeconds = 30

/** Writes down what became of calls of the provider, all on one channel, in one transaction. */
export function recordOutcomes(db: Database, settled: Settled[]): Promise<void> {
  return transact(db, async (trx) => {
    await holdSettled(trx, settled)
    const accepted = settled.flatMap(({ draft, outcome }) => (outcome.kind === 'accepted' ? [{ draft, outcome }] : []))
    if (accepted.length > 0) await recordAccepted(trx, settled[0]!, accepted)
    if (settled.some(({ outcome, wasTroubled }) => wasTroubled && outcome.kind === 'accepted')) {
      await noteChannel(trx, settled[0]!, null)
    }
    for (const each of settled) {
      if (each.outcome.kind === 'rejected') await recordFailure(trx, each, each.outcome.error)
      if (each.outcome.kind === 'throttled') await putBack(trx, each, each.outcome.retryAfterSeconds)
      if (each.outcome.kind === 'halted') await keepUntilMended(trx, each, each.outcome.error)
      if (each.outcome.kind === 'unknown') await recordUnknown(trx, each, each.outcome.error)
    }
  })
}

/** All threads and then all messages that this may change, before what is left of them in the outbox. */
async function holdSettled(trx: Trx, settled: Settled[]): Promise<void> {
  const [first] = settled
  if (!first) return
  const refused = settled.filter(({ outcome }) => outcome.kind === 'rejected' && outcome.error.isOptOut)
  await holdThreadsOf(trx, first.organizationId, idsOf(refused))
  if (settled.length > 1) await holdMessages(trx, first.organizationId, idsOf(settled))
}

function idsOf(settled: Settled[]): string[] {
  return settled.map(({ draft }) => draft.messageId)
}

interface Accepted {
  draft: Claimed
  outcome: Outcome & { kind: 'accepted' }
}

/** Most outcomes are these, at the rate of the channel: so they are written in sets. */
async function recordAccepted(trx: Trx, { organizationId, channelId }: Settled, accepted: Accepted[]): Promise<void> {
  const now = new Date()
  const ids = accepted.map(({ outcome }) => outcome.providerMessageId)
  await holdProviderIds(trx, { organizationId, id: channelId }, ids)
  const sent = await writeAnswers(trx, organizationId, accepted, now, true)
  // A receipt has been faster, and its word stands; or the message was deleted meanwhile.
  const others = accepted.filter(({ draft }) => !sent.some((message) => message.id === draft.messageId))
  const overtaken = others.length > 0 ? await writeAnswers(trx, organizationId, others, now, false) : []
  await leaveOutbox(trx, organizationId, accepted)

  const kept = new Set([...sent, ...overtaken].map((message) => message.id))
  await keepDeliveries(
    trx,
    accepted
      .filter(({ draft }) => kept.has(draft.messageId))
      .map(({ draft }) => ({
        ...deliveryOf(organizationId, draft, now),
        status: 'sent' as const,
        providerStatus: 'accepted',
      })),
  )
  await record(trx, systemActor(organizationId), 'message.sent', sent)
  await hearParkedReceipts(trx, organizationId, channelId, ids)
}

async function writeAnswers(
  trx: Trx,
  organizationId: string,
  accepted: Accepted[],
  now: Date,
  isNews: boolean,
): Promise<Message[]> {
  const updated = await sql<Message>`
    update messages set
      ${isNews ? sql`status = 'sent', error_code = null, error_message = null,` : sql``}
      provider_message_id = coalesce(messages.provider_message_id, accepted.provider_message_id),
      segments = coalesce(accepted.segments, messages.segments),
      updated_at = ${now}
    from unnest(
      ${accepted.map(({ draft }) => draft.messageId)}::text[],
      ${accepted.map(({ outcome }) => outcome.providerMessageId)}::text[],
      ${accepted.map(({ outcome }) => outcome.segments ?? null)}::smallint[]
    ) as accepted (id, provider_message_id, segments)
    where messages.organization_id = ${organizationId} and messages.id = accepted.id
      ${isNews ? sql`and messages.status = any(${statusesBefore('sent')})` : sql``}
    returning messages.*
  `.execute(trx)
  return updated.rows
}

/** Receipts may overtake the answer to our call; they waited for us to know whose they are. */
async function hearParkedReceipts(trx: Trx, organizationId: string, channelId: string, ids: string[]): Promise<void> {
  const parked = await trx
    .deleteFrom('unmatchedReceipts')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('providerMessageId', 'in', ids)
    .returning('receipt')
    .execute()
  for (const { receipt } of parked)
    await applyReceipt(trx, { organizationId, id: channelId }, receipt as unknown as Receipt)
}

async function recordFailure(
  trx: Trx,
  { organizationId, channelId, draft }: Settled,
  error: DeliveryError,
): Promise<void> {
  const failed = await settle(trx, organizationId, draft, 'failed', error)
  if (failed) await record(trx, systemActor(organizationId), 'message.failed', failed)
  if (failed && error.isOptOut) await noteOptOut(trx, failed, draft.attemptId)
  if (error.isChannelTrouble) await noteChannel(trx, { organizationId, channelId }, error.message)
}

async function noteChannel(
  trx: Trx,
  { organizationId, channelId }: Pick<Settled, 'organizationId' | 'channelId'>,
  trouble: string | null,
): Promise<void> {
  const channel = await findChannel(trx, { organizationId }, channelId).catch(undefinedIfMissing)
  if (channel) await noteTrouble(trx, systemActor(organizationId), channel, trouble)
}

/** Never sent again by itself: the provider is asked what became of it, and if it does not know, a person decides. */
async function recordUnknown(
  trx: Trx,
  { organizationId, channelId, draft }: Settled,
  error: DeliveryError,
): Promise<void> {
  const unknown = await settle(trx, organizationId, draft, 'unknown', error)
  if (!unknown) return
  await record(trx, systemActor(organizationId), 'message.unknown', unknown)
  const runAt = new Date(Date.now() + firstLookUpSeconds * 1000)
  await enqueue(trx, 'look_up_message', { organizationId, channelId, messageId: draft.messageId, tries: 1 }, { runAt })
}

async function settle(
  trx: Trx,
  organizationId: string,
  draft: Claimed,
  status: 'failed' | 'unknown',
  error: DeliveryError,
): Promise<Message | undefined> {
  const now = new Date()
  const message = await trx
    .updateTable('messages')
    .set({ status, errorCode: error.code, errorMessage: error.message, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', '=', draft.messageId)
    .where('status', 'in', statusesBefore(status))
    .returningAll()
    .executeTakeFirst()
  await leaveOutbox(trx, organizationId, [{ draft }])
  if (!message) return undefined
  const failure = { errorCode: error.code, errorMessage: error.message }
  await keepDeliveries(trx, [{ ...deliveryOf(organizationId, draft, now), status, ...failure }])
  return message
}

/** The provider has certainly not taken it: it waits for its next try, and the channel with it, so as not to knock in vain. */
async function putBack(trx: Trx, settled: Settled, retryAfterSeconds: number | undefined): Promise<void> {
  const { organizationId, channelId, draft } = settled
  if (Date.now() - draft.queuedAt.getTime() > giveUpHours * 3_600_000) {
    const message = `The provider could not be reached for ${giveUpHours} hours: try again when it can.`
    return recordFailure(trx, settled, { code: 'provider_unreachable', message })
  }
  const backOff = Math.min(2 ** Math.min(draft.tries - 1, 10), longestPauseSeconds) * (0.5 + Math.random() / 2)
  const dueAt = new Date(Date.now() + (retryAfterSeconds ?? backOff) * 1000)
  await unclaim(trx, settled, dueAt)
  await trx
    .updateTable('channelPacing')
    .set({ nextAt: dueAt })
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('nextAt', '<', dueAt)
    .execute()
}

/** As the last, but however long it takes: a person has to mend the channel, and nothing of it leaves before that. */
async function keepUntilMended(trx: Trx, settled: Settled, error: DeliveryError): Promise<void> {
  const { organizationId, channelId, credentials } = settled
  await unclaim(trx, settled, new Date())
  const channel = await findChannel(trx, { organizationId }, channelId).catch(undefinedIfMissing)
  if (!channel) return
  const asCalled = { ...channel, credentials: credentials === undefined ? channel.credentials : credentials }
  await haltChannel(trx, systemActor(organizationId), asCalled, error.message)
}

async function unclaim(trx: Trx, { organizationId, draft }: Settled, dueAt: Date): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ claimedBy: null, attemptId: null, dueAt })
    .where('organizationId', '=', organizationId)
    .where('messageId', '=', draft.messageId)
    .where('attemptId', '=', draft.attemptId)
    .execute()
}

async function leaveOutbox(trx: Trx, organizationId: string, settled: Array<{ draft: Claimed }>): Promise<void> {
  await sql`
    delete from outbox where organization_id = ${organizationId}
      and message_id = any(${settled.map(({ draft }) => draft.messageId)})
      and attempt_id = any(${settled.map(({ draft }) => draft.attemptId)})
  `.execute(trx)
}

function deliveryOf(organizationId: string, draft: Claimed, occurredAt: Date) {
  return { organizationId, id: newId(occurredAt), messageId: draft.messageId, attemptId: draft.attemptId, occurredAt }
}
