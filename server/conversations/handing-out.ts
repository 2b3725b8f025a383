import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { replaceAssignees } from './assignees.ts'
import { changeMany } from './change.ts'
import type { Change } from './change.ts'
import type { Conversation } from './row.ts'
import { nextFor } from './routing.ts'

/** Whoever gives out holds what waits, and the turns: so not for long. */
const pieceSize = 20

/** After each of these somebody may be there, or have room, for what waits. */
export const handOut: Subscriber = {
  name: 'conversations.handOut',
  types: [
    'user.availabilityChanged',
    'channel.rerouted',
    'contact.deleted',
    'contact.erased',
    'conversation.assigned',
    'conversation.deleted',
    'conversation.merged',
    'conversation.resolved',
    'conversation.snoozed',
  ],
  async hear(trx: Trx, { organizationId }: Event) {
    const waiting = await oldestOfEachChannel(trx, organizationId, 1)
    if (waiting.length > 0) await enqueue(trx, 'hand_out_conversations', { organizationId })
  },
}

/** Every minute too: hours begin, and people are enabled, without a word. */
export const handOutSchedule: Schedule[] = [{ task: 'hand_out_everywhere', pattern: '* * * * *' }]

export function handOutTasks(db: Database): Tasks {
  return {
    hand_out_everywhere: () => handOutEverywhere(db),
    hand_out_conversations: ({ organizationId }: { organizationId: string }) => handOutWaiting(db, organizationId),
  }
}

async function handOutEverywhere(db: Database): Promise<void> {
  const found = await sql<{ organizationId: string }>`
    select organization_id, count(*) from conversations
    where unrouted_since is not null and state = 'open' and assignee_ids = '{}' group by organization_id
  `.execute(db)
  for (const { organizationId } of found.rows) await handOutWaiting(db, organizationId)
}

/** Gives what waits to who is there, who waited longest first; goes on as long as there is somebody. */
export async function handOutWaiting(db: Database, organizationId: string): Promise<void> {
  await transact(db, async (trx) => {
    const ids = await oldestOfEachChannel(trx, organizationId, pieceSize)
    if (ids.length === 0) return
    const results = await changeMany(trx, systemActor(organizationId), ids, handingOut)
    const given = results.filter(({ outcome }) => outcome === 'changed')
    if (given.length === pieceSize) await enqueue(trx, 'hand_out_conversations', { organizationId })
  })
}

/** Of each, since what waits on one where nobody is there is no reason for others to wait as well. */
async function oldestOfEachChannel(trx: Trx, organizationId: string, most: number): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select w.id from conversation_routing r
    cross join lateral (
      select v.id from conversations v
      where v.organization_id = ${organizationId} and v.channel_id = r.channel_id
        and v.unrouted_since is not null and v.state = 'open' and v.assignee_ids = '{}'
      order by v.unrouted_since, v.id limit ${most}
    ) w
    where r.organization_id = ${organizationId} and r.mode = 'round_robin'
  `.execute(trx)
  return found.rows.map(({ id }) => id)
}

const handingOut: Change = {
  event: 'conversation.assigned',
  reachesContacts: true,
  async apply(trx, actor, held) {
    const given: string[] = []
    const without = new Set<string>()
    for (const conversation of await stillWaiting(trx, actor, held)) {
      if (given.length === pieceSize) break
      if (without.has(conversation.channelId)) continue
      const next = await nextFor(trx, conversation)
      if (next === 'nobody' || next === 'stays') without.add(conversation.channelId)
      else {
        await replaceAssignees(trx, actor.organizationId, [conversation], [next.userId])
        given.push(conversation.id)
      }
    }
    return given
  },
}

/** Of those that are held now, what nobody took meanwhile; who waited longest first. */
async function stillWaiting(trx: Trx, actor: Actor, held: Conversation[]): Promise<Conversation[]> {
  const byId = new Map(held.map((conversation) => [conversation.id, conversation]))
  const found = await sql<{ id: string }>`
    select id from conversations
    where organization_id = ${actor.organizationId} and id = any(${[...byId.keys()]})
      and unrouted_since is not null and state = 'open' and assignee_ids = '{}'
    order by unrouted_since, id
  `.execute(trx)
  return found.rows.map(({ id }) => byId.get(id)!)
}
