import { createHash } from 'node:crypto'

import { sql } from 'kysely'
import type { Insertable, Selectable } from 'kysely'

import { measures } from '../contacts/thread-counts.ts'
import { organizationIds } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { ConversationTallies, ConversationTallyChanges } from '../platform/schema.ts'

type Change = Selectable<ConversationTallyChanges>
type Tally = Insertable<ConversationTallies> & Record<(typeof summed)[number], number>

const summed = [...measures, 'read'] as const
const pieceSize = 2000

export const countSchedule: Schedule[] = [{ task: 'recount_inboxes', pattern: '43 3 * * *' }]

export function countTasks(db: Database): Tasks {
  return {
    fold_inbox_counts: ({ organizationId }: { organizationId: string }) => foldCounts(db, organizationId),
    recount_inboxes: async () => {
      const ids = await organizationIds(db)
      await transact(db, async (trx) => {
        for (const organizationId of ids) await enqueue(trx, 'recount_inbox', { organizationId })
      })
    },
    recount_inbox: async ({ organizationId }: { organizationId: string }) => {
      await recountInbox(db, organizationId)
      await foldCounts(db, organizationId)
    },
  }
}

/** Adds the changes up, some thousand at a time. Whoever does so at once takes others; readers see each of them once. */
export function foldCounts(db: Database, organizationId: string): Promise<void> {
  return transact(db, async (trx) => {
    const taken = await sql<Change>`
      delete from conversation_tally_changes where organization_id = ${organizationId} and id = any(array(
        select c.id from conversation_tally_changes c where c.organization_id = ${organizationId}
        order by c.id limit ${pieceSize} for update skip locked
      ))
      returning *
    `.execute(trx)
    const tallies = talliesOf(taken.rows)
    for (let start = 0; start < tallies.length; start += 500) await add(trx, tallies.slice(start, start + 500))
    await forgetEmpty(trx, organizationId, tallies)
    if (taken.rows.length === pieceSize) await enqueue(trx, 'fold_inbox_counts', { organizationId })
  })
}

/** In one order for everybody, so that two who add up at once wait for each other and never both. */
function talliesOf(changes: Change[]): Tally[] {
  const tallies = new Map<string, Tally>()
  for (const { readerIds, read, ...change } of changes) {
    addUp(tallies, { ...change, readerId: '', read: 0 })
    for (const readerId of readerIds) {
      addUp(tallies, { ...change, open: 0, snoozed: 0, resolved: 0, waiting: 0, heard: 0, readerId, read })
    }
  }
  return [...tallies.values()]
    .filter((tally) => summed.some((each) => tally[each] !== 0))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

function addUp(tallies: Map<string, Tally>, change: Tally): void {
  const id = idOf(change)
  const tally = tallies.get(id)
  if (!tally) tallies.set(id, { ...change, id })
  else for (const each of summed) tally[each] += change[each]
}

/** The same for the same: what is counted alike is one row, whoever writes it first. */
function idOf({ readerId, channelId, userId, assigneeIds }: Tally): string {
  const key = [readerId, channelId, userId, ...assigneeIds].join()
  return createHash('sha256').update(key).digest('hex').slice(0, 24)
}

async function add(trx: Trx, tallies: Tally[]): Promise<void> {
  await trx
    .insertInto('conversationTallies')
    .values(tallies)
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'id']).doUpdateSet((eb) => ({
        open: eb('conversationTallies.open', '+', eb.ref('excluded.open')),
        snoozed: eb('conversationTallies.snoozed', '+', eb.ref('excluded.snoozed')),
        resolved: eb('conversationTallies.resolved', '+', eb.ref('excluded.resolved')),
        waiting: eb('conversationTallies.waiting', '+', eb.ref('excluded.waiting')),
        heard: eb('conversationTallies.heard', '+', eb.ref('excluded.heard')),
        read: eb('conversationTallies.read', '+', eb.ref('excluded.read')),
      })),
    )
    .execute()
}

async function forgetEmpty(trx: Trx, organizationId: string, tallies: Tally[]): Promise<void> {
  if (tallies.length === 0) return
  await sql`
    delete from conversation_tallies
    where organization_id = ${organizationId} and id = any(${tallies.map(({ id }) => id)})
      and open = 0 and snoozed = 0 and resolved = 0 and waiting = 0 and heard = 0 and read = 0
  `.execute(trx)
}

/**
 * Compares what is kept with what there is, and adds the difference as one more change: in one statement, so in one moment,
 * and nobody has to stand still. For rows that were written past the verbs, and for what a verb may have forgotten.
 */
export function recountInbox(db: Database, organizationId: string): Promise<number> {
  return transact(db, async (trx) => {
    // Of two at once the second would add the same difference again.
    await sql`select pg_advisory_xact_lock(hashtext(${`inbox of ${organizationId}`}))`.execute(trx)
    const found = await sql<Omit<Change, 'id' | 'organizationId' | 'readerIds'> & { readerId: string }>`
      with counted as materialized (
        select '' as reader_id, channel_id, channel_type, user_id, array(select unnest(v.assignee_ids) order by 1) as assignee_ids,
          (state = 'open')::int as open, (state = 'snoozed')::int as snoozed, (state = 'resolved')::int as resolved,
          (state = 'open' and waiting_since is not null)::int as waiting, (state = 'open' and inbound_count > 0)::int as heard,
          0 as read
        from conversations v where v.organization_id = ${organizationId}
        union all
        select r.id, channel_id, channel_type, user_id, array(select unnest(v.assignee_ids) order by 1), 0, 0, 0, 0, 0,
          case when inbound_count > 0 then 1 else -1 end
        from conversations v cross join unnest(v.reader_ids) as r (id)
        where v.organization_id = ${organizationId} and v.state = 'open'
        union all
        select reader_id, channel_id, channel_type, user_id, assignee_ids, -open, -snoozed, -resolved, -waiting, -heard, -read
        from conversation_tallies t where t.organization_id = ${organizationId}
        union all
        select '', channel_id, channel_type, user_id, assignee_ids, -open, -snoozed, -resolved, -waiting, -heard, 0
        from conversation_tally_changes c where c.organization_id = ${organizationId}
        union all
        select r.id, channel_id, channel_type, user_id, assignee_ids, 0, 0, 0, 0, 0, -read
        from conversation_tally_changes c cross join unnest(c.reader_ids) as r (id) where c.organization_id = ${organizationId}
      )
      select reader_id, channel_id, channel_type, user_id, assignee_ids, sum(open)::int as open, sum(snoozed)::int as snoozed,
        sum(resolved)::int as resolved, sum(waiting)::int as waiting, sum(heard)::int as heard, sum(read)::int as read
      from counted group by reader_id, channel_id, channel_type, user_id, assignee_ids
      having sum(open) <> 0 or sum(snoozed) <> 0 or sum(resolved) <> 0 or sum(waiting) <> 0 or sum(heard) <> 0 or sum(read) <> 0
    `.execute(trx)
    const missing = found.rows.map(({ readerId, ...row }) => ({
      ...row,
      organizationId,
      id: newId(),
      readerIds: readerId === '' ? [] : [readerId],
    }))
    for (let start = 0; start < missing.length; start += 500) {
      await trx
        .insertInto('conversationTallyChanges')
        .values(missing.slice(start, start + 500))
        .execute()
    }
    return missing.length
  })
}
