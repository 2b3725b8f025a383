import { sql } from 'kysely'
import type { Insertable, RawBuilder, Selectable } from 'kysely'

import { beforeCommit } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Conversations, ConversationTallyChanges } from '../platform/schema.ts'

/** What of a conversation decides on which lists of the inbox it stands. */
export type Standing = Pick<
  Selectable<Conversations>,
  'channelId' | 'channelType' | 'userId' | 'assigneeIds' | 'state' | 'waitingSince' | 'inboundCount' | 'readerIds'
>

export const measures = ['open', 'snoozed', 'resolved', 'waiting', 'heard'] as const

type Key = Pick<Standing, 'channelId' | 'channelType' | 'userId' | 'assigneeIds'>
type Sums = Record<(typeof measures)[number], number>
/** For each reader, how many conversations they have read; less those that they called back. */
type Alike = Key & { sums: Sums; reads: Map<string, number> }
type Row = Insertable<ConversationTallyChanges>

// Lowest of all who delete conversations is who deletes their contacts: so it stands here.

/** Keeps the counts of the inbox exact while these conversations change, in the transaction that holds them. */
export async function keepingCounts<T>(
  trx: Trx,
  organizationId: string,
  which: RawBuilder<unknown>,
  change: () => Promise<T>,
): Promise<T> {
  const gone = await readStandings(trx, organizationId, which)
  const result = await change()
  countThreads(trx, organizationId, { gone, added: await readStandings(trx, organizationId, which) })
  return result
}

/** With contacts that are about to be deleted go their conversations: held, so that none is opened or written to meanwhile. */
export async function discountThreads(trx: Trx, organizationId: string, contactIds: string[]): Promise<void> {
  await sql`
    select id from contacts where organization_id = ${organizationId} and id = any(${contactIds}::text[])
    order by id for update
  `.execute(trx)
  await sql`
    select id from conversations where organization_id = ${organizationId} and contact_id = any(${contactIds}::text[])
    order by id for update
  `.execute(trx)
  const gone = await readStandings(trx, organizationId, sql`contact_id = any(${contactIds}::text[])`)
  countThreads(trx, organizationId, { gone })
}

export async function readStandings(trx: Trx, organizationId: string, which: RawBuilder<unknown>): Promise<Standing[]> {
  const found = await sql<Standing>`
    select channel_id, channel_type, user_id, assignee_ids, state, waiting_since, inbound_count, reader_ids
    from conversations v where v.organization_id = ${organizationId} and ${which}
  `.execute(trx)
  return found.rows
}

const changesOf = new WeakMap<Trx, Map<string, Map<string, Alike>>>()

/** What they were is gone, what they are is added: written down once, before the transaction commits. */
export function countThreads(
  trx: Trx,
  organizationId: string,
  { gone = [], added = [] }: { gone?: Standing[]; added?: Standing[] },
): void {
  let changes = changesOf.get(trx)
  if (!changes) {
    changes = new Map()
    changesOf.set(trx, changes)
    beforeCommit(trx, writeChanges)
  }
  const alike = changes.get(organizationId) ?? new Map<string, Alike>()
  changes.set(organizationId, alike)
  for (const standing of gone) addTo(alike, standing, -1)
  for (const standing of added) addTo(alike, standing, 1)
}

function addTo(alike: Map<string, Alike>, standing: Standing, change: 1 | -1): void {
  const { channelId, channelType, userId, state, readerIds } = standing
  // Its contact was erased: it stands on no list.
  if (state === 'erased') return
  const assigneeIds = standing.assigneeIds.toSorted()
  const name = [channelId, userId, ...assigneeIds].join()
  const none = { open: 0, snoozed: 0, resolved: 0, waiting: 0, heard: 0 }
  const counted = alike.get(name) ?? { channelId, channelType, userId, assigneeIds, sums: none, reads: new Map() }
  alike.set(name, counted)

  counted.sums[state] += change
  if (state !== 'open') return
  const isHeard = standing.inboundCount > 0
  if (standing.waitingSince) counted.sums.waiting += change
  if (isHeard) counted.sums.heard += change
  for (const readerId of readerIds) {
    counted.reads.set(readerId, (counted.reads.get(readerId) ?? 0) + (isHeard ? change : -change))
  }
}

const rowsAtOnce = 500
/** Of so many changes one asks for them to be added up. */
const changesPerFold = 200

async function writeChanges(trx: Trx): Promise<void> {
  for (const [organizationId, alike] of changesOf.get(trx) ?? []) {
    const rows = [...alike.values()].flatMap((each) => toRows(organizationId, each))
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      await trx
        .insertInto('conversationTallyChanges')
        .values(rows.slice(start, start + rowsAtOnce))
        .execute()
    }
    // By lot, since a counter would be the row that everybody waits for.
    if (Math.random() * changesPerFold < rows.length) await enqueue(trx, 'fold_inbox_counts', { organizationId })
  }
}

/** Mostly one: all readers change alike. Nothing, where all that came together comes to nothing. */
function toRows(organizationId: string, { sums, reads, ...key }: Alike): Row[] {
  const byChange = Map.groupBy(reads.keys(), (readerId) => reads.get(readerId)!)
  byChange.delete(0)
  const isCounted = measures.some((measure) => sums[measure] !== 0)
  if (byChange.size === 0 && isCounted) byChange.set(0, [])
  return [...byChange].map(([read, readerIds], index) => ({
    organizationId,
    id: newId(),
    ...key,
    ...(index === 0 ? sums : { open: 0, snoozed: 0, resolved: 0, waiting: 0, heard: 0 }),
    readerIds,
    read,
  }))
}
