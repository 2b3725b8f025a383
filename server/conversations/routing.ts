import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import { findProtection } from '../contacts/protection.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { ConversationRouting } from '../platform/schema.ts'
import { replaceAssignees } from './assignees.ts'
import { refuseStrangers } from './colleagues.ts'
import type { Conversation } from './row.ts'

export type Routing = Pick<Selectable<ConversationRouting>, 'mode' | 'capacity' | 'userIds'>

const byOwner: Routing = { mode: 'owner', capacity: 10, userIds: [] }

export async function readRouting(db: Database, actor: Actor, channelId: string): Promise<Routing> {
  await findChannel(db, actor, channelId)
  return (await routingOf(db, actor.organizationId, channelId)) ?? byOwner
}

/** How what contacts open on this channel from now on finds who answers it. */
export function setRouting(db: Database, actor: Actor, channelId: string, routing: Routing): Promise<Routing> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    await findChannel(trx, actor, channelId)
    await refuseStrangers(trx, organizationId, routing.userIds)
    const before = await routingOf(trx, organizationId, channelId)
    const kept = { ...routing, updatedAt: new Date() }
    await trx
      .insertInto('conversationRouting')
      .values({ organizationId, channelId, ...kept })
      .onConflict((conflict) => conflict.columns(['organizationId', 'channelId']).doUpdateSet(kept))
      .execute()
    const isSame = JSON.stringify(pick(before ?? byOwner)) === JSON.stringify(pick(routing))
    if (!isSame) await record(trx, actor, 'channel.rerouted', { id: channelId, ...pick(routing) })
    return routing
  })
}

/**
 * What a contact opened is given to whoever of those who are available and have room was given one the longest ago; to
 * nobody if there is none, so that it stands among the unassigned. A protected contact stays its owner's. What a user opens, and where no such order was asked
 * for, stays with whom it has.
 */
export async function route(trx: Trx, actor: Actor, conversation: Conversation): Promise<Conversation> {
  if (actor.type !== 'system') return conversation
  const { organizationId, channelId } = conversation
  const routing = await routingOf(trx, organizationId, channelId)
  if (routing?.mode !== 'round_robin') return conversation

  const { isProtected, ownerId } = await findProtection(trx, organizationId, conversation.contactId)
  const next = isProtected ? ownerId : await takeTurn(trx, organizationId, routing)
  const assignees = next === undefined ? [] : [next]
  await replaceAssignees(trx, organizationId, [conversation], assignees)
  return { ...conversation, assignees }
}

async function takeTurn(trx: Trx, organizationId: string, { userIds, capacity }: Routing): Promise<string | undefined> {
  // One at a time in the organization: whoever waited here sees in the next statement what was given meanwhile.
  await sql`
    select channel_id from conversation_routing where organization_id = ${organizationId} order by channel_id for update
  `.execute(trx)
  const found = await sql<{ id: string }>`
    select u.id from users u
    join chat_availability a on a.organization_id = ${organizationId} and a.user_id = u.id
    left join conversation_turns t on t.organization_id = ${organizationId} and t.user_id = u.id
    where u.organization_id = ${organizationId} and u.disabled_at is null and u.deleted_at is null and a.available_since is not null
      and ${userIds.length > 0 ? sql`u.id = any(${userIds})` : sql`true`}
      and (
        select count(*) from (
          select v.id from conversations v
          where v.organization_id = ${organizationId} and v.state = 'open' and v.assignee_ids && array[u.id] limit ${capacity}
        ) as answering
      ) < ${capacity}
    order by t.last_given_at nulls first, u.id limit 1
  `.execute(trx)
  const userId = found.rows[0]?.id
  if (userId === undefined) return undefined
  await trx
    .insertInto('conversationTurns')
    .values({ organizationId, userId, lastGivenAt: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'userId'])
        .doUpdateSet((eb) => ({ lastGivenAt: eb.ref('excluded.lastGivenAt') })),
    )
    .execute()
  return userId
}

function routingOf(db: Database, organizationId: string, channelId: string): Promise<Routing | undefined> {
  return db
    .selectFrom('conversationRouting')
    .select(['mode', 'capacity', 'userIds'])
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .executeTakeFirst()
}

function pick({ mode, capacity, userIds }: Routing): Routing {
  return { mode, capacity, userIds }
}
