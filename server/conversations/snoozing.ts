import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import { heirOf } from '../identity/membership.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Tasks } from '../platform/jobs.ts'
import { changeMany } from './change.ts'
import type { Change } from './change.ts'
import { recallReaders } from './readers.ts'

const longestDays = 366

/** Out of sight until then, or until the contact writes. What is resolved has nothing to sleep for. */
export function snoozing(until: Date): Change {
  refuseUnlikely(until)
  return {
    event: 'conversation.snoozed',
    async apply(trx, actor, held) {
      const { organizationId } = actor
      const snoozed = await sql<{ id: string }>`
        update conversations set snoozed_until = ${until}, snoozed_by_id = ${actor.userId}, updated_at = ${new Date()}
        where organization_id = ${organizationId} and id = any(${held.map(({ id }) => id)})
          and resolved_at is null and snoozed_until is distinct from ${until}
        returning id
      `.execute(trx)
      const ids = snoozed.rows.map(({ id }) => id)
      if (ids.length > 0) await sleepUntil(trx, organizationId, ids, until)
      return ids
    },
  }
}

/** Has them woken, if they still sleep by then. */
export async function sleepUntil(trx: Trx, organizationId: string, ids: string[], until: Date): Promise<void> {
  await enqueue(trx, 'wake_conversations', { organizationId, ids, until }, { runAt: until })
}

export const unsnoozing: Change = {
  event: 'conversation.unsnoozed',
  async apply(trx, actor, held) {
    const woken = await sql<{ id: string }>`
      update conversations set snoozed_until = null, snoozed_by_id = null, updated_at = ${new Date()}
      where organization_id = ${actor.organizationId} and id = any(${held.map(({ id }) => id)}) and snoozed_until is not null
      returning id
    `.execute(trx)
    return woken.rows.map(({ id }) => id)
  },
}

interface Sleepers {
  organizationId: string
  ids: string[]
  until: string
}

export function snoozingTasks(db: Database): Tasks {
  return { wake_conversations: (sleepers: Sleepers) => wake(db, sleepers) }
}

/** Only what still sleeps until this very moment: who was woken, or put to sleep again, is none of this job's business. */
async function wake(db: Database, { organizationId, ids, until }: Sleepers): Promise<void> {
  const time = new Date(until).getTime()
  await changeMany(db, systemActor(organizationId), ids, {
    event: unsnoozing.event,
    async apply(trx, actor, held) {
      const due = held.filter(({ snoozedUntil }) => snoozedUntil?.getTime() === time)
      if (due.length === 0) return []
      await callBack(trx, organizationId, due)
      const woken = await unsnoozing.apply(trx, actor, due)
      await bringToTop(trx, organizationId, woken)
      return woken
    },
  })
}

/** Nobody said anything; but it is to be seen again, and so it stands where a new message would put it. */
async function bringToTop(trx: Trx, organizationId: string, ids: string[]): Promise<void> {
  await sql`
    update conversations set woken_at = ${new Date()} where organization_id = ${organizationId} and id = any(${ids})
  `.execute(trx)
}

/** Whoever sent it to sleep, or the heir of who did, finds it unseen when it is back. */
async function callBack(
  trx: Trx,
  organizationId: string,
  due: Array<{ id: string; snoozedById: string | null; inboundCount: number }>,
): Promise<void> {
  const now = new Date()
  for (const [snoozedById, sleepers] of Map.groupBy(due, (each) => each.snoozedById)) {
    if (snoozedById === null) continue
    const userId = await heirOf(trx, organizationId, snoozedById)
    await sql`
      insert into conversation_seen (organization_id, user_id, conversation_id, inbound_count, unseen_at, seen_at)
      select ${organizationId}, ${userId}, s.id, s.inbound_count, ${now}::timestamptz, ${now}::timestamptz
      from unnest(${sleepers.map(({ id }) => id)}::text[], ${sleepers.map(({ inboundCount }) => inboundCount)}::integer[])
        as s (id, inbound_count)
      on conflict (organization_id, conversation_id, user_id) do update set unseen_at = excluded.unseen_at
    `.execute(trx)
  }
  await recallReaders(trx, organizationId, sql`v.id = any(${due.map(({ id }) => id)})`)
}

function refuseUnlikely(until: Date): void {
  const days = (until.getTime() - Date.now()) / 86_400_000
  if (days <= 0) throw invalid('until', 'it must be in the future.')
  if (days > longestDays) throw invalid('until', 'it must be within a year.')
}
